/**
 * Low SpO2 and blood pressure as a person reads them off the clinical rules: short, slow, and from the whole history each time.
 * Shares nothing with the rules' code. A change is "from then on: this level, and whether it sounds".
 */
import type { Duration, Instant } from '#core/reading.ts';

export type Level = 'none' | 'medium' | 'high';
export interface Change {
  readonly at: Instant;
  readonly level: Level;
  readonly sounds: boolean;
}

/** Of several changes at one instant the last stands, if it changes anything. */
export function standing(changes: readonly Change[]): readonly Change[] {
  const last = changes.filter(({ at }, index) => changes[index + 1]?.at !== at);
  return last.filter(({ level, sounds }, index) => {
    const before = last[index - 1] ?? { level: 'none', sounds: false };
    return level !== before.level || sounds !== before.sounds;
  });
}

/** A second of oximetry. `spo2` absent: the device says that it has none. */
export interface Seen {
  readonly at: Instant;
  readonly spo2?: number;
  readonly signal: 'good' | 'poor' | 'moved';
}

/** What is not heard of for longer counts as unknown. */
const UNKNOWN_AFTER_MS = 5_000;
/** The grid on which everything happens. */
export const GRID_MS = 250;

/**
 * For how long SpO2 has been low: the time between readings, of a silence 5 s at most, none while the device has no value. A good value
 * that is not low begins anew; a doubtful one stops the clock, and begins anew once such values have come for 30 s. So does the first
 * value after 30 s without any.
 */
function lowForMs(seen: readonly Seen[], isLow: (spo2: number) => boolean, now: Instant): Duration | undefined {
  let forMs: Duration | undefined;
  let doubtedAt: Instant | undefined;
  let valueAt = -Infinity;
  for (const [index, { at, spo2, signal }] of seen.entries()) {
    if (spo2 === undefined) continue;
    if (at - valueAt >= 30_000) forMs = undefined;
    valueAt = at;
    const until = Math.min(seen[index + 1]?.at ?? now, at + UNKNOWN_AFTER_MS);
    if (isLow(spo2)) {
      forMs = (forMs ?? 0) + until - at;
      doubtedAt = undefined;
    } else {
      doubtedAt ??= at;
      if (signal === 'good' || at - doubtedAt >= 30_000) forMs = undefined;
    }
  }
  return forMs;
}

/** Whether the newest values have been in range for 10 s, all of them good, or for 30 s. A silence of more than 5 s begins anew. */
function isClear(seen: readonly Seen[], isIn: (spo2: number) => boolean): boolean {
  let goodMs = 0;
  let anyMs = 0;
  let isGood = true;
  let valueAt: Instant | undefined;
  for (let index = seen.length - 1; index >= 0; index -= 1) {
    const each = seen[index];
    if (each?.spo2 === undefined) continue;
    if (!isIn(each.spo2) || (valueAt !== undefined && valueAt - each.at > UNKNOWN_AFTER_MS)) break;
    isGood &&= each.signal === 'good';
    const next = seen[index + 1];
    if (next?.spo2 !== undefined) {
      anyMs += next.at - each.at;
      if (isGood) goodMs += next.at - each.at;
    }
    valueAt = each.at;
    if (isGood && goodMs >= 10_000) return true;
  }
  return valueAt !== undefined && anyMs >= 30_000;
}

