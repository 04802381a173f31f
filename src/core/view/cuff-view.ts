/** What the chair page may do with a cuff that Vigil may start (UI-126). */
import { cuffPlan } from '../cuff-plan.ts';
import { CYCLE_LASTS_MS, isCycleRunning, cuffResultAt, pressureSeenAt, restsUntil, unansweredAsk } from '../cuff.ts';
import type { ChairCuff, CuffAsks } from '../cuff.ts';
import type { Instant } from '../reading.ts';
import type { CuffControlView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';

/** @returns undefined when the chair's cuff measures by its own button alone. */
export function cuffControlView(state: VisitState, now: Instant, cuff?: ChairCuff): CuffControlView | undefined {
  const { phase } = state;
  if (!cuff?.control || !cuff.allowed || phase.name === 'ended') return undefined;
  if (phase.name === 'discharge' && phase.waitingSince !== undefined) return undefined;
  const isRunning = isCycleRunning(state, now);
  const restUntil = Math.max(restsUntil(state, cuff.control.restMs), cuff.busyUntil ?? -Infinity);
  const isResting = !isRunning && restUntil > now;
  const { ask, refused } = state.cuff ?? {};
  const plan = cuffPlan(state, cuff.control.restMs);
  const isOwn = ask !== undefined && cuffResultAt(state) <= ask.at && now < ask.at + CYCLE_LASTS_MS;
  const isNews = refused && refused.at >= (ask?.at ?? -Infinity) && refused.at > cuffResultAt(state);
  const told = isNews ? refused : notStarted(state);
  const changesAt = isResting ? restUntil : isRunning ? silentAt(state, now) : undefined;
  return {
    canMeasure: cuff.connected && !isRunning && !isResting,
    canStop: cuff.connected && isRunning,
    ...(!cuff.connected && { reason: 'The line to the cuff is down: use its own button.' }),
    ...(cuff.connected && isResting && { reason: 'The cuff rests between two measurements.' }),
    ...(isRunning && isOwn && { cause: ask.cause }),
    ...(told && { refused: told }),
    ...(!isRunning && plan?.held && { held: { why: plan.held, until: plan.startAt } }),
    ...(changesAt !== undefined && { changesAt }),
  };
}

/** A start whose cycle failed as the cuff's own fault before any pressure was seen: it never inflated. */
function notStarted({ cuff, lastBpFailure, cuffPressure, bps }: VisitState): CuffAsks['refused'] {
  const askedAt = cuff?.ask?.at;
  if (askedAt === undefined || lastBpFailure?.failure !== 'device-fault') return undefined;
  const { measuredAt } = lastBpFailure;
  const hasInflated = (cuffPressure?.measuredAt ?? -Infinity) > askedAt;
  const isOld = measuredAt <= askedAt || (bps.at(-1)?.measuredAt ?? -Infinity) > measuredAt;
  return hasInflated || isOld ? undefined : { at: measuredAt, reason: 'The cuff did not start.' };
}

/** When a running cycle counts as over although nothing was heard of its end. */
function silentAt(state: VisitState, now: Instant): Instant {
  const seenAt = pressureSeenAt(state);
  const ask = unansweredAsk(state);
  const ends = [
    ...(seenAt === undefined ? [] : [seenAt + state.protocol.technical.staleMs + 1]),
    ...(ask ? [ask.at + CYCLE_LASTS_MS] : []),
  ].filter((at) => at > now);
  return Math.min(...ends, now + 1_000);
}
