import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketed, GAP_MS, type LinePoint } from './bucket.ts';

interface Row {
  readonly at: number;
  readonly value: number | null;
}
const thinned = (rows: readonly Row[], columns = 10, to = 100_000): LinePoint[] =>
  bucketed({ rows, valueOf: (row) => row.value, from: 0, to, columns, quiet: 1 });
const everySecond = (values: readonly (number | null)[], from = 0): Row[] =>
  values.map((value, index) => ({ at: from + index * 1_000, value }));

describe('UI-51 thinning a line', () => {
  test.each([
    [GAP_MS, 0],
    [GAP_MS + 1, 1],
  ])('UI-51 readings %d ms apart leave %d gaps', (apart, gaps) => {
    const points = thinned([
      { at: 0, value: 97 },
      { at: 1_000, value: 97 },
      { at: 1_000 + apart, value: 97 },
      { at: 2_000 + apart, value: 97 },
    ]);
    expect(points.filter((point) => point.y === null)).toHaveLength(gaps);
  });
  test('UI-51 nulls longer than a gap break the line, even within one bucket', () => {
    const points = thinned(everySecond([97, 97, null, null, null, null, null, null, 97, 97]), 1);
    expect(points.map((point) => point.y)).toEqual([97, null, 97]);
  });
  test('UI-51 one null is no gap', () => {
    expect(thinned(everySecond([97, null, 97])).every((point) => point.y !== null)).toBe(true);
  });
  test('UI-51 a reading alone between two gaps is a dot', () => {
    const points = thinned([
      { at: 0, value: 97 },
      { at: 1_000, value: 97 },
      { at: 20_000, value: 84 },
      { at: 40_000, value: 97 },
      { at: 41_000, value: 97 },
    ]);
    expect(points.filter((point) => point.y === 84)).toHaveLength(2);
  });
  test('UI-51 the last digit’s flicker is a mean, a real dip is kept', () => {
    expect(thinned(everySecond([97, 98, 97, 98]), 1).map((point) => point.y)).toEqual([97.5]);
    expect(thinned(everySecond([97, 98, 84, 98]), 1).map((point) => point.y)).toContain(84);
  });
  test('UI-51 outside the axis nothing is drawn', () => {
    expect(
      thinned([
        { at: -1, value: 90 },
        { at: 100_001, value: 90 },
      ]),
    ).toEqual([]);
  });
  test('UI-51 whatever the line, its extremes beyond the flicker survive and time runs forward', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 50, max: 100 }), { freq: 4 }), { maxLength: 100 }),
        fc.integer({ min: 1, max: 50 }),
        (values, columns) => {
          const points = thinned(everySecond(values), columns);
          const drawn = points.flatMap((point) => point.y ?? []);
          const read = values.filter((value) => value !== null);
          if (read.length > 0) {
            expect(Math.min(...drawn)).toBeLessThanOrEqual(Math.min(...read) + 1);
            expect(Math.max(...drawn)).toBeGreaterThanOrEqual(Math.max(...read) - 1);
          }
          const times = points.filter((point) => point.y !== null).map((point) => point.x);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
    );
  });
  test('UI-51 a long visit is drawn with a few points a column', () => {
    const rows = everySecond(Array.from({ length: 8 * 3_600 }, (_, index) => 90 + (index % 9)));
    expect(thinned(rows, 400, 8 * 3_600_000).length).toBeLessThanOrEqual(4 * 401);
  });
});
