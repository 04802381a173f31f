/** Late readings beyond a limit, joined to excursions: boundaries of time, and what a joined one says. */
import { describe, expect, test } from 'vitest';
import type { Excursion } from './excursion.ts';
import { isLongEnough, MOST_EXCURSIONS, withReading } from './excursion.ts';

const one = (from: number, over: Partial<Excursion> = {}): Excursion => ({
  ...{ from, until: from, needMs: 15_000, why: 'late', markIds: [], isTold: false },
  excess: { of: 'spo2Pct', extreme: 88, is: '<', limit: 90 },
  ...over,
});
const sys = (extreme: number) => ({ of: 'systolicMmHg', extreme, is: '>=', limit: 160 }) as const;
const dia = (extreme: number) => ({ of: 'diastolicMmHg', extreme, is: '>=', limit: 100 }) as const;
const spans = (all: readonly Excursion[]) => all.map(({ from, until }) => [from, until]);

describe('what belongs together', () => {
  const there = [one(10_000, { until: 20_000 })];
  test.each<[number, readonly (readonly number[])[]]>([
    [
      4_999,
      [
        [4_999, 4_999],
        [10_000, 20_000],
      ],
    ],
    [5_000, [[5_000, 20_000]]],
    [15_000, [[10_000, 20_000]]],
    [25_000, [[10_000, 25_000]]],
    [
      25_001,
      [
        [10_000, 20_000],
        [25_001, 25_001],
      ],
    ],
  ])('AL-171 a reading of %i ms, 5 s apart at most', (from, expected) => {
    expect(spans(withReading(there, one(from), 5_000))).toEqual(expected);
  });
  test('AL-171 what lies between two joins them, and the marks of both', () => {
    const two = [one(0, { markIds: ['a'], isTold: true }), one(10_000, { markIds: ['b'], isTold: true }), one(50_000)];
    expect(withReading(two, one(5_000), 5_000)).toEqual([one(0, { until: 10_000, markIds: ['b', 'a'] }), one(50_000)]);
  });
  test.each<[string, Partial<Excursion>, boolean]>([
    ['nothing', {}, true],
    ['a milder value', { excess: { of: 'spo2Pct', extreme: 89, is: '<', limit: 90 } }, true],
    ['a worse value', { excess: { of: 'spo2Pct', extreme: 87, is: '<', limit: 90 } }, false],
    ['a longer need', { needMs: 20_000 }, true],
    ['a shorter need', { needMs: 0 }, false],
    ['another reason', { why: 'disconnected' }, false],
    ['an earlier time', { from: 9_999, until: 9_999 }, false],
    ['a later time', { from: 20_001, until: 20_001 }, false],
  ])('AL-172 the same list when a reading adds %s', (_, over, isSame) => {
    const there = [one(10_000, { until: 20_000, markIds: ['a'], isTold: true })];
    const after = withReading(there, one(15_000, over), 5_000);
    expect(after === there).toBe(isSame);
    expect(after).toHaveLength(1);
    expect(after[0]?.isTold).toBe(isSame);
  });
  test('AL-172 nor is it the same when it joins two that say nothing new', () => {
    const there = [one(0, { until: 10_000 }), one(10_000)];
    expect(withReading(there, one(10_000), 5_000)).toHaveLength(1);
  });
  test('AL-171 the worst value, the least need, and "disconnected" before "late", in either order', () => {
    const of = (a: Partial<Excursion>, b: Partial<Excursion>) => withReading([one(0, a)], one(0, b), 5_000)[0];
    const low = { of: 'spo2Pct', extreme: 80, is: '<', limit: 90 } as const;
    for (const [a, b] of [
      [{ excess: low }, {}],
      [{}, { excess: low }],
    ])
      expect(of(a as object, b as object)?.excess.extreme).toBe(80);
    expect([of({ needMs: 5 }, {})?.needMs, of({}, { needMs: 5 })?.needMs]).toEqual([5, 5]);
    for (const [a, b, why] of [
      ['late', 'late', 'late'],
      ['late', 'disconnected', 'disconnected'],
      ['disconnected', 'late', 'disconnected'],
    ] as const)
      expect(of({ why: a }, { why: b })?.why).toBe(why);
    expect(of({ excess: sys(170) }, { excess: sys(165) })?.excess).toEqual(sys(170));
    expect(of({ excess: sys(165) }, { excess: dia(112) })?.excess).toEqual(sys(165));
    expect(of({ excess: dia(112) }, { excess: sys(165) })?.excess).toEqual(sys(165));
  });
});

test.each([
  [14_999, false],
  [15_000, true],
])('AL-170 %i ms of 15 s', (until, isLong) => {
  expect(isLongEnough(one(0, { until }))).toBe(isLong);
});

describe('how many are kept', () => {
  const long = (from: number): Excursion => one(from, { until: from + 15_000 });
  const many = (count: number) => Array.from({ length: count }, (_, i) => long(i * 100_000));
  test('AL-176 32 are kept as they are', () => {
    expect(withReading(many(31), one(9e6), 5_000)).toHaveLength(MOST_EXCURSIONS);
    expect(withReading(many(31), one(9e6), 5_000).at(-1)).toEqual(one(9e6));
  });
  test('AL-176 of 33 the shortest that is too short is forgotten', () => {
    const there = [...many(30), one(50_000, { until: 52_000 }), one(60_000, { until: 61_000 })];
    const after = spans(withReading(there, one(9e6, { until: 9e6 + 1_500 }), 5_000));
    expect(after).toHaveLength(MOST_EXCURSIONS);
    expect(after).not.toContainEqual([60_000, 61_000]);
    expect(after).toContainEqual([50_000, 52_000]);
    expect(after).toContainEqual([9e6, 9e6 + 1_500]);
  });
  test.each([
    [0, [0, 30_000]],
    [7, [700_000, 730_000]],
    [31, [3_100_000, 3_130_000]],
  ])('AL-176 of 33 that are long enough the nearest two become one: after the %ith', (index, joined) => {
    const near = long(index * 100_000 + 15_000 + 5_001);
    const expected = [joined[0] ?? 0, near.until];
    const after = spans(withReading(many(32), near, 5_000));
    expect(after).toHaveLength(MOST_EXCURSIONS);
    expect(after).toContainEqual(expected);
  });
  test('AL-176 of two as near the first', () => {
    const there = [long(0), long(25_000), ...many(29).map(({ from }) => long(from + 1e6)), long(9e6)];
    const after = spans(withReading(there, long(9e6 + 25_000), 5_000));
    expect(after[0]).toEqual([0, 40_000]);
    expect(after.slice(-2)).toEqual([
      [9e6, 9e6 + 15_000],
      [9e6 + 25_000, 9e6 + 40_000],
    ]);
  });
});
