import { describe, expect, test } from 'vitest';
import { age, birthDateText, clockText, countdown, minSec } from './time.ts';

const MINUTE = 60_000;

describe('UI-40 times are the clinic’s', () => {
  test.each([
    ['Europe/Berlin', '14:23'],
    ['America/Los_Angeles', '05:23'],
    ['Asia/Kathmandu', '19:08'],
  ])('UI-40 the same instant reads in %s as %s', (zone, text) => {
    expect(clockText(Date.UTC(2026, 0, 5, 13, 23), zone)).toBe(text);
  });

  test.each([
    [-1, '0:00'],
    [0, '0:00'],
    [999, '0:00'],
    [48_000, '0:48'],
    [23 * MINUTE + 10_000, '23:10'],
    [64 * MINUTE + 5_000, '1:04:05'],
    [120 * MINUTE, '2:00:00'],
  ])('UI-40 %d ms reads %s', (ms, text) => expect(minSec(ms)).toBe(text));

  test('UI-40 a countdown reads 0:00 only when it is over', () => {
    expect(countdown(10_001, 10_000)).toBe('0:01');
    expect(countdown(10_000, 10_000)).toBe('0:00');
    expect(countdown(9_000, 10_000)).toBe('0:00');
  });

  test.each([
    [41_900, '41 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [59 * MINUTE, '59 min'],
    [125 * MINUTE, '2 h 5 min'],
  ])('UI-40 an age of %d ms reads %s', (ms, text) => expect(age(ms)).toBe(text));

  test('UI-40 a birth date has no zone', () => {
    expect(birthDateText('1979-11-02')).toBe('2 Nov 1979');
    expect(birthDateText('unknown')).toBe('unknown');
  });
});
