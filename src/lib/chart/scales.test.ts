import { describe, expect, test } from 'vitest';
import { bandRange } from './band.ts';
import { timeStepMs } from './draw-time.ts';

describe('UI-52 fixed scales', () => {
  test.each([
    ['bp', 60, 150, { min: 48, max: 190 }],
    ['bp', 48, 190, { min: 48, max: 190 }],
    ['bp', 60, 191, { min: 48, max: 230 }],
    ['bp', 47, 231, { min: 8, max: 270 }],
    ['spo2', 80, 100, { min: 80, max: 101 }],
    ['spo2', 79, 100, { min: 60, max: 101 }],
    ['spo2', 41, 100, { min: 40, max: 101 }],
    ['pulse', 29, 141, { min: 0, max: 180 }],
    ['pulse', Infinity, -Infinity, { min: 30, max: 140 }],
  ] as const)('UI-52 %s from %d to %d opens by whole steps', (band, lowest, highest, range) => {
    expect(bandRange(band, lowest, highest)).toEqual(range);
  });
  test.each([
    [100, 816, 10],
    [100, 404, 20],
    [80, 404, 20],
    [300, 404, 60],
    [600, 100, 120],
  ])('UI-52 %d min over %d px are marked every %d min', (minutes, width, step) => {
    expect(timeStepMs(minutes * 60_000, width)).toBe(step * 60_000);
  });
});
