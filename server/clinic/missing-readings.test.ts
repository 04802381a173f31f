import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MissingReadings } from './missing-readings.ts';

const missingOf = (...seqs: readonly number[]): number => {
  const missing = new MissingReadings();
  for (const seq of seqs) missing.see('ox-1', 'e1', seq);
  return missing.count;
};

test.each([
  ['one after the other', [7, 8, 9], 0],
  ['a hole of three', [1, 5], 3],
  ['a hole that is filled, from both ends', [1, 5, 2, 4, 3], 0],
  ['a backlog below the first', [10, 1, 2], 7],
  ['one that comes twice', [1, 3, 3, 1], 1],
] as const)('OP-35 what adapters left out is counted: %s', (_, seqs, count) => expect(missingOf(...seqs)).toBe(count));

test('OP-35 each counter of a device is its own', () => {
  const missing = new MissingReadings();
  missing.see('ox-1', 'e1', 100);
  missing.see('ox-1', 'e2', 1);
  missing.see('ox-2', 'e1', 1);
  missing.see('ox-1', 'e2', 3);
  expect(missing.count).toBe(1);
});

test('OP-35 in whatever order they come, what is missing is what lies between and was not brought', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 80 }), (seqs) => {
      const between = Math.max(...seqs) - Math.min(...seqs) + 1;
      expect(missingOf(...seqs)).toBe(between - new Set(seqs).size);
    }),
  );
});
