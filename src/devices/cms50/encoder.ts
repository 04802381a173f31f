/** Builds frames of the 5-byte format for tests and fuzzing (layout: frame.ts). */
import { BAR, STATUS } from './frame.ts';

export interface Cms50Frame {
  /** %; absent = 127. */
  readonly spo2Pct?: number;
  /** Beats a minute; absent = 255. */
  readonly pulseBpm?: number;
  /** 0–127. */
  readonly pleth?: number;
  /** 0–15. */
  readonly strength?: number;
  readonly searchingTooLong?: boolean;
  readonly dropping?: boolean;
  readonly beep?: boolean;
  readonly probeError?: boolean;
  readonly searching?: boolean;
}

/** Numbers are masked to their fields, so that tests can build impossible ones too. */
export function encodeFrame(frame: Cms50Frame): Uint8Array {
  const { spo2Pct = 127, pulseBpm = 255, pleth = 64, strength = 7 } = frame;
  const bit = (set: boolean | undefined, mask: number): number => (set ? mask : 0);
  return Uint8Array.of(
    STATUS.always |
      bit(frame.searchingTooLong, STATUS.searchingTooLong) |
      bit(frame.dropping, STATUS.dropping) |
      bit(frame.beep, STATUS.beep) |
      (strength & STATUS.strength),
    pleth & 0x7f,
    bit((pulseBpm & 0x80) !== 0, BAR.pulseHigh) |
      bit(frame.searching, BAR.searching) |
      bit(frame.probeError, BAR.probeError) |
      ((pleth >> 3) & BAR.height),
    pulseBpm & 0x7f,
    spo2Pct & 0x7f,
  );
}
