/** No SpO2: silent first, then medium, high while infusing; ends when the signal has been back for a while (AL-13). */
import type { Priority } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';
import { datedFrom, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isAbsorbed, isSilentSinceLost } from './heard.ts';
import { ADAPTER_LOST, absenceIn } from './reason.ts';
import { risen } from './rising.ts';
import { missingNotBefore } from './same-arm.ts';

export function noSpo2Fact(state: VisitState, now: Instant): DueFact | undefined {
  const alert = state.alerts['no-spo2'];
  const back = alert && backAt(state, alert);
  if (alert && back !== undefined) return ended(alert, Math.max(back, datedFrom(state)), 'in-range');
  if (isAbsorbed(state, 'oximeter')) return undefined;

  const next = risen(alert, (priority) => noSpo2DueAt(state, priority), datedFrom(state), now);
  return next && { at: next.at, body: (newId) => factOf(state, alert, next.priority, next.at, newId) };
}

/** When the missing signal reaches a priority; Infinity where it never does. Timers run on through gaps and downtime. */
export function noSpo2DueAt(state: VisitState, priority: Priority): Instant {
  const { technical } = state.protocol;
  const since = missingSince(state);
  if (since === undefined || (priority === 'high' && state.phase.name !== 'infusion')) return Infinity;
  const { lowMs, mediumMs, highMs } = technical.noSpo2;
  const due = since + { low: lowMs, medium: mediumMs, high: highMs }[priority];
  // A value that flickers neither ends the alert nor is it raised while the value is there.
  const there = (state.lastSpo2?.at ?? -Infinity) + technical.staleMs;
  // What the cuff took away is medium first, and high as much later as ever.
  const taken = missingNotBefore(state) + (priority === 'high' ? highMs - mediumMs : 0);
  const held = priority === 'high' ? (state.attended?.until ?? -Infinity) : -Infinity;
  return Math.max(due, there, taken, held);
}

function missingSince(state: VisitState): Instant | undefined {
  const alert = state.alerts['no-spo2'];
  if (alert) return alert.onsetAt;
  if (state.phase.name !== 'infusion' && state.phase.name !== 'recovery') return undefined;
  const watchedAgainAt = state.phase.name === 'recovery' ? state.phase.recovery.watchedAgainAt : undefined;
  return Math.max(state.lastSpo2?.at ?? -Infinity, state.phase.infusion.startedAt, watchedAgainAt ?? -Infinity);
}

function backAt({ tracks: { spo2Run }, protocol }: VisitState, alert: Alert): Instant | undefined {
  if (spo2Run === undefined || spo2Run.since <= alert.onsetAt) return undefined;
  return spo2Run.lastAt - spo2Run.since >= protocol.technical.noSpo2.backMs ? spo2Run.lastAt : undefined;
}

function factOf(
  state: VisitState,
  alert: Alert | undefined,
  priority: Priority,
  at: Instant,
  newId: () => string,
): ReturnType<DueFact['body']> {
  const reason = reasonAt(state, at);
  if (alert) return { type: 'alert-raised', alertId: alert.alertId, priority, reason };
  const onsetAt = missingSince(state) ?? at;
  return { type: 'alert-issued', alertId: newId(), kind: 'no-spo2', priority, onsetAt, reason };
}

/** What the device itself last said, if that is recent; else that nothing comes. */
function reasonAt(state: VisitState, at: Instant): string {
  const { oximetry, protocol } = state;
  const recent = oximetry && at - oximetry.measuredAt <= protocol.technical.staleMs;
  if (recent && oximetry.spo2Pct === undefined) return absenceIn(oximetry);
  return isSilentSinceLost(state, 'oximeter') ? ADAPTER_LOST : 'No readings';
}
