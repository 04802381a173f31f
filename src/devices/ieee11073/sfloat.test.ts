import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatOf, sfloatOf } from './sfloat.ts';

describe('SFLOAT', () => {
  test.each([
    [0x0078, 120],
    [0xf4f6, 127],
    [0xf170, 36.8],
    [0xed66, -6.66],
    [0xc037, 0.0055],
    [0x1001, 10],
    [0x7201, 5_130_000_000],
    [0xf3e8, 100],
    [0xf057, 8.7],
    [0x0000, 0],
    [0x0fff, -1],
    [0x8001, 1e-8],
  ])('DV-100 %x is %d: both halves are two’s complement', (word, value) => {
    expect(sfloatOf(word)).toBe(value);
  });

  test.each([
    [0x07ff, 'NaN'],
    [0x0800, 'NRes'],
    [0x07fe, '+INF'],
    [0x0802, '-INF'],
    [0x0801, 'RFU'],
  ])('DV-100 %x is %s, of exponent 0 only', (word, name) => {
    expect(sfloatOf(word)).toBe(name);
    expect(typeof sfloatOf(word | 0x1000)).toBe('number');
  });

  test('DV-100 every other word is a number of at most 2047 · 10⁷', () => {
    for (let word = 0; word <= 0xffff; word += 1) {
      const value = sfloatOf(word);
      if (typeof value === 'number') expect(Math.abs(value)).toBeLessThanOrEqual(2_048e7);
    }
  });
});

describe('FLOAT', () => {
  test.each([
    [0xff00016c, 36.4],
    [0xfc03fe01, 26.1633],
    [0xfeffe9c3, -56.93],
    [0x04030201, 1_971_210_000],
    [0x00040302, 262_914],
  ])('DV-100 %x is %d', (word, value) => {
    expect(floatOf(word)).toBe(value);
  });

  test.each([
    [0x007fffff, 'NaN'],
    [0x00800000, 'NRes'],
    [0x007ffffe, '+INF'],
    [0x00800002, '-INF'],
    [0x00800001, 'RFU'],
  ])('DV-100 %x is %s', (word, name) => {
    expect(floatOf(word)).toBe(name);
    // As a DataView or a bit operation gives it.
    expect(floatOf(word | 0)).toBe(name);
  });

  test('DV-100 every other word is a finite number', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (word) => {
        const value = floatOf(word);
        return typeof value === 'string' || Number.isFinite(value);
      }),
    );
  });
});
