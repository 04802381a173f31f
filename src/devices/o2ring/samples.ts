/** Replies of an O2Ring; the contents of the first three were captured and published. Facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';
import { encodeReply, encodeValues } from './encoder.ts';

export const samples: readonly Uint8Array[] = [
  encodeReply([...bytesOfHex('624200000000006100920a0100')]),
  encodeReply([...bytesOfHex('ffffff00000000600005000000')]),
  // Charging.
  encodeReply([...bytesOfHex('ffffff00000000620100000000')]),
  encodeValues({ spo2Pct: 84, pulseBpm: 141, perfusionTenths: 4, batteryPct: 9 }),
  encodeValues({ spo2Pct: 91, pulseBpm: 300, perfusionTenths: 31 }),
  encodeValues({}),
];
