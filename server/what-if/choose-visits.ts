/** Which past visits a what-if runs over: those of one protocol, the newest first. Costs a look at each visit's opening. */
import type { DatabaseSync } from 'node:sqlite';
import type { WhatIfFilter } from '#protocol/what-if.ts';
import { BROUGHT_IDS } from '../journal/brought.ts';
import type { ChosenVisit } from './messages.ts';

/** A body that was spoilt is nobody's. */
const IN_OPENING = (path: string): string => `CASE WHEN json_valid(body) THEN json_extract(body, '${path}') END`;

export function chooseVisits(
  journal: DatabaseSync,
  { protocolId, from, before, imported, visits }: WhatIfFilter,
): { readonly visits: readonly ChosenVisit[]; readonly fitting: number } {
  const isImported = `(${IN_OPENING('$.imported')} IS NOT NULL OR stream_id IN (${BROUGHT_IDS}))`;
  const where = [
    "kind = 'visit' AND ended = 1 AND seq = 1 AND type = 'visit-opened'",
    `${IN_OPENING('$.protocol.id')} = ?`,
    ...(imported === 'with' ? [] : [imported === 'only' ? isImported : `NOT (${isImported})`]),
    ...(from === undefined ? [] : ['at >= ?']),
    ...(before === undefined ? [] : ['at < ?']),
  ];
  const values = [protocolId, ...[from, before].flatMap((each) => each ?? [])];
  const fitting = journal
    .prepare(
      `SELECT stream, stream_id AS visitId, at AS openedAt FROM streams JOIN events USING (stream)
       WHERE ${where.join(' AND ')} ORDER BY at DESC, stream DESC`,
    )
    .all(...values) as unknown as ChosenVisit[];
  return { visits: fitting.slice(0, visits), fitting: fitting.length };
}
