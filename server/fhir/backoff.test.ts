import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WAITS, waitAfter } from './backoff.ts';

test.each([
  [1, 0, 0, 2_500],
  [1, 1, 0, 5_000],
  [2, 1, 0, 10_000],
  [4, 0.5, 0, 30_000],
  [1, 0, 60_000, 60_000],
  [99, 1, 0, 3_600_000],
  [1, 0, 999_999_999, 3_600_000],
])('REC-158 after %i tries, chance %d, asked for %i ms: %i ms', (tries, random, asked, ms) => {
  expect(waitAfter(tries, random, asked)).toBe(ms);
});

test('REC-158 a wait is never under half the first, never over the most, and never shorter for more tries', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
      const ms = waitAfter(tries, random);
      expect(ms).toBeGreaterThanOrEqual(WAITS.firstMs / 2);
      expect(ms).toBeLessThanOrEqual(WAITS.mostMs);
      expect(waitAfter(tries + 1, random)).toBeGreaterThanOrEqual(ms);
    }),
  );
});
