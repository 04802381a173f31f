import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketed } from '#core/record/drawing/bucket.ts';
import { Thinner, type ThinnedLines } from './thinned.ts';

const axis = { axisFrom: 0, axisTo: 600_000 };
const row = (second: number, spo2Pct: number | null = 96 + (second % 3)) => ({
  at: second * 1_000,
  spo2Pct,
  pulseBpm: 70 + (second % 5),
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));
/** 100 px: 50 buckets of 12 s. */
const WIDE = 100;
/** What is drawn: the settled line and its end, which begins with the settled one's last reading. */
const whole = ({ settled, end }: ThinnedLines) =>
  [...settled.spo2, ...end.spo2].flatMap(({ y }) => (y === null ? [] : [y]));

describe('UI-265 only the end of a line is thinned anew', () => {
  test('UI-265 the settled part is the same object until the next pixel is full', () => {
    const thinner = new Thinner();
    const first = thinner.take(rows(0, 100), axis, WIDE).settled;
    expect(thinner.take(rows(0, 100).slice(), axis, WIDE).settled).not.toBe(first);
    const known = rows(0, 100);
    const settled = thinner.take(known, axis, WIDE).settled;
    expect(thinner.take([...known, row(100), row(101)], axis, WIDE).settled).toBe(settled);
    expect(thinner.take([...known, ...rows(100, 109)], axis, WIDE).settled).not.toBe(settled);
  });
  test.each([
    ['a backlog sorted in', (known: ReturnType<typeof rows>) => known.toSpliced(5, 1)],
    ['a row overruled', (known: ReturnType<typeof rows>) => known.with(5, row(5, 71))],
    ['another visit', () => [row(0)]],
  ])('UI-265 %s is drawn', (_, changed) => {
    const thinner = new Thinner();
    const known = rows(0, 100);
    thinner.take(known, axis, WIDE);
    const after = changed(known);
    expect(thinner.take(after, axis, WIDE)).toEqual(new Thinner().take(after, axis, WIDE));
  });
  test('UI-265 another width or axis thins the whole anew', () => {
    const thinner = new Thinner();
    const known = rows(0, 100);
    const { settled } = thinner.take(known, axis, WIDE);
    expect(thinner.take(known, axis, 2 * WIDE).settled).not.toBe(settled);
    expect(thinner.take(known, { axisFrom: 0, axisTo: 900_000 }, 2 * WIDE).settled).toEqual(
      new Thinner().take(known, { axisFrom: 0, axisTo: 900_000 }, 2 * WIDE).settled,
    );
  });
  test('UI-265 row by row nothing is lost that the whole line shows, gaps and extremes', () => {
    const second = fc.record({ gap: fc.nat(8), spo2: fc.integer({ min: 60, max: 100 }) });
    fc.assert(
      fc.property(fc.array(second, { minLength: 1, maxLength: 80 }), (seconds) => {
        let at = 0;
        const all = seconds.map(({ gap, spo2 }) => row((at += 1 + gap), spo2));
        const thinner = new Thinner();
        let last: ThinnedLines | undefined;
        all.forEach((_, index) => (last = thinner.take(all.slice(0, index + 1), axis, WIDE)));
        const drawn = new Set(last && whole(last));
        const complete = bucketed({
          rows: all,
          from: 0,
          to: 600_000,
          columns: 50,
          quiet: 0,
          valueOf: (r) => r.spo2Pct,
        });
        const ys = complete.flatMap(({ y }) => (y === null ? [] : [y]));
        const highest = Math.max(...ys);
        const lowest = Math.min(...ys);
        // A quiet bucket is drawn as its mean, at most half a percent from what it holds.
        expect(Math.max(...drawn)).toBeGreaterThanOrEqual(highest - 1);
        expect(Math.min(...drawn)).toBeLessThanOrEqual(lowest + 1);
      }),
    );
  });
  test('UI-265 eight hours at one a second are no more points than pixels can show', () => {
    const hours = { axisFrom: 0, axisTo: 8 * 3_600_000 };
    const { settled, end } = new Thinner().take(rows(0, 8 * 3_600), hours, 840);
    expect(settled.spo2.length + end.spo2.length).toBeLessThanOrEqual(4 * 420 + 8);
  });
});
