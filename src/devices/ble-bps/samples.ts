/** Notifications of 2A35, 2A36 and reads of 2A49, most of them recorded; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';

export const samples: readonly Uint8Array[] = [
  // An unnamed cuff with all fields but user id.
  '167c0056006100e807060f11111b33000000',
  '167c0056006100e807060f11111b33000800',
  // Beurer BM85.
  '566a0047000000ea07080b121f00003f000000',
  '56770046000000ea07080b1439000057010040',
  // A consumer cuff: 127.0 with exponent −1, no mean, reserved bits set.
  'def6f416f3ff07e4070114082b00b2f2018000',
  // Only pressures and pulse.
  '047a0052005f004400',
  // 16.0 / 10.7 / 12.5 kPa.
  '01a0f06bf07df0',
  // A cycle without a value, the cuff too loose.
  '10ff07ff07ff070200',
  // 2A36: 148 mmHg in the cuff.
  '009400ff07ff07',
  // 2A49.
  'ff01',
].map(bytesOfHex);
