/**
 * Whether a cuff may be inflated now, as the side that holds its line knows best: never while there is pressure in it or a start has
 * not ended, never within the maker's pause, and what is not known counts as no. Pure; the caller owns the clock and the line.
 */
import { CYCLE_LASTS_MS } from '#core/cuff.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { DecodedReading } from './decoder.ts';
import { INFLATED_FROM_MMHG } from './reduce-cuff.ts';

export interface CuffGuard {
  /** The line was opened: what the cuff did before is not known. */
  opened(at: Instant): void;
  hear(decoded: DecodedReading, at: Instant): void;
  mayStart(at: Instant): Result<null>;
  /** The command to inflate was sent. */
  started(at: Instant): void;
  /** The command to let the air out was sent. */
  stopped(at: Instant): void;
  /** Whether, since the last call, a start was found not to have been carried out. */
  takeNotStarted(): boolean;
}

/** A cuff is asked for its pressure each second: one that has not told it for this long tells nothing of now. */
export const PRESSURE_HOLDS_MS: Duration = 5_000;

/** A cuff that has been heard empty for this long since its start was never inflated by it; sooner, if the start was answered by no. */
export const NOT_STARTED_AFTER_MS: Duration = 15_000;
/** The no may have been for a question: the pressure has the last word. */
export const REFUSED_AFTER_MS: Duration = 3_000;

/** @param restMs the maker's minimum pause between two cycles */
export function createCuffGuard(restMs: Duration): CuffGuard {
  let openAt: Instant | undefined;
  let pressure: { readonly mmHg: number; readonly at: Instant } | undefined;
  /** Of the start that has not been seen to end. */
  let startedAt: Instant | undefined;
  /** Heard without a break, and empty, since then: nothing was missed. */
  let isWatched = false;
  let isRefused = false;
  let notStarted = false;
  let wasInflated = false;
  let endedAt = -Infinity;

  return {
    opened(at) {
      openAt = at;
      pressure = undefined;
      isWatched = false;
    },
    hear({ cuffPressureMmHg, refusedCommand }, at) {
      if (refusedCommand !== undefined && startedAt !== undefined && at - startedAt <= REFUSED_AFTER_MS)
        isRefused = true;
      if (cuffPressureMmHg === undefined) return;
      if (pressure === undefined || at - pressure.at > PRESSURE_HOLDS_MS) isWatched = false;
      pressure = { mmHg: cuffPressureMmHg, at };
      if (cuffPressureMmHg >= INFLATED_FROM_MMHG) wasInflated = true;
      else if (wasInflated) {
        wasInflated = false;
        startedAt = undefined;
        endedAt = at;
      } else if (
        startedAt !== undefined &&
        isWatched &&
        at - startedAt >= (isRefused ? REFUSED_AFTER_MS : NOT_STARTED_AFTER_MS)
      ) {
        startedAt = undefined;
        notStarted = true;
      }
    },
    mayStart(at) {
      if (openAt === undefined) return refuse('unavailable', 'The line to the cuff is down: use its own button.');
      if (pressure === undefined || at - pressure.at > PRESSURE_HOLDS_MS)
        return refuse('unavailable', 'The cuff does not tell its pressure: use its own button.');
      if (pressure.mmHg >= INFLATED_FROM_MMHG) return running;
      if (startedAt !== undefined && at - startedAt < CYCLE_LASTS_MS) return running;
      const restMore = Math.max(endedAt, openAt) + restMs - at;
      if (restMore <= 0) return accept(null);
      const seconds = Math.ceil(restMore / 1000);
      return refuse('conflict', `The cuff rests between two measurements: it can be started in ${seconds} s.`);
    },
    started(at) {
      startedAt = at;
      isWatched = true;
      [isRefused, notStarted] = [false, false];
    },
    stopped(at) {
      startedAt = undefined;
      endedAt = at;
    },
    takeNotStarted() {
      const found = notStarted;
      notStarted = false;
      return found;
    },
  };
}

const running = refuse('conflict', 'The cuff is measuring: wait for its result, or stop it.');
