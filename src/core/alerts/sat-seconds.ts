/**
 * SatSeconds: how far SpO2 is below its limit times how long, as one sum that values above the limit take away again (AL-160). Closed
 * form: the sum changes only when a reading is folded, and when it is full follows from it alone, so the rate of the ticks cannot matter.
 *
 * A value stands until the next one, for 5 s at most: plain integration. The usual example, a limit of 50 below 90 with 88 for 2 s, 86 for
 * 3 s and then 84, is full 10.67 s after its beginning (4 + 12 + 5.67 × 6 = 50); oximeter makers print about 10.9 s for it, a device
 * that looks again only every so often. Both lie within a reading's second of each other, and nothing here depends on which is right.
 */
import type { Condition, Parameter, RuleLevel, SatSeconds } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';
import type { Duration, Instant } from '../reading.ts';
import type { Excess } from './alert.ts';
import { resolve } from './condition.ts';
import { worstOf } from './worst-of.ts';

/** %·s are kept as %·ms, so that whole readings make whole sums. */
const MS = 1_000;

export interface SatSum {
  /** %·ms below the limit, from 0 to the level's own: what is beyond it changes nothing, and would calm too late. */
  readonly sum: number;
  readonly lastAt: Instant;
  /** How far the newest value is below the limit, %. Negative: above it. 0: the sum stands still. */
  readonly below: number;
  /** Since the sum was last empty; absent while it is. */
  readonly run?: { readonly since: Instant; readonly excess: Excess };
  /** The newest falls below the limit, at most as many as the level asks for. */
  readonly crossedAt: readonly Instant[];
  /** The present time below the limit has been counted among them. */
  readonly isCounted: boolean;
}

interface Judged {
  readonly measuredAt: Instant;
  readonly staleMs: Duration;
}

/** The sum at `at`. What was low adds 5 s over a gap; what was above it takes nothing away over one (AL-162). */
function sumAt({ limit }: SatSeconds, before: SatSum, at: Instant, staleMs: Duration): number {
  const gap = at - before.lastAt;
  if (before.below < 0 && gap > staleMs) return before.sum;
  return Math.min(limit * MS, Math.max(0, before.sum + before.below * Math.min(gap, staleMs)));
}

/** A value below the limit. @param waits the level judges it by its delay: it adds to the sum, and is no crossing yet. */
export function addLow(
  satSeconds: SatSeconds,
  before: SatSum | undefined,
  low: Judged & { readonly by: number; readonly excess: Excess; readonly waits: boolean },
): SatSum {
  const { measuredAt, by, excess, waits, staleMs } = low;
  const { crossedAt = [], isCounted = false } = before ?? {};
  const isCrossing = !isCounted && !waits;
  const sum = before ? sumAt(satSeconds, before, measuredAt, staleMs) : 0;
  // An empty sum has no past: it begins with this value.
  const run = sum > 0 ? before?.run : undefined;
  return {
    sum,
    lastAt: measuredAt,
    below: by,
    run: { since: run?.since ?? measuredAt, excess: worstOf(run?.excess, excess) ?? excess },
    crossedAt: isCrossing ? [...crossedAt, measuredAt].slice(-satSeconds.crossings) : crossedAt,
    isCounted: isCounted || isCrossing,
  };
}

/** A good value that is not below the limit: `by` is 0 or less. Undefined once nothing of it matters any more. */
export function takeAway(
  satSeconds: SatSeconds,
  before: SatSum | undefined,
  { measuredAt, by, staleMs }: Judged & { readonly by: number },
): SatSum | undefined {
  if (before === undefined) return undefined;
  const sum = sumAt(satSeconds, before, measuredAt, staleMs);
  const crossedAt = before.crossedAt.filter((each) => measuredAt - each <= satSeconds.crossingsWithinMs);
  if (sum === 0 && crossedAt.length === 0) return undefined;
  const run = sum > 0 && before.run ? { run: before.run } : {};
  return { sum, lastAt: measuredAt, below: by, ...run, crossedAt, isCounted: false };
}

/** The device has no value: what was low until then is added, and time stands still. */
export function standStill(satSeconds: SatSeconds, before: SatSum, at: Instant, staleMs: Duration): SatSum {
  const sum = before.below > 0 ? sumAt(satSeconds, before, at, staleMs) : before.sum;
  return { ...before, sum, lastAt: at, below: 0 };
}

/** Nothing is left of the sum; the falls below the limit are counted on. */
export const emptied = ({ lastAt, crossedAt, isCounted }: SatSum): SatSum => ({
  sum: 0,
  lastAt,
  below: 0,
  crossedAt,
  isCounted,
});

/** A doubtful value above the limit takes nothing away; undefined once such values have gone on for `forgetMs`. */
export function doubtAbove(
  satSeconds: SatSeconds,
  before: SatSum | undefined,
  { measuredAt, staleMs }: Judged,
  forgetMs: Duration,
): SatSum | undefined {
  if (before === undefined) return undefined;
  if (before.below !== 0) return standStill(satSeconds, before, measuredAt, staleMs);
  return measuredAt - before.lastAt < forgetMs ? before : undefined;
}

/** When the level is reached: at once by its crossings, else when the sum is full, its last value taken to go on for `staleMs`; Infinity = not by itself. */
export function fullAt({ limit, crossings, crossingsWithinMs }: SatSeconds, sum: SatSum, staleMs: Duration): Instant {
  const { below, crossedAt, isCounted, lastAt } = sum;
  if (below <= 0) return Infinity;
  const [oldest = -Infinity] = crossedAt;
  const newest = crossedAt.at(-1) ?? Infinity;
  if (isCounted && crossedAt.length >= crossings && newest - oldest <= crossingsWithinMs) return newest;
  const afterMs = Math.ceil(Math.max(0, limit * MS - sum.sum) / below);
  return afterMs <= staleMs ? lastAt + afterMs : Infinity;
}

/** How far `value` is below the level's limit; undefined where it has none that SatSeconds can count from. */
export function depthOf(
  level: RuleLevel,
  value: number | undefined,
  baseline: Baseline | undefined,
): number | undefined {
  const leaf = leafOf(level.when);
  const limit = leaf && resolve(leaf.than, leaf.of, baseline);
  return value === undefined || limit === undefined ? undefined : limit - value;
}

/** The one comparison a SatSeconds level may have: SpO2 below a limit. `checkProtocol` refuses any other. */
export const leafOf = (when: Condition): Extract<Condition, { readonly of: Parameter }> | undefined =>
  'of' in when && when.of === 'spo2Pct' && when.is === '<' ? when : undefined;

/** In whole %·s, as a screen shows it; rounded down, so that a full one is one that alarms. */
export const shownSum = ({ sum }: SatSum): number => Math.floor(sum / MS);
