/**
 * Clocks: for how long a condition has held, in measured time. Closed form: a clock changes only when a reading is folded,
 * and its due instant follows from it alone, so the rate of the ticks cannot matter (AL-3, AL-4).
 */
import type { Duration, Instant } from '../reading.ts';

export interface Clock {
  /** Measurement time of the first reading of the run. */
  readonly since: Instant;
  /** Time held up to `lastAt`, without the gaps. */
  readonly heldMs: Duration;
  readonly lastAt: Instant;
  /** False once the device said it has no value: time stands still until the next one. */
  readonly running: boolean;
}

/** The condition holds in the reading measured at `at`. A gap adds at most `staleMs`. */
export function hold(clock: Clock | undefined, at: Instant, staleMs: Duration): Clock {
  if (clock === undefined) return { since: at, heldMs: 0, lastAt: at, running: true };
  return { since: clock.since, heldMs: heldUntil(clock, at, staleMs), lastAt: at, running: true };
}

/** The device says at `at` that it has no value: what was held is kept, and no more is added. */
export function freeze(clock: Clock, at: Instant, staleMs: Duration): Clock {
  return { since: clock.since, heldMs: heldUntil(clock, at, staleMs), lastAt: at, running: false };
}

const heldUntil = (clock: Clock, at: Instant, staleMs: Duration): Duration =>
  clock.running ? clock.heldMs + Math.min(at - clock.lastAt, staleMs) : clock.heldMs;

/** When the condition will have held for `needMs`, its last value taken to go on for `staleMs`; Infinity = not by itself. */
export function dueAt(clock: Clock | undefined, needMs: Duration, staleMs: Duration): Instant {
  if (clock === undefined) return Infinity;
  const remaining = needMs - clock.heldMs;
  if (remaining <= 0) return clock.lastAt;
  return clock.running && remaining <= staleMs ? clock.lastAt + remaining : Infinity;
}
