/** Recomputes a stream's hash chain and names the first row that is not as it was written. */
import type { DatabaseSync } from 'node:sqlite';
import { CHAIN_START, link, shortLink } from './hash-chain.ts';
import type { StreamRef, Verified } from './journal.ts';
import { findStream, storedRows } from './read-rows.ts';
import type { StoredEvent, StoredReading } from './read-rows.ts';

export function verifyStream(db: DatabaseSync, siteId: string, stream: StreamRef): Verified {
  const name = `${stream.kind} ${stream.id}`;
  const head = findStream(db, stream);
  if (head === undefined) return { ok: false, seq: 0, message: `There is no ${name}.` };
  let before = CHAIN_START;
  let seq = 0;
  for (const row of storedRows(db, head.number)) {
    if (row.seq !== ++seq) return { ok: false, seq, message: `Row ${seq} of ${name} is missing.` };
    const hash = linkOf(siteId, before, stream, row);
    if (!isAsWritten(row, hash)) return { ok: false, seq, message: `Row ${seq} of ${name} is not as it was written.` };
    before = hash;
  }
  if (seq < head.seq) return { ok: false, seq: seq + 1, message: `Row ${seq + 1} of ${name} is missing.` };
  if (before !== head.headHash) return { ok: false, seq: 0, message: `The end of ${name} is not as it was written.` };
  return { ok: true, rows: seq };
}

const linkOf = (siteId: string, before: string, stream: StreamRef, row: StoredEvent | StoredReading): string =>
  link(siteId, before, 'columns' in row ? { table: 'readings', stream, ...row } : { table: 'events', stream, ...row });

const isAsWritten = (row: StoredEvent | StoredReading, hash: string): boolean =>
  'columns' in row ? row.shortHash === shortLink(hash) : Buffer.from(row.hash).toString('hex') === hash;
