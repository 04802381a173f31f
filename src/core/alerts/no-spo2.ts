/** No SpO2: silent first, then medium, high while infusing; ends when the signal has been back for a while (AL-13). */
import type { Priority } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import { inWords } from '../minutes.ts';
import { offMonitorAt, offMonitorEndsAt } from '../off-monitor.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';
import { datedFrom, ended, endedOffMonitor } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isAbsorbed, isSilentSinceLost } from './heard.ts';
import { ADAPTER_LOST, absenceIn } from './reason.ts';
import { risen } from './rising.ts';
import { missingNotBefore } from './same-arm.ts';
import { sparseAt } from './sparse.ts';

export function noSpo2Fact(state: VisitState): DueFact | undefined {
  const alert = state.alerts['no-spo2'];
  const back = alert && backAt(state, alert);
  if (alert && back !== undefined) return ended(alert, Math.max(back, datedFrom(state)), 'in-range');
  if (alert && offMonitorAt(state, datedFrom(state))) return endedOffMonitor(alert, datedFrom(state));
  if (isAbsorbed(state, 'oximeter')) return undefined;

  const next = risen(alert, (priority) => noSpo2DueAt(state, priority), datedFrom(state));
  return next && { at: next.at, body: (newId) => factOf(state, alert, next.priority, next.at, newId) };
}

/** When the missing signal reaches a priority; Infinity where it never does. Timers run on through gaps and downtime. */
export function noSpo2DueAt(state: VisitState, priority: Priority): Instant {
  const { technical } = state.protocol;
  const since = missingSince(state);
  if (since === undefined || (priority === 'high' && state.phase.name !== 'infusion')) return Infinity;
  const { lowMs, mediumMs, highMs } = technical.noSpo2;
  const inOnePiece = since + { low: lowMs, medium: mediumMs, high: highMs }[priority];
  const due = priority === 'low' ? Math.min(inOnePiece, tooSeldomAt(state)) : inOnePiece;
  // A value that flickers neither ends the alert nor is it raised while the value is there.
  const there = (state.lastSpo2?.at ?? -Infinity) + technical.staleMs;
  // What the cuff took away is medium first, and high as much later as ever.
  const taken =
    missingNotBefore(state, state.lastSpo2?.at ?? -Infinity) + (priority === 'high' ? highMs - mediumMs : 0);
  const held = priority === 'high' ? (state.attended?.until ?? -Infinity) : -Infinity;
  // Off the monitor it is not told; once that is over, at once.
  return Math.max(due, there, taken, held, offMonitorEndsAt(state));
}

function missingSince(state: VisitState): Instant | undefined {
  const alert = state.alerts['no-spo2'];
  if (alert) return alert.onsetAt;
  const from = watchedSince(state);
  return from === undefined ? undefined : Math.max(state.lastSpo2?.at ?? -Infinity, from);
}

function watchedSince({ phase }: VisitState): Instant | undefined {
  if (phase.name !== 'infusion' && phase.name !== 'recovery') return undefined;
  const watchedAgainAt = phase.name === 'recovery' ? phase.recovery.watchedAgainAt : undefined;
  return Math.max(phase.infusion.startedAt, watchedAgainAt ?? -Infinity);
}

/** Infinity once it is said: from then on it counts as one piece. */
function tooSeldomAt(state: VisitState): Instant {
  const from = watchedSince(state);
  const since = missingSince(state);
  if (from === undefined || since === undefined || state.alerts['no-spo2']) return Infinity;
  return sparseAt(state, since, Math.max(from, offMonitorEndsAt(state)));
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
  const { lowMs, sparse } = state.protocol.technical.noSpo2;
  const isSeldom = !alert && sparse !== undefined && at < (missingSince(state) ?? at) + lowMs;
  const reason = isSeldom
    ? `No value for ${inWords(sparse.missingMs)} of the last ${sparse.windowMs / 1000} s`
    : reasonAt(state, at);
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
