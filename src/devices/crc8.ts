/** The two 8-bit checksums of Viatom's devices, over a frame without its last byte. */

const tableOf = (step: (crc: number) => number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = step(crc);
    return crc;
  });

/** Polynomial 31, both ways reflected: CRC-8/MAXIM, CRC-8 of 1-Wire. */
const MAXIM = tableOf((crc) => (crc >> 1) ^ ((crc & 1) * 0x8c));
/** Polynomial 07: CRC-8, of SMBus. */
const POLY_07 = tableOf((crc) => ((crc << 1) & 0xff) ^ ((crc >> 7) * 0x07));

const crcBy =
  (table: Uint8Array) =>
  (bytes: Uint8Array): number => {
    let crc = 0;
    for (let at = 0; at < bytes.length; at += 1) crc = table[crc ^ (bytes[at] ?? 0)] ?? 0;
    return crc;
  };

export const crc8Maxim = crcBy(MAXIM);
export const crc8Poly07 = crcBy(POLY_07);
