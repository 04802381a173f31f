import { expect, test } from 'vitest';
import { mustRenew } from './line-times.ts';

test.each([
  [true, 4_000, false],
  [true, 4_001, true],
  [false, 4_001, false],
  [false, 9_000, false],
  [false, 9_001, true],
])('OP-13 a socket that is connected (%s) and quiet for %d ms is opened anew: %s', (isConnected, quietMs, renews) => {
  expect(mustRenew(isConnected, quietMs)).toBe(renews);
});
