import { describe, expect, test } from 'vitest';
import { birthDate, clockTime, decimal, elapsed, inWords, left, numberIn, signed, words } from './format.ts';

const S = 1_000;
const MIN = 60_000;

describe('UI-4 times are written in the clinic’s zone, whatever the tablet’s', () => {
  const at = Date.UTC(2026, 6, 1, 12, 23, 7);
  test.each([
    ['UTC', '12:23'],
    ['America/Los_Angeles', '05:23'],
    ['Asia/Kolkata', '17:53'],
  ])('%s', (zone, text) => expect(clockTime(at, zone)).toBe(text));
  test('midnight is 00:00, never 24:00', () => expect(clockTime(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00'));
});

describe('UI-5 time passed and time left make the whole', () => {
  test.each([
    [0, '0:00', '0:00'],
    [1, '0:00', '0:01'],
    [999, '0:00', '0:01'],
    [S, '0:01', '0:01'],
    [48 * S, '0:48', '0:48'],
    [40 * MIN, '40:00', '40:00'],
    [65 * MIN + 20 * S, '65:20', '65:20'],
    [-5 * S, '0:00', '0:00'],
  ])('%d ms: %s passed, %s left', (ms, passed, rest) => {
    expect(elapsed(ms)).toBe(passed);
    expect(left(ms)).toBe(rest);
  });
});

describe('UI-6 an age is in words', () => {
  test.each([
    [0, '0 s'],
    [59_999, '59 s'],
    [MIN, '1 min'],
    [60 * MIN - 1, '59 min'],
    [65 * MIN, '1 h 05'],
    [-1, '0 s'],
  ])('%d ms is %s', (ms, text) => expect(inWords(ms)).toBe(text));
});

test('UI-7 a change from baseline carries its sign, minus as wide as plus', () => {
  expect([signed(6), signed(-14), signed(0)]).toEqual(['+6', '−14', '0']);
});

test('UI-8 a birth date has no time zone', () => {
  expect(birthDate('1986-03-14')).toBe('14 Mar 1986');
  expect(birthDate('2000-01-01')).toBe('1 Jan 2000');
  expect(birthDate('unknown')).toBe('unknown');
});

test('UI-9 a typed number takes comma or point, and nothing that is not a number', () => {
  expect(['70', '70,5', ' 0.5 ', '', '7o', '-3', '1e3'].map(numberIn)).toEqual([
    70,
    70.5,
    0.5,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('UI-9 names are written as words, decimals without empty zeros', () => {
  expect(words('side-effect')).toBe('Side effect');
  expect([decimal(70), decimal(35.04), decimal(0.55, 2)]).toEqual(['70', '35', '0.55']);
});
