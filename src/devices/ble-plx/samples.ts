/** Notifications of 2A5F and 2A5E and reads of 2A60, some of them recorded; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';

export const samples: readonly Uint8Array[] = [
  // 2A5F.
  '00e8f384f3',
  '00d4f34800',
  '1c5f005a00200000000057f0',
  // With fast and slow values before the states.
  '1f5f005a0060005b005e00590020010000001ef0',
  // Sensor unconnected to the user, the numbers still there.
  '0c5f005a002000000800',
  // 2A5E: with all fields; then a ChoiceMMed whose clock was never set.
  '0facf3bef5e8070b1d170839204022000066e3',
  '1761006000e10701010122132000200000',
  // 2A60 with both masks.
  '4f00e0ffffff00',
].map(bytesOfHex);
