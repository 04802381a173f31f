import { describe, expect, test } from 'vitest';
import type { RuleLevel, VitalRule } from '../clinical-protocol.ts';
import { dueAt, freeze, hold } from './clock.ts';
import { ownDelayOf } from './delay.ts';
import type { LevelTrack, RuleTrack } from './track.ts';
import { begunAnew, trackAbsence, trackValue } from './track-rule.ts';
import type { Measured } from './track-rule.ts';
import { againstLevel, hasCleared } from './vital.ts';

const STALE = 5_000;
const LEVEL: RuleLevel = {
  priority: 'medium',
  when: { of: 'spo2Pct', is: '<', than: 90 },
  delayMs: 15_000,
  clearsWhen: { of: 'spo2Pct', is: '>=', than: 92 },
  clearMs: 10_000,
  poorSignalClearMs: 30_000,
  shows: { of: 'spo2Pct', is: '<', than: 90 },
};
const ruleOf = (level: RuleLevel): VitalRule => ({
  alert: 'spo2-low',
  phases: ['infusion'],
  levels: [level],
  source: 'test',
});
const excess = (extreme: number) => ({ of: 'spo2Pct', extreme, is: '<', limit: 90 }) as const;
const run = (since: number, heldMs: number, lastAt: number, running = true) => ({ since, heldMs, lastAt, running });
const low = (clock: ReturnType<typeof run>, extreme = 88) => ({ ...clock, excess: excess(extreme) });

/** The one level after a value, and before it. */
function after(
  spo2Pct: number,
  measuredAt: number,
  before?: LevelTrack,
  more: Partial<Measured> & { level?: RuleLevel; valueAt?: number } = {},
): LevelTrack | undefined {
  const { level = LEVEL, valueAt = measuredAt - 1_000, ...measured } = more;
  const track = trackValue(ruleOf(level), before && { valueAt, doubt: 'none', levels: [before] }, {
    values: { spo2Pct },
    measuredAt,
    quality: 'good',
    doubt: 'none',
    baseline: undefined,
    staleMs: STALE,
    ...measured,
  });
  expect([track.valueAt, track.doubt]).toEqual([measuredAt, measured.doubt ?? 'none']);
  return track.levels[0];
}
const poor = { quality: 'poor', doubt: 'poor' } as const;

describe('a clock', () => {
  test('AL-3 it begins with the first value, adds what passes and 5 s over a gap at most', () => {
    expect(hold(undefined, 100, STALE)).toEqual(run(100, 0, 100));
    expect(hold(run(100, 7, 200), 1_200, STALE)).toEqual(run(100, 1_007, 1_200));
    expect(hold(run(100, 7, 200), 5_200, STALE)).toEqual(run(100, 5_007, 5_200));
    expect(hold(run(100, 7, 200), 5_201, STALE)).toEqual(run(100, 5_007, 5_201));
    expect(hold(run(100, 7, 200, false), 1_200, STALE)).toEqual(run(100, 7, 1_200));
  });
  test('AL-3 without a value it stands', () => {
    expect(freeze(run(100, 7, 200), 1_200, STALE)).toEqual(run(100, 1_007, 1_200, false));
    expect(freeze(run(100, 7, 200, false), 1_200, STALE)).toEqual(run(100, 7, 1_200, false));
  });
  test.each([
    [run(0, 15_000, 200), 200],
    [run(0, 16_000, 200, false), 200],
    [run(0, 14_999, 200), 201],
    [run(0, 10_000, 200), 5_200],
    [run(0, 9_999, 200), Infinity],
    [run(0, 14_999, 200, false), Infinity],
    [undefined, Infinity],
  ])('AL-4 %j is due at %s', (clock, expected) => {
    expect(dueAt(clock, 15_000, STALE)).toBe(expected);
  });
  test.each([
    ['none', { poorSignalDelayMs: 1, movedDelayMs: 2 }, undefined],
    ['poor', { poorSignalDelayMs: 1, movedDelayMs: 2 }, 1],
    ['moved', { poorSignalDelayMs: 1, movedDelayMs: 2 }, 2],
    ['moved', { poorSignalDelayMs: 1 }, 1],
    ['poor', { movedDelayMs: 2 }, undefined],
    ['moved', {}, undefined],
  ] as const)('AL-9 %s with %j: %s', (doubt, more, expected) => {
    expect(ownDelayOf({ ...LEVEL, ...more }, doubt)).toBe(expected);
  });
});

