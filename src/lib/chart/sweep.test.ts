import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstScale, followScale, sweepLines, windowOf, type SweepSamples } from './sweep.ts';

const HZ = 50;
const box = { width: 600, height: 40, windowMs: 6_000 };
const BASE = 1_800_000_000_000 - (1_800_000_000_000 % box.windowMs);

/** Samples at 50 Hz from BASE on; `starts` are no neighbours of those before them. */
const samplesOf = (values: readonly number[], starts: readonly number[] = [0], pauses = 0): SweepSamples => ({
  count: values.length,
  atOf: (index) => BASE + (index * 1_000) / HZ + starts.filter((each) => each > 0 && each <= index).length * pauses,
  valueOf: (index) => values[index] ?? 0,
  isStart: (index) => starts.includes(index),
});
/** The lines as arrays of points. */
function linesOf(points: readonly number[]): [x: number, y: number][][] {
  const lines: [number, number][][] = [[]];
  for (let n = 0; n < points.length; n += 2) {
    const [x, y] = [points[n] ?? NaN, points[n + 1] ?? NaN];
    if (Number.isNaN(x)) lines.push([]);
    else lines.at(-1)?.push([x, y]);
  }
  return lines.filter((line) => line.length > 0);
}
const wave = (count: number): number[] => Array.from({ length: count }, (_, n) => (Math.sin(n / 5) + 1) / 2);

describe('UI-120 the pen runs across in 6 to 8 s', () => {
  test.each([
    [200, 6_000],
    [480, 6_000],
    [560, 7_000],
    [640, 8_000],
    [2_000, 8_000],
  ])('UI-120 %i px: %i ms', (width, ms) => expect(windowOf(width, 1)).toBe(ms));
  test('UI-120 in a fast demo the pen keeps its pace and the wave is denser, up to a minute of it', () => {
    expect(windowOf(480, 5)).toBe(30_000);
    expect(windowOf(480, 60)).toBe(60_000);
  });
  test('UI-120 one line up to the pen, its tip between two samples', () => {
    const [line = []] = linesOf(sweepLines(samplesOf(wave(100)), BASE + 1_010, box, firstScale));
    expect(line).toHaveLength(52);
    expect(line[0]).toEqual([0, expect.any(Number)]);
    expect(line.at(-1)?.[0]).toBeCloseTo(101, 6);
  });
  test('UI-120 the second run: a bar is wiped before the pen, and what is left of the first run begins after it', () => {
    const playhead = BASE + 9_000;
    const lines = linesOf(sweepLines(samplesOf(wave(500)), playhead, box, firstScale));
    expect(lines).toHaveLength(2);
    const [old = [], fresh = []] = lines;
    expect(fresh.at(-1)?.[0]).toBeCloseTo(300, 6);
    expect(old[0]?.[0]).toBeGreaterThan(318);
    expect(old[0]?.[0]).toBeLessThan(326);
    expect(old.at(-1)?.[0]).toBeLessThanOrEqual(600);
    expect(fresh[0]?.[0]).toBe(0);
  });
});

test('UI-121 lost samples are a gap: two lines, and nothing between them', () => {
  const lines = linesOf(sweepLines(samplesOf(wave(100), [0, 50], 1_000), BASE + 3_000, box, firstScale));
  expect(lines).toHaveLength(2);
  expect(lines[0]?.at(-1)?.[0]).toBeCloseTo(98, 6);
  expect(lines[1]?.[0]?.[0]).toBeCloseTo(200, 6);
});

test('UI-121 whatever was lost and wherever the pen is: x grows along each line, nothing is ahead of the pen, no gap is joined', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 30_000 }),
      fc.integer({ min: 50, max: 3_000 }),
      (starts, playheadMs, pause) => {
        const samples = samplesOf(wave(900), [0, ...starts], pause);
        const playhead = BASE + playheadMs;
        const lines = linesOf(sweepLines(samples, playhead, box, firstScale));
        const step = (box.width / box.windowMs) * (1_000 / HZ);
        for (const line of lines)
          for (const [n, [x, y]] of line.entries()) {
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(box.height);
            const before = line[n - 1]?.[0];
            if (before === undefined) continue;
            expect(x).toBeGreaterThanOrEqual(before);
            expect(x - before).toBeLessThanOrEqual(step + 1e-3);
          }
        expect(lines.length).toBeLessThanOrEqual(2 + new Set(starts).size);
      },
    ),
  );
});

describe('UI-120 the scale follows the wave slowly', () => {
  const settled = (values: readonly number[]) => {
    let scale = firstScale;
    for (let n = 0; n < 600; n += 1) scale = followScale(scale, samplesOf(values), BASE + 2_000, 1, 50);
    return scale;
  };
  test('UI-120 a low wave grows to fill the box in some seconds', () => {
    const scale = settled(wave(100).map((value) => 0.2 + value * 0.4));
    expect(scale.low).toBeGreaterThan(0.15);
    expect(scale.high).toBeLessThan(0.65);
  });
  test('UI-120 noise stays small: it fills less than a fifth of the box', () => {
    const scale = settled(wave(100).map((value) => 0.5 + value * 0.02));
    expect(0.02 / (scale.high - scale.low)).toBeLessThan(0.2);
  });
  test('UI-120 one frame hardly narrows it, but what leaves the box is shown soon', () => {
    const narrow = followScale(firstScale, samplesOf(wave(100).map((value) => value * 0.5)), BASE + 2_000, 1, 16);
    expect(narrow.high).toBeGreaterThan(0.99);
    const wide = followScale({ low: 0.4, high: 0.6 }, samplesOf(wave(100)), BASE + 2_000, 1, 500);
    expect(wide.high).toBeGreaterThan(0.9);
  });
  test('UI-120 without samples it stays', () => {
    expect(followScale(firstScale, samplesOf([]), BASE, 1, 16)).toBe(firstScale);
  });
});
