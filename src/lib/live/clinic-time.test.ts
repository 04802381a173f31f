import { describe, expect, test } from 'vitest';
import { clinicTimeAt } from './clinic-time.ts';

describe('UI-44 clinic time between beats', () => {
  test.each([
    [1, 0, 1_000],
    [1, 400, 1_400],
    [60, 500, 31_000],
    [1, -20, 1_000],
  ])('UI-44 at rate %d, %d ms after the beat', (rate, after, now) => {
    expect(clinicTimeAt({ now: 1_000, rate, heardAt: 50 }, 50 + after)).toBe(now);
  });
});
