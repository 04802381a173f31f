/**
 * When Vigil starts a cuff by itself: in infusion and recovery, when the next BP is due (AL-16), and after a failure again, but never
 * during a cycle, within the maker's pause, or between a person's stop and the next BP. Closed form: it says when, whoever asks how often.
 */
import { bpPlan, nextBp } from './bp-schedule.ts';
import { CYCLE_LASTS_MS, pressureSeenAt, restsUntil, unansweredAsk } from './cuff.ts';
import type { CuffCause } from './cuff.ts';
import { offMonitorEndsAt } from './off-monitor.ts';
import type { Duration, Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface CuffPlan {
  readonly startAt: Instant;
  readonly cause: Exclude<CuffCause, 'person'>;
  /** It would be due before, but waits for the next interval. */
  readonly held?: 'stopped' | 'gave-up';
}

/** @param restMs the maker's minimum pause. @returns undefined while nothing is due in this phase. */
export function cuffPlan(state: VisitState, restMs: Duration): CuffPlan | undefined {
  const plan = bpPlan(state);
  const next = nextBp(state);
  if (plan === undefined || next === undefined) return undefined;
  const free = freeAt(state, restMs);
  const hold = holdOf(state);
  if (hold !== undefined) {
    const slots = Math.max(1, Math.floor((hold.at - plan.lastAt) / plan.intervalMs) + 1);
    const startAt = Math.max(plan.lastAt + slots * plan.intervalMs, free);
    return { startAt, cause: 'interval', held: hold.why };
  }
  const triedAt = Math.max(state.cuff?.ask?.at ?? -Infinity, state.lastBpFailure?.measuredAt ?? -Infinity);
  const startAt = Math.max(next.dueAt, free);
  return { startAt, cause: triedAt > plan.lastAt && triedAt >= next.dueAt - CYCLE_LASTS_MS ? 'retry' : next.reason };
}

/** The first instant at which no cycle can be running and the pause is over. Unknown counts as running. */
function freeAt(state: VisitState, restMs: Duration): Instant {
  const ask = unansweredAsk(state);
  const seenAt = pressureSeenAt(state);
  return Math.max(
    offMonitorEndsAt(state),
    restsUntil(state, restMs),
    (state.cuff?.refused?.at ?? -Infinity) + restMs,
    (ask?.at ?? -Infinity) + CYCLE_LASTS_MS,
    (seenAt ?? -Infinity) + CYCLE_LASTS_MS,
  );
}

/** Why and since when it does not try on: until a newer BP, or until it has been asked again, by a tap or at the next interval. */
function holdOf(state: VisitState): { readonly at: Instant; readonly why: 'stopped' | 'gave-up' } | undefined {
  const { cuff, lastBpFailure, bps, protocol } = state;
  const askedAt = cuff?.ask?.at ?? -Infinity;
  // The cuff's own stop button says the same as the one on the page.
  const byButton = lastBpFailure?.failure === 'stopped' ? lastBpFailure.measuredAt : -Infinity;
  const stoppedAt = Math.max(cuff?.stopAskedAt ?? -Infinity, byButton);
  const bpAt = bps.at(-1)?.measuredAt ?? -Infinity;
  // A BP newer than the stop may be a raised one: its repeats must not wait.
  if (stoppedAt >= askedAt && stoppedAt > -Infinity)
    return bpAt > stoppedAt ? undefined : { at: stoppedAt, why: 'stopped' };
  if (cuff?.ask === undefined || bpAt > askedAt) return undefined;
  const gaveUp = cuff.ask.tries > (protocol.technical.bpRepeat.automaticRetries ?? 0);
  return gaveUp ? { at: askedAt, why: 'gave-up' } : undefined;
}
