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
}

/** A cuff is asked for its pressure each second: one that has not told it for this long tells nothing of now. */
export const PRESSURE_HOLDS_MS: Duration = 5_000;

/** @param restMs the maker's minimum pause between two cycles */
export function createCuffGuard(restMs: Duration): CuffGuard {
  let openAt: Instant | undefined;
  let pressure: { readonly mmHg: number; readonly at: Instant } | undefined;
  /** Of the start that has not been seen to end. */
  let startedAt: Instant | undefined;
  let wasInflated = false;
  let endedAt = -Infinity;

  return {
    opened(at) {
      openAt = at;
      pressure = undefined;
    },
    hear({ cuffPressureMmHg }, at) {
      if (cuffPressureMmHg === undefined) return;
      pressure = { mmHg: cuffPressureMmHg, at };
      if (cuffPressureMmHg >= INFLATED_FROM_MMHG) wasInflated = true;
      else if (wasInflated) {
        wasInflated = false;
        startedAt = undefined;
        endedAt = at;
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
    },
    stopped(at) {
      startedAt = undefined;
      endedAt = at;
    },
  };
}

const running = refuse('conflict', 'The cuff is measuring: wait for its result, or stop it.');
