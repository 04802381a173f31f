/**
 * The dead-man's switch: what a look at the server means. Pure; the process around it looks, sounds and calls.
 * A server that was last seen watching somebody and no longer answers is an alarm; so is one whose clock of evaluation stands still, that
 * cannot judge a visit, or of which a part fails.
 */
import type { Duration, Instant } from '#core/reading.ts';

export type Look =
  | {
      readonly answered: true;
      readonly armed: boolean;
      readonly tickAgeMs: Duration;
      /** Visits of which the server says that its rules fail on them. */
      readonly notJudged: number;
      /** Parts of the server that fail, by name. */
      readonly failing: readonly string[];
    }
  /** Why there was no answer, in words. */
  | { readonly answered: false; readonly why: string };

export interface DeadMan {
  /** The server watched somebody when it was last seen; kept over a restart of the watch. */
  readonly armed: boolean;
  /** Since when every look was bad. */
  readonly badSince?: Instant;
  /** When the alarm was last given, and when first. */
  readonly alarm?: { readonly since: Instant; readonly lastAt: Instant };
}

export type Act =
  | { readonly kind: 'none' }
  | { readonly kind: 'alarm'; readonly reason: string; readonly since: Instant; readonly repeat: boolean }
  | { readonly kind: 'all-clear'; readonly since: Instant };

/** The default: longer than a restart of a healthy server takes, shorter than the time a fall of SpO2 takes to harm [S]. */
export const SILENT_MS: Duration = 10_000;
/** Evaluations come four a second. */
export const STALLED_MS: Duration = 5_000;
/** The call goes out again while nothing has changed. */
export const REPEAT_MS: Duration = 60_000;

export function look(
  before: DeadMan,
  seen: Look,
  now: Instant,
  silentMs: Duration = SILENT_MS,
): { readonly next: DeadMan; readonly act: Act } {
  const armed = seen.answered ? seen.armed : before.armed;
  const trouble = troubleOf(seen);
  // What is not judged asks for people by itself, in the set-up too.
  const isWatched = armed || (seen.answered && seen.notJudged > 0);
  if (trouble === undefined || !isWatched) {
    const { alarm } = before;
    return { next: { armed }, act: alarm ? { kind: 'all-clear', since: alarm.since } : { kind: 'none' } };
  }
  const badSince = before.badSince ?? now;
  // A stall is measured already; a missing answer may be one lost packet.
  const isCertain = seen.answered || now - badSince >= silentMs;
  const { alarm } = before;
  if (!isCertain || (alarm && now - alarm.lastAt < REPEAT_MS))
    return { next: { armed, badSince, ...(alarm && { alarm }) }, act: { kind: 'none' } };
  const since = alarm?.since ?? badSince;
  return {
    next: { armed, badSince, alarm: { since, lastAt: now } },
    act: {
      kind: 'alarm',
      reason: `${trouble}, and somebody was being watched: look after every patient`,
      since,
      repeat: alarm !== undefined,
    },
  };
}

function troubleOf(seen: Look): string | undefined {
  if (!seen.answered) return `The server does not answer (${seen.why})`;
  const { tickAgeMs, notJudged, failing } = seen;
  if (tickAgeMs > STALLED_MS)
    return `The server answers but has evaluated nothing for ${Math.round(tickAgeMs / 1_000)} s`;
  if (notJudged > 0) return `The server cannot judge ${notJudged} ${notJudged === 1 ? 'visit' : 'visits'}`;
  if (failing.length > 0) return `The server answers but a part of it fails (${failing.join(', ')})`;
  return undefined;
}
