/** Replies of the module, the first one published; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';
import { encodeFailure, encodePressure, encodeResult } from './encoder.ts';

export const samples: readonly Uint8Array[] = [
  bytesOfHex('3e050201ba'),
  encodePressure(0),
  encodePressure(160),
  encodeResult({ systolicMmHg: 122, diastolicMmHg: 76, meanMmHg: 91, pulseBpm: 68 }),
  encodeResult({ systolicMmHg: 259, diastolicMmHg: 130, meanMmHg: 180, pulseBpm: 140 }),
  encodeFailure(0),
  encodeFailure(2),
  encodeFailure(87),
];
