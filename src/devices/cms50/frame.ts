/**
 * The 5-byte format of older Contec CMS50 oximeters (19200 8O1), of Berry oximeters (Bluetooth LE UART) and of others
 * that call it BCI: about 60 frames a second, bit 7 set in the first byte only.
 * Source: public readers of these devices, which agree on all that is used here.
 */
import type { BleProfile } from '../device-table.ts';

export const FRAME_BYTES = 5;
/** One sample a frame, 7 bits; Berry devices go up to 100. */
export const CMS50_PLETH = { sampleHz: 60, fullScale: 127 } as const;

/** Byte 0, beside the strength of the signal in bits 0–3. */
export const STATUS = {
  always: 0x80,
  beep: 0x40,
  /** SpO2 dropping (Contec) or probe unplugged (Berry): too little agreed upon to be used. */
  dropping: 0x20,
  /** Searching for too long (Contec), no signal (Berry). */
  searchingTooLong: 0x10,
  strength: 0x0f,
} as const;

/** Byte 2, beside the height of the bar in bits 0–3. */
export const BAR = {
  /** Bit 7 of the pulse rate; bits 0–6 are byte 3. */
  pulseHigh: 0x40,
  searching: 0x20,
  /** No finger, or a probe that is off or broken. */
  probeError: 0x10,
  height: 0x0f,
} as const;

/** Both devices send these without a finger; 0 is what Contec's records hold there. */
export const MISSING_SPO2: readonly number[] = [127, 0];
export const MISSING_PULSE: readonly number[] = [255, 0];

/** Of Berry's oximeters (BM1000 and its kin). They speak by themselves: nothing is ever written to them. */
export const TRANSPARENT_UART: BleProfile = {
  service: '49535343-FE7D-4AE5-8FA9-9FAFD205E455',
  notify: ['49535343-1E4D-4BD9-BA61-23C647249616'],
};
