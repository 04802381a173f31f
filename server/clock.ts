/** The one clinic clock (docs/adr/0003-one-clinic-clock.md; docs/SPEC.md, JR). Everything that needs `now` on the server takes a Clock. */
import type { Duration, Instant } from '#core/reading.ts';

export interface Clock {
  /** Clinic time, whole epoch ms. Never goes back. */
  now(): Instant;
  /** Clinic milliseconds per real millisecond: 1 but in a sped-up demo. */
  readonly rate: number;
}

/** Where clinic time stood at a wall-clock instant, kept in a demo's database so that its downtime runs at its speed. */
export interface ClockAnchor {
  readonly wallAt: Instant;
  readonly clinicAt: Instant;
  readonly rate: number;
}

export interface ClinicClockOptions {
  /** The newest `at` in the journal; 0 when it is empty. */
  readonly lastJournaledAt: Instant;
  readonly rate?: number;
  /** Of the run before, in a demo. Absent: clinic time starts at the wall clock. */
  readonly anchor?: ClockAnchor;
  /** Epoch ms. */
  readonly wall?: () => Instant;
  /** Any origin, ms, never stepped. */
  readonly monotonic?: () => number;
}

export interface ClinicClock extends Clock {
  /** Real clinic and wall time at the start, to be kept for the next run of a demo. */
  readonly anchor: ClockAnchor;
  /**
   * Call it every second or so. A wall clock that left the monotonic one by more than 2 s (set by hand or by NTP, or the machine
   * slept) is told once, with the size and sign of the step; clinic time itself goes on as if nothing had happened.
   */
  checkWall(): { readonly steppedByMs: Duration } | undefined;
}

const STEP_MS: Duration = 2_000;

export function createClinicClock(options: ClinicClockOptions): ClinicClock {
  const { lastJournaledAt, rate = 1, anchor: before } = options;
  const wall = options.wall ?? Date.now;
  const monotonic = options.monotonic ?? (() => performance.now());
  const wallAt = wall();
  const monotonicAt = monotonic();
  const expected = before === undefined ? wallAt : before.clinicAt + (wallAt - before.wallAt) * before.rate;
  const clinicAt = Math.trunc(Math.max(expected, lastJournaledAt));
  let latest = clinicAt;
  let known = 0;

  return {
    rate,
    anchor: { wallAt, clinicAt, rate },
    now() {
      latest = Math.max(latest, clinicAt + Math.trunc((monotonic() - monotonicAt) * rate));
      return latest;
    },
    checkWall() {
      const off = Math.round(wall() - wallAt - (monotonic() - monotonicAt));
      const steppedByMs = off - known;
      if (Math.abs(steppedByMs) <= STEP_MS) return undefined;
      known = off;
      return { steppedByMs };
    },
  };
}

/** A clock that moves only when told: tests, and the seeding of a demo's past. */
export class ManualClock implements Clock {
  readonly rate = 1;
  #now: Instant;

  constructor(now: Instant) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  /** @param ms 0 or more. */
  advance(ms: Duration): void {
    if (!(ms >= 0)) throw new RangeError(`A clock never goes back: advance(${ms}).`);
    this.#now += ms;
  }
}