describe('a level after a value', () => {
  const clear = run(100, 3_000, 1_000);
  test.each<[string, LevelTrack | undefined, LevelTrack | undefined]>([
    ['the first that meets it', after(88, 1_000), { when: low(run(1_000, 0, 1_000)) }],
    [
      'the next, with the worst',
      after(89, 2_000, { when: low(run(1_000, 0, 1_000), 87) }),
      { when: low(run(1_000, 1_000, 2_000), 87) },
    ],
    [
      'one that goes on with a run that stood still',
      after(86, 2_000, { paused: low(run(100, 900, 1_000, false), 88) }),
      { when: low(run(100, 900, 2_000), 86) },
    ],
    [
      'one over a gap',
      after(88, 60_000, { when: low(run(1_000, 0, 1_000)) }, { valueAt: 1_000 }),
      { when: low(run(1_000, 5_000, 60_000)) },
    ],
    ['a good one between the limits', after(91, 2_000, { when: low(run(100, 0, 1_000)), clear }), {}],
    [
      'a doubtful one between them stops the run',
      after(91, 2_000, { when: low(run(100, 0, 1_000)) }, poor),
      { paused: low(run(100, 1_000, 2_000, false)) },
    ],
    [
      'so does one in range',
      after(95, 2_000, { when: low(run(100, 0, 1_000)) }, poor),
      { paused: low(run(100, 1_000, 2_000, false)), clear: run(2_000, 0, 2_000) },
    ],
    [
      'it stays so for less than the longer clearing time',
      after(91, 30_999, { paused: low(run(100, 0, 1_000, false)) }, poor),
      { paused: low(run(100, 0, 1_000, false)) },
    ],
    ['and no longer', after(91, 31_000, { paused: low(run(100, 0, 1_000, false)) }, poor), {}],
    [
      'or than the only one',
      after(91, 11_000, { paused: low(run(100, 0, 1_000, false)) }, { ...poor, level: without('poorSignalClearMs') }),
      {},
    ],
    ['the first in range', after(92, 1_000), { clear: run(1_000, 0, 1_000), clearGood: run(1_000, 0, 1_000) }],
    [
      'the next in range',
      after(92, 2_000, { clear, clearGood: clear }),
      { clear: run(100, 4_000, 2_000), clearGood: run(100, 4_000, 2_000) },
    ],
    [
      'a doubtful one in range ends the good time',
      after(92, 2_000, { clear, clearGood: clear }, poor),
      { clear: run(100, 4_000, 2_000) },
    ],
    [
      'one in range after 5 s',
      after(92, 6_000, { clear }, { valueAt: 1_000 }),
      { clear: run(100, 8_000, 6_000), clearGood: run(6_000, 0, 6_000) },
    ],
    [
      'one after more begins anew',
      after(92, 6_001, { clear, clearGood: clear }, { valueAt: 1_000 }),
      { clear: run(6_001, 0, 6_001), clearGood: run(6_001, 0, 6_001) },
    ],
  ])('AL-2 AL-3 AL-9 %s', (_, level, expected) => {
    expect(level).toEqual(expected);
  });
  test('AL-106 one that waits for a repeat knows the first reading that met it until it clears', () => {
    const level = { ...LEVEL, confirmWithinMs: 180_000 };
    const met = after(88, 1_000, undefined, { level });
    expect(met).toEqual({ when: low(run(1_000, 0, 1_000)), metAt: 1_000 });
    expect(after(88, 2_000, met, { level })?.metAt).toBe(1_000);
    expect(after(91, 2_000, met, { level })).toEqual({ metAt: 1_000 });
    expect(after(91, 2_000, {}, { level })).toEqual({});
    expect(after(95, 2_000, met, { level })?.metAt).toBeUndefined();
  });
  test('AL-160 AL-163 the sum stands beside the clocks, of a level that has one', () => {
    const satSeconds = { limit: 50, crossings: 3, crossingsWithinMs: 60_000 };
    const level = { ...LEVEL, satSeconds };
    const one = after(88, 1_000, undefined, { level });
    expect(one?.sum).toEqual({
      sum: 0,
      lastAt: 1_000,
      below: 2,
      run: { since: 1_000, excess: excess(88) },
      crossedAt: [1_000],
      isCounted: true,
    });
    expect(after(86, 2_000, one, { level })?.sum?.sum).toBe(2_000);
    expect(after(91, 2_000, one, { level })?.sum).toMatchObject({ sum: 2_000, below: -1, isCounted: false });
    expect(after(91, 2_000, one, { level, ...poor })?.sum).toMatchObject({ sum: 2_000, below: 0, isCounted: true });
    expect(after(95, 2_000, undefined, { level })?.sum).toBeUndefined();
    const own = { ...level, poorSignalDelayMs: 20_000 };
    expect(after(88, 1_000, undefined, { level: own, ...poor })?.sum?.isCounted).toBe(false);
    expect(after(88, 1_000, undefined, { level: own })?.sum?.isCounted).toBe(true);
    expect(after(88, 1_000)?.sum).toBeUndefined();
  });
});

