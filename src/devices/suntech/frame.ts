/**
 * The frames of a SunTech Advantage OEM module: 9600 8N1, replies `3E len … ck`, `len` counts the whole frame and
 * the whole frame sums to 0 mod 256. Numbers are little-endian. Offsets count from the frame's first byte.
 * Source: public readers of the module (offsets and checksum agree in all of them).
 */
export const REPLY_START = 0x3e;
/** Host commands begin with this: `3A code … ck`, same checksum. */
export const COMMAND_START = 0x3a;

/** One letter after a command: O received, K done, A aborted, B busy, E error. */
export const ANSWER_FRAME_BYTES = 4;
export const ANSWER_OFFSET = 2;
export const PRESSURE_FRAME_BYTES = 5;
export const RETURN_CODE_FRAME_BYTES = 6;
export const RESULT_FRAME_BYTES = 24;

/** Cuff pressure, mmHg, u16. */
export const PRESSURE_OFFSET = 2;
export const RESULT_OFFSETS = {
  /** u16 mmHg. */
  systolic: 2,
  /** u16 mmHg. */
  diastolic: 4,
  /** u8: heartbeats found, or a test code: public readers differ [K]. */
  beats: 6,
  /** u8 [K]. */
  status: 7,
  /** u16 beats a minute. */
  pulse: 16,
  /** u16 mmHg. */
  mean: 18,
  /** u8: 0 = a valid result. */
  error: 20,
} as const;

/** Host commands that only ask. Others inflate the cuff, open valves or calibrate. */
export const GET_CUFF_PRESSURE: readonly number[] = [COMMAND_START, 0x79, 0x05, 0x00, 0x48];
export const GET_RESULT: readonly number[] = [COMMAND_START, 0x79, 0x03, 0x00, 0x4a];

/**
 * Host commands for a cuff that the clinic lets Vigil start: inflate once (adult), and abort. Nothing but src/devices/cuff-guard.ts
 * and a person's Stop lets them go out. Sources: start in two public readers of the module (ak-git/DesktopFX NIBPRequest;
 * 519984307/Appciton SuntechProvider, which has abort too, as code 79 01 00); both agree on the checksum. The maker's own
 * document was not at hand [K]: to be confirmed with it before a clinic turns this on.
 */
export const START_ADULT: readonly number[] = [COMMAND_START, 0x20, 0xa6];
export const ABORT: readonly number[] = [COMMAND_START, 0x79, 0x01, 0x00, 0x4c];
/**
 * The pause between two cycles, ms. 30 s of an empty cuff is what IEC 80601-2-30 asks of automatic cycles [K] and what makers'
 * manuals say of theirs (Spacelabs 90341: "the minimum delay between readings becomes 30-seconds"). SunTech's own number: [K].
 */
export const REST_MS = 30_000;

/** The byte that makes the sum of all bytes 0 mod 256. */
export function checksum(bytes: Iterable<number>): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return -sum & 0xff;
}
