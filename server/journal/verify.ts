/** Recomputes a stream's hash chain and names the first row that is not as it was written. */
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { CHAIN_START, link, shortLink } from './hash-chain.ts';
import type { StreamRef, Verified } from './journal.ts';
import { findStream, storedRows } from './read-rows.ts';
import type { StoredEvent, StoredReading, StreamOnDisk } from './read-rows.ts';

/** A row that is as it was written. */
export interface Link {
  readonly seq: number;
  /** Of the chain up to this row. */
  readonly hash: string;
}

/** `seq` is the first row that is not as it was written; 0 when it is the stream's own row. */
export interface Fault {
  readonly seq: number;
  readonly message: string;
  /** Every row there is was as written. */
  readonly atEnd?: true;
}

export function verifyStream(db: DatabaseSync, siteId: string, stream: StreamRef): Verified {
  const head = findStream(db, stream);
  if (head === undefined) return { ok: false, seq: 0, message: `There is no ${nameOf(stream)}.` };
  const links = chainOf(db, siteId, head);
  let rows = 0;
  for (let next = links.next(); ; next = links.next()) {
    if (next.done !== true) rows = next.value.seq;
    else if (next.value === undefined) return { ok: true, rows };
    else return { ok: false, seq: next.value.seq, message: next.value.message };
  }
}

/** Each row in order while it is as it was written; @returns the first fault, or undefined. */
export function* chainOf(db: DatabaseSync, siteId: string, head: StreamOnDisk): Generator<Link, Fault | undefined> {
  const { stream } = head;
  const name = nameOf(stream);
  let before = CHAIN_START;
  let seq = 0;
  const seen = new SeenRows();
  const rows = storedRows(db, head.number);
  for (const row of rows) {
    if (row.seq === seq) return { seq, message: `Row ${seq} of ${name} stands there twice.` };
    if (row.seq !== ++seq) return { seq, message: `Row ${seq} of ${name} is missing.` };
    const hash = linkOf(siteId, before, stream, row);
    if (!isAsWritten(row, hash)) {
      const place = { siteId, before, stream, seq };
      const from = [...rows].find((other) => belongsHere(place, other, row))?.seq;
      const what = from === undefined ? 'is not as it was written' : `has changed places with row ${from}`;
      return { seq, message: `Row ${seq} of ${name} ${what}.` };
    }
    seen.see(row);
    yield { seq, hash };
    before = hash;
  }
  const atEnd = true;
  if (seq < head.seq) return { seq: seq + 1, message: `Row ${seq + 1} of ${name} is missing.`, atEnd };
  if (seq > head.seq || before !== head.headHash)
    return { seq: 0, message: `The end of ${name} is not as it was written.`, atEnd };
  if (seen.agree(head)) return undefined;
  return { seq: 0, message: `What is told of ${name} as a whole is not what its rows say.`, atEnd };
}

/** The columns of a stream's own row that no hash covers: they follow from its rows. */
class SeenRows {
  #firstAt: Instant | undefined;
  #lastAt: Instant = 0;
  #ended = false;

  see(row: StoredEvent | StoredReading): void {
    const at = 'columns' in row ? row.columns.at : row.at;
    this.#firstAt ??= at;
    this.#lastAt = Math.max(this.#lastAt, at);
    this.#ended ||= 'type' in row && row.type === 'visit-ended';
  }

  agree({ firstAt, lastAt, ended }: StreamOnDisk): boolean {
    return this.#firstAt === firstAt && this.#lastAt === lastAt && this.#ended === ended;
  }
}

export const nameOf = ({ kind, id }: StreamRef): string => `${kind} ${id}`;

interface Place {
  readonly siteId: string;
  readonly before: string;
  readonly stream: StreamRef;
  readonly seq: number;
}

/** Of readings, whose hash is short, only near rows are taken for the ones that were exchanged. */
const NEAR_ROWS = 20;

/** Whether a later row, taken as the one of this place, is what was written here: with its own hash, or with the one that stayed. */
function belongsHere(
  { siteId, before, stream, seq }: Place,
  row: StoredEvent | StoredReading,
  here: StoredEvent | StoredReading,
): boolean {
  const hash = linkOf(siteId, before, stream, { ...row, seq });
  return [row, here].some(
    (one) => isAsWritten(one, hash) && (!('columns' in one) || Math.abs(row.seq - seq) <= NEAR_ROWS),
  );
}

const linkOf = (siteId: string, before: string, stream: StreamRef, row: StoredEvent | StoredReading): string =>
  link(siteId, before, 'columns' in row ? { table: 'readings', stream, ...row } : { table: 'events', stream, ...row });

const isAsWritten = (row: StoredEvent | StoredReading, hash: string): boolean =>
  'columns' in row ? row.shortHash === shortLink(hash) : Buffer.from(row.hash).toString('hex') === hash;
