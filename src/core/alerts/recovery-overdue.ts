/** Recovery past its upper mark with criteria unmet: the provider is called (AL-86). A decision or the criteria themselves end it. */
import { dischargeCriteria, endMonitoringMissing } from '../discharge.ts';
import type { VisitEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import { upperMarkAt } from '../recovery-marks.ts';
import type { VisitState } from '../visit-state.ts';
import { datedFrom, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';

const isUnmet = (state: VisitState, at: Instant): boolean =>
  endMonitoringMissing(dischargeCriteria(state, at)).length > 0;

/** Since when something monitoring waits for has been unmet past the mark; undefined: nothing is, or the mark is not reached. */
function unmetSince(state: VisitState, markAt: Instant): Instant | undefined {
  // Nothing has happened since the mark: what was known before it counts.
  if (state.pastMark === undefined) return isUnmet(state, markAt) ? markAt : undefined;
  return state.pastMark.unmetSince;
}

/** After each fact past the mark: whether something is still unmet. Alert facts tell nothing of it. */
export function judgePastMark(before: VisitState, next: VisitState, event: VisitEvent): VisitState {
  const markAt = upperMarkAt(next);
  if (markAt === undefined || event.at < markAt) {
    if (next.pastMark === undefined) return next;
    const { pastMark: _, ...rest } = next;
    return rest;
  }
  if (event.type.startsWith('alert-')) return next;
  const since = isUnmet(next, event.at) ? (unmetSince(before, markAt) ?? event.at) : undefined;
  return { ...next, pastMark: since === undefined ? {} : { unmetSince: since } };
}

export function recoveryOverdueFact(state: VisitState): DueFact | undefined {
  const { undone } = state.protocol;
  const markAt = upperMarkAt(state);
  const alert = state.alerts['recovery-overdue'];
  const from = datedFrom(state);
  const isOpen = state.phase.name === 'recovery' && state.phase.recovery.decision === undefined;
  if (!isOpen || undone === undefined || markAt === undefined) return alert && ended(alert, from, 'person');
  const since = unmetSince(state, markAt);
  if (alert) return since === undefined ? ended(alert, Math.max(markAt, from), 'in-range') : undefined;
  if (since === undefined) return undefined;
  const at = Math.max(since + undone.upperMark.mediumMs, from);
  return {
    at,
    body: (newId) => ({
      type: 'alert-issued',
      alertId: newId(),
      kind: 'recovery-overdue',
      priority: 'medium',
      onsetAt: since,
      reason: 'A provider decides how recovery goes on',
    }),
  };
}
