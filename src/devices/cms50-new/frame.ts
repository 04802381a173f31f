/**
 * The serial format of newer Contec CMS50 oximeters (D+ from 4.x, E, F, 60C …), 115200 8N1. A packet is a type byte with
 * bit 7 clear, a byte whose bits 0–6 are bit 7 of the bytes after it, and these, all with bit 7 set.
 * Packets of type 01 come 60 times a second once asked for:
 * `01 | high | signal | pleth | bar | pulse | SpO2 | PI low | PI high`.
 * Source: public captures, and public readers written after Contec's "Communication protocol of pulse oximeter V7.0".
 */
export const LIVE = 0x01;
/** Bytes of a packet by its type: live, and answers to commands (which Vigil never gives) as they were captured. */
export const PACKET_BYTES: ReadonlyMap<number, number> = new Map([
  [LIVE, 9],
  [0x02, 9],
  [0x03, 9],
  [0x04, 9],
  [0x06, 4],
  [0x0c, 2],
  [0x0e, 3],
  // Three stored pairs of SpO2 and pulse: of another time, never read.
  [0x0f, 8],
  [0x11, 9],
  [0x13, 9],
  [0x14, 9],
]);
/** One sample a packet, 7 bits. */
export const CMS50_NEW_PLETH = { sampleHz: 60, fullScale: 127 } as const;

/** The signal byte, its bit 7 restored, beside the strength in bits 0–3. Together with the next, what E1 to E3 mean. */
export const SIGNAL = { fingerOut: 0x80, beep: 0x40, searchingTooLong: 0x10, strength: 0x0f } as const;
/** The pleth byte, its bit 7 restored, beside the sample in bits 0–6. */
export const PLETH = { searching: 0x80, sample: 0x7f } as const;
/** The bar byte, beside the height in bits 0–3: the device does not measure a perfusion index. */
export const BAR = { noPerfusion: 0x10, height: 0x0f } as const;

/** Without a finger captured devices send 0; V7.0 has 127 and 255. */
export const MISSING_SPO2: readonly number[] = [0, 127, 255];
export const MISSING_PULSE: readonly number[] = [0, 255];

const command = (code: number): readonly number[] => [0x7d, 0x81, code, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80];
/** Send live packets. A CMS50D+ stops after 30 s all the same. */
export const START_LIVE = command(0xa1);
/** Somebody is listening: to be sent at least every 5 s. */
export const KEEP_ALIVE = command(0xaf);
