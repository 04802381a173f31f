/** Frames of the PC-60FW family, the first seven captured and published; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';
import { encodeValues, encodeWave } from './encoder.ts';

export const samples: readonly Uint8Array[] = [
  bytesOfHex('aa550f08015f55005700c0da'),
  bytesOfHex('aa550f08016358002300c0d7'),
  bytesOfHex('aa550f08016144000000c094'),
  bytesOfHex('aa550f0702403e3d3c3c2f'),
  bytesOfHex('aa550f07024dcb494643aa'),
  // Working mode, and battery.
  bytesOfHex('aa550f06210200000045'),
  bytesOfHex('aa55f0030303f6'),
  encodeValues({ spo2Pct: 84, pulseBpm: 141, perfusionTenths: 4, battery: 0 }),
  encodeValues({ spo2Pct: 91, pulseBpm: 300 }),
  encodeValues({ probeOff: true }),
  encodeValues({ spo2Pct: 96, pulseBpm: 66, searching: true }),
  encodeWave([0, 31, 127, 64, 1], 2),
];
