/** What must be sent: a record that a provider has signed, and again whenever something was added to it or it was signed again. */
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

/** The newest event that makes it due; 0: it is not signed. */
export function dueSeqOf(journal: DatabaseSync, stream: number): number {
  const { signed, last } = journal
    .prepare(
      `SELECT max(CASE type WHEN 'record-signed' THEN seq END) AS signed, max(seq) AS last FROM events
       WHERE stream = ? AND type IN ('record-signed', 'addendum-added')`,
    )
    .get(stream) as { signed: number | null; last: number | null };
  return signed === null ? 0 : (last ?? signed);
}