/** Medium below 90 for 15 s (20 s while the finger moves); high at 85 or less at once, after 10 s in poor signal, 20 s in motion. */
export function spo2ByHand(
  received: readonly { readonly receivedAt: Instant; readonly seen: Seen }[],
  from: Instant,
  until: Instant,
): readonly Change[] {
  const changes: Change[] = [];
  const known: Seen[] = [];
  let next = 0;
  const present = { level: 'none' as Level };
  const become = (level: Level, at: Instant): void => {
    if (level !== present.level) changes.push({ at, level, sounds: level !== 'none' });
    present.level = level;
  };
  const rise = (now: Instant): void => {
    const newest = known.findLast(({ spo2 }) => spo2 !== undefined);
    if (newest?.spo2 === undefined) return;
    const { spo2, signal } = newest;
    const lasts = (limit: (spo2: number) => boolean, delayMs: Duration): boolean =>
      limit(spo2) && (lowForMs(known, limit, now) ?? -1) >= delayMs;
    if (lasts((each) => each <= 85, { good: 0, poor: 10_000, moved: 20_000 }[signal])) become('high', now);
    else if (present.level === 'none' && lasts((each) => each < 90, signal === 'moved' ? 20_000 : 15_000))
      become('medium', now);
  };
  for (let now = from; now <= until; now += GRID_MS) {
    rise(now);
    for (; received[next] && received[next]!.receivedAt <= now; next += 1) {
      const { seen } = received[next]!;
      // Too old, or older than what is known: it only charts.
      if (now - seen.at > UNKNOWN_AFTER_MS || seen.at <= (known.at(-1)?.at ?? -Infinity)) continue;
      known.push(seen);
      rise(now);
      if (seen.spo2 === undefined) continue;
      if (present.level === 'high' && isClear(known, (spo2) => spo2 >= 88)) become('medium', now);
      if (present.level === 'medium' && isClear(known, (spo2) => spo2 >= 92)) become('none', now);
    }
  }
  return standing(changes);
}

/** A cycle of the cuff; `failed`: without a result. */
export interface Cycle {
  readonly at: Instant;
  readonly systolic: number;
  readonly diastolic: number;
  readonly failed: boolean;
}
export interface BpLimits {
  readonly medium: (cycle: Cycle) => boolean;
  readonly high: (cycle: Cycle) => boolean;
  readonly mediumEnds: (cycle: Cycle) => boolean;
  readonly highEnds: (cycle: Cycle) => boolean;
}
export const HIGH_BP: BpLimits = {
  medium: ({ systolic, diastolic }) => systolic >= 160 || diastolic >= 100,
  high: ({ systolic, diastolic }) => systolic >= 180 || diastolic >= 110,
  mediumEnds: ({ systolic, diastolic }) => systolic < 155 && diastolic < 95,
  highEnds: ({ systolic, diastolic }) => systolic < 175 && diastolic < 105,
};
export const lowBp = (baselineSystolic: number): BpLimits => ({
  medium: ({ systolic }) => systolic < 90 && systolic <= 0.8 * baselineSystolic,
  high: ({ systolic }) => systolic < 80,
  mediumEnds: ({ systolic }) => systolic >= 95,
  highEnds: ({ systolic }) => systolic >= 85,
});

/**
 * High at once and heard; medium shown at once and heard when its repeat agrees, its cycle fails, or 3 min pass. A repeat that neither
 * agrees nor ends it leaves it to the next BP, due by the interval of 10 min, and 3 min for that one.
 */
export function bpByHand(cycles: readonly Cycle[], limits: BpLimits, until: Instant): readonly Change[] {
  const WAIT_MS = 180_000;
  const INTERVAL_MS = 600_000;
  const changes: Change[] = [];
  const present = { level: 'none' as Level, sounds: false };
  let soundsBy = Infinity;
  const become = (at: Instant, level: Level, sounds: boolean): void => {
    if (level !== present.level || sounds !== present.sounds) changes.push({ at, level, sounds });
    Object.assign(present, { level, sounds });
    if (level !== 'medium' || sounds) soundsBy = Infinity;
  };
  for (const cycle of [...cycles, { at: until, failed: undefined }]) {
    if (cycle.at >= soundsBy) become(soundsBy, present.level, true);
    if (cycle.failed === undefined) break;
    if (cycle.failed) {
      if (present.level === 'medium') become(cycle.at, 'medium', true);
    } else if (limits.high(cycle)) become(cycle.at, 'high', true);
    else if (present.level === 'high') {
      if (limits.mediumEnds(cycle)) become(cycle.at, 'none', false);
      else if (limits.highEnds(cycle)) become(cycle.at, 'medium', true);
    } else if (present.level === 'medium') {
      if (limits.mediumEnds(cycle)) become(cycle.at, 'none', false);
      else if (limits.medium(cycle)) become(cycle.at, 'medium', true);
      else if (!present.sounds) soundsBy = Math.max(soundsBy, cycle.at + INTERVAL_MS + WAIT_MS);
    } else if (limits.medium(cycle)) {
      become(cycle.at, 'medium', false);
      soundsBy = cycle.at + WAIT_MS;
    }
  }
  return standing(changes);
}
