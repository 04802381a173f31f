/**
 * An SpO2 that comes too seldom: each time before it counts as missing, and yet for a good part of the last minute there is none
 * (AL-205). In closed form: the stretches without a live value are folded from the values, and the instant follows from them.
 */
import type { Duration, Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { missingNotBefore } from './same-arm.ts';

export interface Spo2Gaps {
  /** Of the newest value. */
  readonly lastAt: Instant;
  /** When the value had gone stale, and when the next one was measured; those of the last window alone, oldest first. */
  readonly gaps: readonly { readonly since: Instant; readonly backAt: Instant }[];
}

/** From when there is no live value after the one of `lastAt`, should none come. What a cuff takes is not missing. */
const missingFrom = (state: VisitState, lastAt: Instant): Instant =>
  Math.max(lastAt + state.protocol.technical.staleMs, missingNotBefore(state, lastAt));

/** After a value measured at `at`. Undefined where the protocol counts none. */
export function gapsAfter(state: VisitState, at: Instant): Spo2Gaps | undefined {
  const { sparse } = state.protocol.technical.noSpo2;
  if (sparse === undefined) return undefined;
  const { lastAt, gaps = [] } = state.tracks.spo2Gaps ?? {};
  const since = lastAt === undefined ? at : missingFrom(state, lastAt);
  const kept = gaps.filter(({ backAt }) => backAt > at - sparse.windowMs);
  return { lastAt: at, gaps: since < at ? [...kept, { since, backAt: at }] : kept };
}

/**
 * When the value will have been missing for too much of the window, should none come after `lastAt`.
 * @param from nothing before this is counted.
 */
export function sparseAt(state: VisitState, lastAt: Instant, from: Instant): Instant {
  const { sparse } = state.protocol.technical.noSpo2;
  if (sparse === undefined) return Infinity;
  const { windowMs, missingMs } = sparse;
  const since = missingFrom(state, lastAt);
  const gaps = state.tracks.spo2Gaps?.gaps ?? [];
  const missedAt = (now: Instant): Duration =>
    gaps.reduce(
      (sum, gap) => sum + Math.max(0, gap.backAt - Math.max(gap.since, from, now - windowMs)),
      now - Math.max(since, now - windowMs),
    );
  // From `since` on it grows by the time that passes, and stands still while the window leaves another gap.
  const bends = gaps.flatMap((gap) => [gap.since + windowMs, gap.backAt + windowMs]).filter((each) => each > since);
  let before = since;
  for (const bend of [...bends, Infinity]) {
    if (missedAt(before) >= missingMs) return before;
    const fullAt = before + missingMs - missedAt(before);
    if (fullAt <= bend && missedAt(fullAt) >= missingMs) return fullAt;
    before = bend;
  }
  return Infinity;
}
