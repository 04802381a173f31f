/** What closing or signing the record of a visit that is over needs, read from the journal alone. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitEvent } from '#core/event.ts';
import { broughtName } from '#core/record/imported.ts';
import { recordOf } from '#core/record/record-of.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { broughtVisits } from '../journal/brought.ts';
import { storedEvents } from '../journal/read-rows.ts';
import type { Signing } from './messages.ts';
import { NOT_OVER, pastStream } from './past-stream.ts';

/** Folds the whole visit, some 50 ms of a long one. */
export function signingOf(journal: DatabaseSync, visitId: string): Result<Signing> {
  const found = pastStream(journal, visitId);
  if (!found.ok) return found;
  const from = broughtVisits(journal).get(visitId);
  if (from)
    return refuse(
      'conflict',
      `This visit was given elsewhere (${broughtName(from)}): nobody here answers for its record.`,
    );
  const { number, seq } = found.value;
  const events = [...storedEvents(journal, number, 0, seq)] as VisitEvent[];
  const record = recordOf(events);
  if (!record) return NOT_OVER;
  const { contradictions } = record;
  return accept({ seq, events: events.filter(({ type }) => type !== 'reading-recorded'), contradictions });
}
