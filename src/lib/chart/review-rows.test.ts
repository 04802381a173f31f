import { describe, expect, test } from 'vitest';
import { reviewRows, ROW_MS } from './review-rows.ts';

const FROM = 1_800_000_000_000;
const wave = (afterMs: number, seconds: number, value = (n: number) => n % 200) => ({
  ...{ deviceId: 'ox', at: FROM + afterMs, sampleHz: 50, fullScale: 200 },
  samples: Array.from({ length: seconds * 50 }, (_, n) => value(n)),
});
const review = (...waves: ReturnType<typeof wave>[]) => reviewRows({ from: FROM, to: FROM + 2 * ROW_MS, waves });

describe('UI-125 a kept minute in two rows of half a minute', () => {
  test('UI-125 a whole minute: each row is one line without a gap', () => {
    const rows = review(wave(0, 60));
    expect(rows.map(({ at }) => at - FROM)).toEqual([0, 30_000]);
    for (const { lines, gaps } of rows) {
      expect(gaps).toEqual([]);
      expect(lines.map(({ from, values }) => [from, values.length])).toEqual([[0, 1_500]]);
    }
  });
  test('UI-125 what was not kept is a gap, also at the ends', () => {
    const [first, second] = review(wave(3_000, 6), wave(12_000, 24));
    expect(first?.gaps).toEqual([
      { from: 0, to: 0.1 },
      { from: 0.3, to: 0.4 },
    ]);
    expect(first?.lines.map(({ from }) => from)).toEqual([0.1, 0.4]);
    expect(second?.gaps).toEqual([{ from: 0.2, to: 1 }]);
  });
  test('UI-125 nothing kept: both rows are gaps', () => {
    expect(review().map(({ lines, gaps }) => [lines, gaps])).toEqual([
      [[], [{ from: 0, to: 1 }]],
      [[], [{ from: 0, to: 1 }]],
    ]);
  });
  test('UI-125 a pause of less than a quarter of a second is only a break in the line', () => {
    const [first] = review(wave(0, 10), wave(10_200, 25));
    expect(first?.gaps).toEqual([]);
    expect(first?.lines).toHaveLength(2);
  });
  test('UI-150 where there was no SpO₂ the line is broken, and the reason named', () => {
    const minute = { from: FROM, to: FROM + 2 * ROW_MS, waves: [wave(0, 60)] };
    const off = [{ from: FROM + 15_000, to: FROM + 33_000, reason: 'probe off' }];
    const [first, second] = reviewRows(minute, off);
    expect([first?.gaps, second?.gaps]).toEqual([
      [{ from: 0.5, to: 1, reason: 'probe off' }],
      [{ from: 0, to: 0.1, reason: 'probe off' }],
    ]);
    expect([first?.lines.map(({ values }) => values.length), second?.lines.map(({ from }) => from)]).toEqual([
      [750],
      [0.1],
    ]);
  });
  test('UI-125 both rows have one scale, and a wave too small to be a pulse is drawn small', () => {
    const [small] = review(wave(0, 60, () => 100));
    for (const value of small?.lines[0]?.values ?? []) expect(value).toBeCloseTo(0.5, 9);
    const [weak, strong] = review(
      wave(0, 30, (n) => 90 + (n % 20)),
      wave(30_000, 30, (n) => n % 200),
    );
    const height = (values: readonly number[] = []): number => Math.max(...values) - Math.min(...values);
    expect(height(weak?.lines[0]?.values)).toBeLessThan(0.12);
    expect(height(strong?.lines[0]?.values)).toBeGreaterThan(0.85);
  });
});
