import { expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import { dateTimeAt } from './date-time.ts';

const read = (hex: string) => dateTimeAt(new DataView(bytesOfHex(hex).buffer), 0);

test.each([
  ['e807060f11111b', Date.UTC(2024, 5, 15, 17, 17, 27)],
  ['e807021d173b3b', Date.UTC(2024, 1, 29, 23, 59, 59)],
  ['b2070101000000', 0],
])('DV-101 %s is a time of UTC', (hex, at) => {
  expect(read(hex)).toBe(at);
});

test.each(['2e060000000000', 'e807000f000000', 'e8070600000000', '0000060f000000'])('DV-101 %s is not known', (hex) => {
  expect(read(hex)).toBe('unknown');
});

test.each([
  ['31 February', 'e807021f000000'],
  ['29 February of no leap year', 'e707021d000000'],
  ['month 13', 'e8070d01000000'],
  ['hour 24', 'e8070601180000'],
  ['minute 60', 'e80706010c3c00'],
  ['second 60', 'e80706010c003c'],
  ['the year 1969', 'b1070c1f173b3b'],
  ['the year 4', '04000506070809'],
])('DV-101 %s is no time', (_, hex) => {
  expect(read(hex)).toBe('impossible');
});
