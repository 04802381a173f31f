import { describe, expect, test } from 'vitest';
import { turnOf } from './turns.ts';

describe('UI-267 the tiles of a wall count on in turns', () => {
  test.each([
    [0, 10_000, 10_000],
    [0, 10_999, 10_000],
    [1, 10_249, 9_250],
    [1, 10_250, 10_250],
    [3, 10_749, 9_750],
    [3, 10_750, 10_750],
    [4, 10_001, 10_000],
  ])('UI-267 tile %i at %i ms shows what was at %i', (index, now, shown) => {
    expect(turnOf(index, now)).toBe(shown);
  });
  test('UI-267 each moves once in a second, a quarter of them at a time', () => {
    const tiles = Array.from({ length: 64 }, (_, index) => index);
    const moved = [250, 500, 750, 1_000].map(
      (step) => tiles.filter((index) => turnOf(index, 60_000 + step) !== turnOf(index, 60_000 + step - 250)).length,
    );
    expect(moved).toEqual([16, 16, 16, 16]);
  });
});
