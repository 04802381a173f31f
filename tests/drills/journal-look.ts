/** The journal on the disk as another program sees it: a connection of its own, which only reads. */
import { DatabaseSync } from 'node:sqlite';
import type { VisitEvent } from '#core/event.ts';
import { findStream, storedEvents } from '../../server/journal/read-rows.ts';
import { verifyStream } from '../../server/journal/verify.ts';
import { Seen } from './ground.ts';
import type { Look } from './ground.ts';
import type { DrillChair } from './prepare-site.ts';

interface ReadingRow {
  readonly seq: number;
  readonly device_id: string;
  readonly epoch: string;
  readonly source_seq: number;
}

const READINGS = `SELECT seq, device_id, epoch, source_seq FROM readings JOIN sources USING (source)
  WHERE stream = ? AND seq > ? ORDER BY seq`;

/** Of one visit; asked again it reads on from where it was. */
export class JournalLook implements Look {
  readonly #db: DatabaseSync;
  readonly #visitId: string;
  readonly #stream: number;
  #seen = new Seen();
  #from = 0;

  constructor(database: string, { visitId }: DrillChair) {
    this.#db = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
    this.#visitId = visitId;
    this.#stream = findStream(this.#db, { kind: 'visit', id: visitId })?.number ?? -1;
    this.#read();
    // What stands there before the drill is not its own.
    this.#seen = new Seen();
  }

  get doubled(): readonly string[] {
    return this.#seen.doubled;
  }

  readOn(): Promise<ReadonlySet<string>> {
    this.#read();
    return Promise.resolve(this.#seen.identities);
  }

  whole(): ReturnType<Look['whole']> {
    return Promise.resolve(wholeVisit(this.#db, this.#visitId));
  }

  close(): void {
    this.#db.close();
  }

  #read(): void {
    for (const row of this.#db.prepare(READINGS).all(this.#stream, this.#from) as unknown as ReadingRow[]) {
      this.#seen.add(`${row.device_id} ${row.epoch} ${row.source_seq}`);
      this.#from = row.seq;
    }
  }
}

/** All events of a visit, and what is wrong with its chain of hashes or the clinic's own. */
export function wholeVisit(db: DatabaseSync, visitId: string): Awaited<ReturnType<Look['whole']>> {
  const { value: siteId } = db.prepare("SELECT value FROM meta WHERE key = 'siteId'").get() as { value: string };
  const streams = [
    { kind: 'visit', id: visitId },
    { kind: 'site', id: siteId },
  ] as const;
  const broken = streams.flatMap((stream) => {
    const verified = verifyStream(db, siteId, stream);
    return verified.ok ? [] : [`${stream.kind} ${stream.id}: row ${verified.seq}: ${verified.message}`];
  });
  const number = findStream(db, { kind: 'visit', id: visitId })?.number ?? -1;
  return { events: [...storedEvents(db, number)] as VisitEvent[], broken };
}
