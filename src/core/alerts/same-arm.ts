/** A cuff on the oximeter's arm takes its pulse away while it is inflated: that says nothing of the patient (AL-84, AL-85). */
import type { Duration, Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

export interface Inflation {
  /** Measurement time of the first cuff pressure of the run, and of the newest. */
  readonly since: Instant;
  readonly lastAt: Instant;
}

/** A cycle tells its pressure at least once in `staleMs`; the next one begins a run of its own. */
export function inflated(before: Inflation | undefined, at: Instant, staleMs: Duration): Inflation {
  const unbroken = before !== undefined && at - before.lastAt <= staleMs;
  return { since: unbroken ? before.since : at, lastAt: at };
}

/** The newest inflation on the oximeter's own arm; undefined when the arms differ or one is not known. */
function onSameArm({ setUp, tracks, protocol }: VisitState): (Inflation & { readonly until: Instant }) | undefined {
  const { inflation } = tracks;
  const { sameArm, staleMs } = protocol.technical;
  const isSame = setUp.cuffArm !== undefined && setUp.cuffArm === setUp.oximeterHand;
  if (!isSame || inflation === undefined || sameArm === undefined) return undefined;
  // The blood is back a moment after the last pressure; and however long the cuff squeezes, not for ever.
  return { ...inflation, until: Math.min(inflation.lastAt + staleMs, inflation.since + sameArm.absentMs) };
}

/** Until when (exclusive) what the oximeter measures at `at` is not judged; undefined: it is judged. */
export function takenUntil(state: VisitState, at: Instant): Instant | undefined {
  const inflation = onSameArm(state);
  return inflation && at >= inflation.since && at < inflation.until ? inflation.until : undefined;
}

export const isTakenAt = (state: VisitState, at: Instant): boolean => takenUntil(state, at) !== undefined;

/** Since when the value measured at `valueAt` has been missing: what the cuff took since is no absence. */
export function absentFrom(state: VisitState, valueAt: Instant): Instant {
  return Math.max(valueAt, onSameArm(state)?.until ?? -Infinity);
}

/** Before then a signal that went away after `lastAt` while the cuff was inflated is not missing; -Infinity: it is not the cuff's doing. */
export function missingNotBefore(state: VisitState, lastAt: Instant): Instant {
  const inflation = onSameArm(state);
  const { sameArm, staleMs } = state.protocol.technical;
  if (inflation === undefined || sameArm === undefined) return -Infinity;
  const wentWithIt = lastAt >= inflation.since - staleMs && lastAt <= inflation.lastAt + staleMs;
  return wentWithIt ? inflation.since + sameArm.absentMs : -Infinity;
}
