/** What must be sent: a record that a provider has signed, and again whenever anything came to it since: a late value, an addendum, a signature. */
import type { DatabaseSync } from 'node:sqlite';

export interface EndedVisit {
  readonly stream: number;
  readonly seq: number;
  readonly visitId: string;
}

/** A look at each visit's head, not at its events. */
export const endedVisits = (journal: DatabaseSync): readonly EndedVisit[] =>
  journal
    .prepare(
      "SELECT stream, head_seq AS seq, stream_id AS visitId FROM streams WHERE kind = 'visit' AND ended = 1 ORDER BY stream",
    )
    .all() as unknown as readonly EndedVisit[];

/** The newest event of a record that a provider has signed; 0: nobody has. */
export function dueSeqOf(journal: DatabaseSync, { stream, seq }: EndedVisit): number {
  const signed = journal
    .prepare("SELECT 1 FROM events WHERE stream = ? AND type = 'record-signed' LIMIT 1")
    .get(stream);
  return signed === undefined ? 0 : seq;
}