describe('a reading without the value', () => {
  const track = (level: LevelTrack): RuleTrack => ({ valueAt: 1_000, doubt: 'poor', levels: [level] });
  const absent = (level: LevelTrack, rule = ruleOf(LEVEL)) => trackAbsence(rule, track(level), 3_000, STALE);
  test('AL-3 every clock stands, and nothing of the time since is in range', () => {
    expect(absent({ when: low(run(100, 0, 1_000)) })).toEqual(track({ when: low(run(100, 2_000, 3_000, false)) }));
    const paused = low(run(100, 0, 1_000, false));
    expect(absent({ paused })).toEqual(track({ paused }));
    const clear = run(100, 900, 1_000);
    expect(absent({ clear, clearGood: clear })).toEqual(
      track({ clear: run(100, 900, 3_000, false), clearGood: run(100, 900, 3_000, false) }),
    );
    expect(absent({})).toStrictEqual(track({}));
  });
  test('AL-162 so does the sum', () => {
    const level = { ...LEVEL, satSeconds: { limit: 50, crossings: 3, crossingsWithinMs: 60_000 } };
    const sum = { sum: 1_000, lastAt: 1_000, below: 2, crossedAt: [], isCounted: true };
    const stood = { ...sum, sum: 5_000, lastAt: 3_000, below: 0 };
    expect(absent({ sum }, ruleOf(level))).toEqual(track({ sum: stood }));
    expect(absent({ sum })).toEqual(track({}));
  });
  test('AL-203 begun anew no run is left; what was in range and the falls are', () => {
    const sum = { sum: 1_000, lastAt: 1_000, below: 2, crossedAt: [900], isCounted: true };
    const clear = run(100, 900, 1_000);
    const ran = { when: low(clear), paused: low(clear), clear, clearGood: clear, metAt: 7 };
    expect(begunAnew(track({ ...ran, sum }))).toStrictEqual(
      track({ clear, clearGood: clear, metAt: 7, sum: { ...sum, sum: 0, below: 0 } }),
    );
    expect(begunAnew(track(ran))).toStrictEqual(track({ clear, clearGood: clear, metAt: 7 }));
  });
});

describe('a level that clears', () => {
  const cleared = (level: LevelTrack, rule = ruleOf(LEVEL), index = 0) =>
    hasCleared(rule, { valueAt: 0, doubt: 'none', levels: [level] }, index);
  test.each([
    [{ clearGood: run(0, 10_000, 0) }, true],
    [{ clearGood: run(0, 9_999, 0) }, false],
    [{ clear: run(0, 30_000, 0) }, true],
    [{ clear: run(0, 29_999, 0) }, false],
    [{}, false],
  ])('AL-8 AL-9 %j: %s', (level, expected) => {
    expect(cleared(level)).toBe(expected);
  });
  test('AL-8 one time for both, no time at all, and no such level', () => {
    expect(cleared({ clear: run(0, 10_000, 0) }, ruleOf(without('poorSignalClearMs')))).toBe(true);
    const atOnce = ruleOf({ ...without('poorSignalClearMs'), clearMs: 0 });
    expect([cleared({ clear: run(0, 0, 0) }, atOnce), cleared({}, atOnce)]).toEqual([true, false]);
    expect(cleared({ clearGood: run(0, 99_999, 0) }, ruleOf(LEVEL), 1)).toBe(false);
  });
  test('AL-10 what it falls to: the worst value against its limit of the same number', () => {
    expect(againstLevel({ ...excess(84), limit: 85, is: '<=' }, LEVEL, undefined)).toEqual(excess(84));
    const pulse = { of: 'pulseBpm', extreme: 40, is: '<', limit: 45 } as const;
    expect(againstLevel(pulse, LEVEL, undefined)).toEqual(pulse);
    const shows = { of: 'spo2Pct', is: '<=', than: { baselinePlus: -3 } } as const;
    expect(againstLevel(excess(84), { ...LEVEL, shows }, undefined)).toEqual(excess(84));
  });
});

function without(_field: 'poorSignalClearMs'): RuleLevel {
  const { poorSignalClearMs: _, ...rest } = LEVEL;
  return rest;
}
