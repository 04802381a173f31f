/** A visit that is over as a stream on the disk, or why there is none, in words. */
import type { DatabaseSync } from 'node:sqlite';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { findStream } from '../journal/read-rows.ts';
import type { StreamOnDisk } from '../journal/read-rows.ts';
import { findTombstone } from '../journal/tombstones.ts';
import { timeZoneOf } from './names.ts';

export const NOT_OVER = refuse('wrong-phase', 'This visit is not over: open its chair to see it live.');

export function pastStream(journal: DatabaseSync, visitId: string): Result<StreamOnDisk> {
  const stream = findStream(journal, { kind: 'visit', id: visitId });
  if (!stream)
    return refuse('not-found', removedText(journal, visitId) ?? 'There is no such visit: choose one from the history.');
  return stream.ended ? accept(stream) : NOT_OVER;
}

/** What a link to a visit tells that the clinic's rule let go. */
function removedText(journal: DatabaseSync, visitId: string): string | undefined {
  const tombstone = findTombstone(journal, 'visit', visitId);
  if (!tombstone) return undefined;
  const { years } = tombstone.rule;
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: timeZoneOf(journal) }).format(
    tombstone.at,
  );
  return `This visit was removed on ${day} after ${years} ${years === 1 ? 'year' : 'years'}, by the clinic’s rule.`;
}
