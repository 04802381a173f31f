/**
 * Each run of an adapter stamps by a clock of its own, which starts at the wall clock. What an earlier run stamped is said again by
 * this run's clock before it is sent, because the server corrects all of a connection by one offset (docs/adr/0010-spool.md).
 */
import { readFileSync } from 'node:fs';
import type { Duration, Instant } from '#core/reading.ts';

export interface RunClock {
  /** The run's clock at its start. */
  readonly startedAt: Instant;
  /** The machine's time since its boot, suspended or not, at the same moment. */
  readonly uptimeMs: number;
  /** Which boot of the machine; empty where it has no name. */
  readonly boot: string;
  /** Clock milliseconds per real one. */
  readonly speed: number;
  /** Clinic time minus this clock, as the server told last. */
  readonly clinicOffsetMs?: Duration;
}

export interface Machine {
  readonly uptimeMs: number;
  readonly boot: string;
}

/** Linux names its boots and counts suspended time; elsewhere the wall clock must do. */
export function thisMachine(): Machine {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const [seconds] = readFileSync('/proc/uptime', 'utf8').split(' ').map(Number);
    if (seconds !== undefined && Number.isFinite(seconds)) return { boot, uptimeMs: seconds * 1_000 };
  } catch {
    // No Linux.
  }
  return { boot: '', uptimeMs: 0 };
}

/** For the adapter's clock: ms since the boot, asleep or not; undefined where the system does not count so. */
export const sinceBoot = (): (() => number) | undefined =>
  thisMachine().boot === '' ? undefined : () => thisMachine().uptimeMs;

/**
 * How certain it is when something of that run was measured: by the machine's own count within one boot, else by what the server
 * said of both clocks, else by the wall clock, which may have been set between the two.
 */
export type Certainty = 'same-boot' | 'server' | 'wall';

export const certaintyOf = (run: RunClock, here: RunClock): Certainty => {
  if (run.boot !== '' && run.boot === here.boot) return 'same-boot';
  return run.clinicOffsetMs === undefined || here.clinicOffsetMs === undefined ? 'wall' : 'server';
};

/**
 * From a stamp of an earlier run to one of this run's clock.
 * @param lastAt its newest stamp: the whole run lies before this one's start, so it is moved back as a whole if it must be.
 */
export function stampOf(run: RunClock, here: RunClock, lastAt: Instant): (stamp: Instant) => Instant {
  const translate = (stamp: Instant): number => {
    switch (certaintyOf(run, here)) {
      case 'same-boot': {
        const uptimeMs = run.uptimeMs + (stamp - run.startedAt) / run.speed;
        return here.startedAt + (uptimeMs - here.uptimeMs) * here.speed;
      }
      case 'server':
        return stamp + (run.clinicOffsetMs ?? 0) - (here.clinicOffsetMs ?? 0);
      case 'wall':
        return stamp;
    }
  };
  const ahead = Math.max(0, translate(lastAt) - here.startedAt);
  return (stamp) => Math.max(0, Math.round(translate(stamp) - ahead));
}
