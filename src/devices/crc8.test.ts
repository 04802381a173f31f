import { describe, expect, test } from 'vitest';
import { bytesOfHex } from './bytes.ts';
import { crc8Maxim, crc8Poly07 } from './crc8.ts';

const CHECK = Uint8Array.from('123456789', (digit) => digit.charCodeAt(0));

describe('checksums', () => {
  test('DV-157 CRC-8/MAXIM has its catalogued check value, and is 0 over a frame with its own', () => {
    expect(crc8Maxim(CHECK)).toBe(0xa1);
    for (const hex of ['aa550f08015f55005700c0da', 'aa550f06210200000045', 'aa550f08016248000f000079'])
      expect(crc8Maxim(bytesOfHex(hex))).toBe(0);
  });

  test.each([
    ['00', 0x00],
    ['01', 0x07],
    ['ff', 0xf3],
    ['5517', 0x28],
    ['aa17e800000000', 0x1b],
    ['aa04fb00000000', 0x6a],
    ['a5e11e00000000', 0x69],
  ])('DV-162 CRC-8 with polynomial 07 of %s is as published', (hex, crc) => {
    expect(crc8Poly07(bytesOfHex(hex))).toBe(crc);
    expect(crc8Poly07(CHECK)).toBe(0xf4);
  });
});
