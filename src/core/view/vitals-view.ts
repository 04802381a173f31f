/** The numerals: a value is live, or old and drawn so, or absent with its reason; never an old number as if it were now (UI-1). */
import type { Instant, OximetryReading } from '../reading.ts';
import { offMonitorAt } from '../off-monitor.ts';
import type { NibpView, VitalView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';
import { absenceIn } from '../alerts/reason.ts';
import { isTakenAt, takenUntil } from '../alerts/same-arm.ts';
import { shownSum } from '../alerts/sat-seconds.ts';
import { nextBp } from '../bp-schedule.ts';
import type { ChairCuff } from '../cuff.ts';
import { cuffControlView } from './cuff-view.ts';
import { satSecondsOf } from './limits-view.ts';
import { FAILURE_WORDS } from './words.ts';

/** Why an oximetry reading carries no value, as written under a number. */
function absenceReason(reading: OximetryReading): string {
  const reason = absenceIn(reading);
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}

/** SpO2 or pulse, at `now`. */
export function periodicView(state: VisitState, which: 'spo2' | 'pulse', now: Instant): VitalView {
  const baseline = which === 'spo2' ? state.baseline?.spo2Pct : state.baseline?.pulseBpm;
  const withBaseline = baseline === undefined ? {} : { baseline };
  if (state.phase.name === 'discharge' || state.phase.name === 'ended')
    return { status: 'none', reason: 'monitoring ended', ...withBaseline };

  const off = offMonitorAt(state, now);
  const vital = vitalOf(state, which, now, withBaseline);
  return off && vital.status !== 'live' ? { ...vital, reason: 'off monitor', until: off.until } : vital;
}

function vitalOf(
  state: VisitState,
  which: 'spo2' | 'pulse',
  now: Instant,
  withBaseline: { readonly baseline?: number },
): VitalView {
  const last = which === 'spo2' ? state.lastSpo2 : state.lastPulse;
  const { baseline } = withBaseline;
  const newest = state.oximetry;
  const isLost = state.links?.oximeter?.connected === false;
  if (!last) {
    const reason = newest ? absenceReason(newest) : isLost ? 'adapter lost' : 'not measured yet';
    return { status: 'none', reason, ...withBaseline };
  }
  // Of the device before (PH-92): an old value at once, whatever its age.
  if (!newest) return { status: 'stale', ...last, reason: isLost ? 'adapter lost' : 'device changed', ...withBaseline };
  const { staleMs } = state.protocol.technical;
  const deviceSaysNone = newest.measuredAt > last.at;
  if (now - last.at <= staleMs && !deviceSaysNone) {
    const delta = baseline === undefined ? {} : { delta: last.value - baseline };
    const { quality, causes } = newest;
    const until = takenUntil(state, now);
    const notJudged = until === undefined ? {} : { notJudged: { reason: 'not judged: cuff', until } };
    const staleAt = last.at + staleMs;
    const sum = which === 'spo2' ? sumView(state) : {};
    return { status: 'live', ...last, quality, causes, staleAt, ...delta, ...withBaseline, ...notJudged, ...sum };
  }
  const why = isTakenAt(state, now) ? 'not judged: cuff' : undefined;
  // The device itself said that there is no value: after a moment the old number goes altogether.
  if (deviceSaysNone && now - last.at > staleMs)
    return { status: 'none', reason: why ?? absenceReason(newest), ...withBaseline };
  const reason = deviceSaysNone ? absenceReason(newest) : isLost ? 'adapter lost' : 'no signal';
  return { status: 'stale', ...last, reason: why ?? reason, ...withBaseline };
}

/** SatSeconds up to the newest reading; nothing while the sum is empty or another mode judges. */
function sumView(state: VisitState): { readonly satSeconds?: { readonly sum: number; readonly limit: number } } {
  const { level, sum } = satSecondsOf(state) ?? {};
  if (level?.satSeconds === undefined || sum === undefined || sum.sum === 0) return {};
  return { satSeconds: { sum: shownSum(sum), limit: level.satSeconds.limit } };
}

/** How long after the last cuff pressure a cycle still counts as running, ms: pressures come once a second. */
const CYCLE_SILENCE_MS = 5_000;

/** @param cuffOfChair the one on the chair, if there is one */
export function nibpView(state: VisitState, now: Instant, cuffOfChair?: ChairCuff): NibpView {
  const control = cuffControlView(state, now, cuffOfChair);
  const last = state.bps.at(-1);
  const { baseline, cuffPressure: cuff, lastBpFailure: failure } = state;
  const next = nextBp(state);
  const off = offMonitorAt(state, now);
  const cycleOver = Math.max(last?.measuredAt ?? 0, failure?.measuredAt ?? 0);
  const measuring = cuff && cuff.measuredAt > cycleOver && now - cuff.measuredAt <= CYCLE_SILENCE_MS;
  return {
    ...(last && {
      last: {
        systolicMmHg: last.systolicMmHg,
        diastolicMmHg: last.diastolicMmHg,
        ...(last.meanMmHg !== undefined && { meanMmHg: last.meanMmHg }),
        at: last.measuredAt,
        byHand: last.byHand === true,
        ...(baseline && {
          delta: {
            systolic: last.systolicMmHg - baseline.systolicMmHg,
            diastolic: last.diastolicMmHg - baseline.diastolicMmHg,
          },
        }),
      },
    }),
    ...(baseline && { baseline: { systolicMmHg: baseline.systolicMmHg, diastolicMmHg: baseline.diastolicMmHg } }),
    ...(next && { nextDueAt: Math.max(next.dueAt, off?.until ?? -Infinity), dueReason: next.reason }),
    everyMs: state.setUp.bpEveryMs ?? state.protocol.infusion.bpEveryMs,
    ...(measuring && { measuring: { cuffPressureMmHg: cuff.cuffPressureMmHg, at: cuff.measuredAt } }),
    ...(failure &&
      failure.measuredAt > (last?.measuredAt ?? 0) && {
        failure: { failure: failure.failure, text: FAILURE_WORDS[failure.failure], at: failure.measuredAt },
      }),
    ...(control && { control }),
  };
}
