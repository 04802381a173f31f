/**
 * The numbers of IEEE 11073-20601: mantissa and exponent to the base 10, both two's complement (not biased, as some
 * public readers have it). Special values are words of their own, not exponents of theirs.
 */

/** Not a number, not at this resolution, beyond the range, or reserved: each is a way to say "no value". */
export type NoNumber = 'NaN' | 'NRes' | '+INF' | '-INF' | 'RFU';

const SFLOAT_SPECIALS: ReadonlyMap<number, NoNumber> = new Map([
  [0x07ff, 'NaN'],
  [0x0800, 'NRes'],
  [0x07fe, '+INF'],
  [0x0802, '-INF'],
  [0x0801, 'RFU'],
]);

const FLOAT_SPECIALS: ReadonlyMap<number, NoNumber> = new Map([
  [0x007fffff, 'NaN'],
  [0x00800000, 'NRes'],
  [0x007ffffe, '+INF'],
  [0x00800002, '-INF'],
  [0x00800001, 'RFU'],
]);

/** Divided, not multiplied by a fraction: 1270 · 10⁻¹ is 127, not 127.00000000000001. */
const scaled = (mantissa: number, exponent: number): number =>
  exponent < 0 ? mantissa / 10 ** -exponent : mantissa * 10 ** exponent;

/** @param word 16 bits: exponent in the upper 4, mantissa in the lower 12. */
export const sfloatOf = (word: number): number | NoNumber =>
  SFLOAT_SPECIALS.get(word) ?? scaled((word << 20) >> 20, (word << 16) >> 28);

/** @param word 32 bits: exponent in the upper 8, mantissa in the lower 24. */
export const floatOf = (word: number): number | NoNumber =>
  FLOAT_SPECIALS.get(word >>> 0) ?? scaled((word << 8) >> 8, word >> 24);
