/** The journal on the disk as another program sees it: a connection of its own, which only reads. */
import { DatabaseSync } from 'node:sqlite';
import type { VisitEvent } from '#core/event.ts';
import { findStream, storedEvents } from '../../server/journal/read-rows.ts';
import { verifyStream } from '../../server/journal/verify.ts';
import type { DrillChair } from './prepare-site.ts';

interface ReadingRow {
  readonly seq: number;
  readonly device_id: string;
  readonly epoch: string;
  readonly source_seq: number;
}

const READINGS = `SELECT seq, device_id, epoch, source_seq FROM readings JOIN sources USING (source)
  WHERE stream = ? AND seq > ? ORDER BY seq`;

/** What stands of one visit; asked again it reads on from where it was. */
export class JournalLook {
  readonly #db: DatabaseSync;
  readonly #visitId: string;
  readonly #seen = new Set<string>();
  readonly doubled: string[] = [];
  readonly #stream: number;
  #from = 0;

  constructor(database: string, { visitId }: DrillChair) {
    this.#db = new DatabaseSync(database, { readOnly: true, timeout: 5_000 });
    this.#visitId = visitId;
    this.#stream = findStream(this.#db, { kind: 'visit', id: visitId })?.number ?? -1;
    this.readOn();
    // What stands there before the drill is not its own.
    this.#seen.clear();
  }

  /** `device epoch seq` of each reading. */
  readOn(): ReadonlySet<string> {
    for (const row of this.#db.prepare(READINGS).all(this.#stream, this.#from) as unknown as ReadingRow[]) {
      const identity = `${row.device_id} ${row.epoch} ${row.source_seq}`;
      if (this.#seen.has(identity)) this.doubled.push(identity);
      this.#seen.add(identity);
      this.#from = row.seq;
    }
    return this.#seen;
  }

  get quarantined(): number {
    return (this.#db.prepare('SELECT count(*) AS n FROM quarantine').get() as { n: number }).n;
  }

  get events(): readonly VisitEvent[] {
    return [...storedEvents(this.#db, this.#stream)] as VisitEvent[];
  }

  /** The whole chain of hashes of this visit and of the clinic. @returns what is wrong */
  verify(): readonly string[] {
    const { value: siteId } = this.#db.prepare("SELECT value FROM meta WHERE key = 'siteId'").get() as {
      value: string;
    };
    const streams = [
      { kind: 'visit', id: this.#visitId },
      { kind: 'site', id: siteId },
    ] as const;
    return streams.flatMap((stream) => {
      const verified = verifyStream(this.#db, siteId, stream);
      return verified.ok ? [] : [`${stream.kind} ${stream.id}: row ${verified.seq}: ${verified.message}`];
    });
  }

  close(): void {
    this.#db.close();
  }
}
