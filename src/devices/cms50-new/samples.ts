/** Packets of newer CMS50s, the first six captured from a CMS50D+ and published; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';
import { encodePacket } from './encoder.ts';

export const samples: readonly Uint8Array[] = [
  bytesOfHex('01e085b396c1e1ffff'),
  bytesOfHex('01e085aa95c1e1ffff'),
  // No finger.
  bytesOfHex('01e184c0908080ffff'),
  // Answers to commands, and stored values.
  bytesOfHex('0c80'),
  bytesOfHex('118081818080808080'),
  bytesOfHex('0f80e2c6e2c6e2c6'),
  encodePacket({ spo2Pct: 91, pulseBpm: 128, pleth: 100, beep: true }),
  encodePacket({ spo2Pct: 84, pulseBpm: 141, strength: 0 }),
  encodePacket({}),
  encodePacket({ searching: true }),
  encodePacket({ spo2Pct: 96, pulseBpm: 66, searchingTooLong: true }),
];
