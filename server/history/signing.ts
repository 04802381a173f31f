/** What closing or signing the record of a visit that is over needs, read from the journal alone. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitEvent } from '#core/event.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { summaryView } from '#core/view/summary-view.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { storedEvents } from '../journal/read-rows.ts';
import type { Signing } from './messages.ts';
import { NOT_OVER, pastStream } from './past-stream.ts';

/** Folds the whole visit, some 50 ms of a long one. */
export function signingOf(journal: DatabaseSync, visitId: string): Result<Signing> {
  const found = pastStream(journal, visitId);
  if (!found.ok) return found;
  const { number, seq } = found.value;
  const events = [...storedEvents(journal, number, 0, seq)] as VisitEvent[];
  const state = events.reduce<VisitState | undefined>(evolve, undefined);
  const summary = state && summaryView(state);
  if (!summary) return NOT_OVER;
  return accept({
    seq,
    events: events.filter(({ type }) => type !== 'reading-recorded'),
    contradictions: summary.contradictions,
  });
}
