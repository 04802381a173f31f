import { expect, test } from 'vitest';
import { agoInWords, inMinutes, inWords } from './minutes.ts';

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [119_999, '1 min'],
  [900_000, '15 min'],
])('PH-16 %i ms are %s', (duration, words) => {
  expect(inWords(duration)).toBe(words);
});
test.each([
  [0, 'just now'],
  [999, 'just now'],
  [1_000, '1 s ago'],
  [240_000, '4 min ago'],
])('PH-16 %i ms before are %s', (duration, words) => {
  expect(agoInWords(duration)).toBe(words);
});
test.each([
  [0, 'in 0 min'],
  [1, 'in 1 min'],
  [60_000, 'in 1 min'],
  [60_001, 'in 2 min'],
])('PH-61 %i ms ahead are %s', (duration, words) => {
  expect(inMinutes(duration)).toBe(words);
});
