import { describe, expect, test } from 'vitest';
import { nextChairName } from './ask.ts';

describe('UI-57 settings', () => {
  test.each([
    [[], 'Chair 1'],
    [['Chair 1', 'Chair 2'], 'Chair 3'],
    [['Chair 1', 'Chair 7'], 'Chair 8'],
    [['Garden room'], 'Chair 1'],
  ])('UI-57 after %j the next chair is suggested as %s', (names, next) => {
    expect(nextChairName(names)).toBe(next);
  });
});
