/** Frames of the 5-byte format, the first two published with a reader of Berry devices; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';
import { encodeFrame } from './encoder.ts';

export const samples: readonly Uint8Array[] = [
  bytesOfHex('8732054862'),
  bytesOfHex('8332054862'),
  encodeFrame({ spo2Pct: 91, pulseBpm: 128, pleth: 100, beep: true }),
  encodeFrame({ spo2Pct: 84, pulseBpm: 141, pleth: 0, dropping: true }),
  encodeFrame({ spo2Pct: 97, pulseBpm: 60, strength: 0 }),
  encodeFrame({}),
  encodeFrame({ spo2Pct: 0, pulseBpm: 0, probeError: true, strength: 0, pleth: 0 }),
  encodeFrame({ spo2Pct: 96, pulseBpm: 66, searching: true, searchingTooLong: true }),
];
