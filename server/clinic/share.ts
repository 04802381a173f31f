/**
 * A round's work in equal shares, one after the other over its time: what is done for each of thousands of visits or screens in one go holds up
 * every reading that comes meanwhile. Each belongs to one share for good, so its turn comes once a round.
 */
import type { Duration } from '#core/reading.ts';

export interface Share {
  readonly nth: number;
  readonly of: number;
}

/** All of it, in one go. */
export const WHOLE: Share = { nth: 0, of: 1 };

/** @param number of its own, counted up */
export const isOf = ({ nth, of }: Share, number: number): boolean => number % of === nth;

/**
 * Runs the shares of each round as they fall due, those that are overdue at once, and never one twice in a round. The first time, all of it.
 * @returns how to stop
 */
export function inShares(roundMs: Duration, of: number, run: (share: Share) => void): () => void {
  const everyMs = roundMs / of;
  const from = performance.now() + everyMs;
  let next: number | undefined;
  let isStopped = false;
  const timer = setInterval(() => {
    if (next === undefined) {
      next = 0;
      return run(WHOLE);
    }
    const due = Math.floor((performance.now() - from) / everyMs);
    next = Math.max(next, due - of + 1);
    for (; next <= due && !isStopped; next += 1) run({ nth: next % of, of });
  }, everyMs);
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
