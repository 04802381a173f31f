/** What a person has left undone: the pump past its planned end, a pause that goes on (AL-81, AL-82). The act itself ends them. */
import type { Priority } from '../clinical-protocol.ts';
import { pausedSince, plannedEndAt } from '../pump.ts';
import type { Duration, Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { AlertKind } from './alert.ts';
import { datedFrom, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { risen } from './rising.ts';

type UndoneKind = Extract<AlertKind, 'infusion-past-end' | 'pause-long'>;

export function pastEndFact(state: VisitState): DueFact | undefined {
  const { undone } = state.protocol;
  if (undone === undefined) return undefined;
  if (state.phase.name !== 'infusion') return overWithPhase(state, 'infusion-past-end');
  const { infusion } = state.phase;
  const endAt = plannedEndAt(infusion);
  const pausedFrom = pausedSince(infusion);
  // While the pump stands still its end moves on; one that was past it before the pause stays so.
  const pastFrom = pausedFrom !== undefined && pausedFrom < endAt ? Infinity : endAt;
  const { lowMs, mediumMs } = undone.pastEnd;
  const standsStill = pausedFrom !== undefined;
  return byTime(state, 'infusion-past-end', pastFrom, { low: lowMs, medium: standsStill ? Infinity : mediumMs });
}

export function pauseLongFact(state: VisitState): DueFact | undefined {
  const { undone, infusion } = state.protocol;
  if (undone === undefined) return undefined;
  if (state.phase.name !== 'infusion') return overWithPhase(state, 'pause-long');
  const from = pausedSince(state.phase.infusion) ?? Infinity;
  return byTime(state, 'pause-long', from, { low: infusion.pauseReminderMs, medium: undone.pauseMediumMs });
}

function overWithPhase(state: VisitState, kind: UndoneKind): DueFact | undefined {
  const alert = state.alerts[kind];
  return alert && ended(alert, datedFrom(state), 'person');
}

/** Low, then medium, so long after `since`; over as soon as an act made `since` later than that. */
function byTime(
  state: VisitState,
  kind: UndoneKind,
  since: Instant,
  afterMs: Readonly<Record<'low' | 'medium', Duration>>,
): DueFact | undefined {
  const alert = state.alerts[kind];
  const from = datedFrom(state);
  if (alert && since + afterMs.low > from) return ended(alert, from, 'person');
  const dueAt = (priority: Priority): Instant => (priority === 'high' ? Infinity : since + afterMs[priority]);
  const next = risen(alert, dueAt, from);
  if (next === undefined) return undefined;
  const { at, priority } = next;
  return {
    at,
    body: (newId) =>
      alert
        ? { type: 'alert-raised', alertId: alert.alertId, priority }
        : { type: 'alert-issued', alertId: newId(), kind, priority, onsetAt: since },
  };
}
