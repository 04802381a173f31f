/** One rule's clocks after one reading. */
import type { RuleLevel, SatSeconds, VitalRule } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';
import type { Duration, Instant, Quality } from '../reading.ts';
import { freeze, hold } from './clock.ts';
import { ownDelayOf } from './delay.ts';
import { excessOf, holds } from './condition.ts';
import type { Values } from './condition.ts';
import { addLow, depthOf, doubtAbove, emptied, standStill, takeAway } from './sat-seconds.ts';
import type { SatSum } from './sat-seconds.ts';
import type { Doubt, LevelTrack, RuleTrack } from './track.ts';
import { worstOf } from './worst-of.ts';

export interface Measured {
  readonly values: Values;
  readonly measuredAt: Instant;
  readonly quality: Quality;
  readonly doubt: Doubt;
  readonly baseline: Baseline | undefined;
  readonly staleMs: Duration;
}

/** The reading carries the rule's value. */
export function trackValue(rule: VitalRule, before: RuleTrack | undefined, measured: Measured): RuleTrack {
  const { measuredAt, doubt, staleMs } = measured;
  // What was in range before a gap says nothing of the gap: the clearing time begins anew (AL-2).
  const unbroken = before !== undefined && measuredAt - before.valueAt <= staleMs;
  return {
    valueAt: measuredAt,
    doubt,
    levels: rule.levels.map((level, i) => {
      const track = trackLevel(level, before?.levels[i], measured, unbroken);
      return level.satSeconds ? withSum(level, before?.levels[i]?.sum, track, measured) : track;
    }),
  };
}

export function trackLevel(
  level: RuleLevel,
  before: LevelTrack | undefined,
  { values, measuredAt, quality, baseline, staleMs }: Measured,
  unbroken: boolean,
): LevelTrack {
  const metAt = level.confirmWithinMs === undefined ? {} : { metAt: before?.metAt ?? measuredAt };
  if (holds(level.when, values, baseline) === true) {
    const run = before?.when ?? before?.paused;
    const excess = worstOf(run?.excess, excessOf(level, values, baseline));
    return excess ? { when: { ...hold(run, measuredAt, staleMs), excess }, ...metAt } : {};
  }
  const paused = quality === 'good' ? undefined : pausedRun(level, before, measuredAt, staleMs);
  const kept = paused === undefined ? {} : { paused };
  // Without its baseline a level cannot be true, so it does not keep an alert open either.
  if (holds(level.clearsWhen, values, baseline) === false)
    return { ...kept, ...(before?.metAt !== undefined && metAt) };
  const run = unbroken ? before : undefined;
  const clear = hold(run?.clear, measuredAt, staleMs);
  return { ...kept, clear, ...(quality === 'good' && { clearGood: hold(run?.clearGood, measuredAt, staleMs) }) };
}

/** The level's SatSeconds beside its clocks: both are kept, and one of them judges each reading (AL-163). */
function withSum(
  level: RuleLevel,
  before: SatSum | undefined,
  track: LevelTrack,
  { values, measuredAt, quality, doubt, baseline, staleMs }: Measured,
): LevelTrack {
  const { satSeconds, clearMs, poorSignalClearMs = clearMs } = level;
  const by = depthOf(level, values.spo2Pct, baseline);
  if (satSeconds === undefined || by === undefined) return track;
  const judged = { measuredAt, by, staleMs };
  const waits = ownDelayOf(level, doubt) !== undefined;
  const sum = track.when
    ? addLow(satSeconds, before, { ...judged, excess: track.when.excess, waits })
    : quality === 'good'
      ? takeAway(satSeconds, before, judged)
      : doubtAbove(satSeconds, before, judged, poorSignalClearMs);
  return sum ? { ...track, sum } : track;
}

/** A value the device itself doubts is trusted no more when it calms than when it alarms: it stops the run's clock and keeps its time. */
function pausedRun(
  { clearMs, poorSignalClearMs = clearMs }: RuleLevel,
  before: LevelTrack | undefined,
  measuredAt: Instant,
  staleMs: Duration,
): LevelTrack['paused'] {
  const { when, paused } = before ?? {};
  const run = when ? { ...freeze(when, measuredAt, staleMs), excess: when.excess } : paused;
  return run && measuredAt - run.lastAt < poorSignalClearMs ? run : undefined;
}

/** The reading came without the rule's value: time stands still, nothing is calmed. */
export function trackAbsence(rule: VitalRule, before: RuleTrack, measuredAt: Instant, staleMs: Duration): RuleTrack {
  return {
    ...before,
    levels: before.levels.map(({ when, paused, clear, clearGood, sum }, i) => ({
      ...(when && { when: { ...freeze(when, measuredAt, staleMs), excess: when.excess } }),
      ...(paused && { paused }),
      ...withStill(rule.levels[i]?.satSeconds, sum, measuredAt, staleMs),
      // In range was the last value, not the time since.
      ...(clear && { clear: { ...clear, lastAt: measuredAt, running: false } }),
      ...(clearGood && { clearGood: { ...clearGood, lastAt: measuredAt, running: false } }),
    })),
  };
}

/** The value was missing for too long: what ran before it says nothing of now. Falls below a limit have a time of their own. */
export const begunAnew = (before: RuleTrack): RuleTrack => ({
  ...before,
  levels: before.levels.map(({ when: _w, paused: _p, sum, ...rest }) => ({
    ...rest,
    ...(sum && { sum: emptied(sum) }),
  })),
});

const withStill = (
  satSeconds: SatSeconds | undefined,
  sum: SatSum | undefined,
  at: Instant,
  staleMs: Duration,
): Pick<LevelTrack, 'sum'> => (satSeconds && sum ? { sum: standStill(satSeconds, sum, at, staleMs) } : {});
