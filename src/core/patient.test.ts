import { expect, test } from 'vitest';
import { told } from '../../tests/support/visit-builder.ts';
import { checkBirthDate } from './patient.ts';

test.each([
  ['2026-03-02', 'accepted'],
  ['2026-03-03', 'out-of-range: A birth date of 2026-03-03 lies in the future: correct it.'],
  ['1904-03-02', 'accepted'],
  ['1904-03-01', 'out-of-range: A birth date of 1904-03-01 is more than 122 years ago: correct it.'],
])('PH-7 on 2026-03-02, born %s: %s', (birthDate, expected) => {
  expect(told(checkBirthDate(birthDate, '2026-03-02'))).toBe(expected);
});
