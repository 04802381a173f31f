/** Builds live packets of a newer CMS50 for tests and fuzzing (layout: frame.ts). */
import { BAR, LIVE, PLETH, SIGNAL } from './frame.ts';

export interface Cms50NewPacket {
  /** %; absent = 127. */
  readonly spo2Pct?: number;
  /** Beats a minute; absent = 255. */
  readonly pulseBpm?: number;
  /** 0–127. */
  readonly pleth?: number;
  /** 0–15. */
  readonly strength?: number;
  readonly fingerOut?: boolean;
  readonly searching?: boolean;
  readonly searchingTooLong?: boolean;
  readonly beep?: boolean;
}

/** As a model sends it that measures no perfusion index. Numbers are masked to their fields. */
export function encodePacket(packet: Cms50NewPacket): Uint8Array {
  const { spo2Pct = 127, pulseBpm = 255, pleth = 64, strength = 5 } = packet;
  const bit = (set: boolean | undefined, mask: number): number => (set ? mask : 0);
  const bytes = [
    bit(packet.fingerOut, SIGNAL.fingerOut) |
      bit(packet.beep, SIGNAL.beep) |
      bit(packet.searchingTooLong, SIGNAL.searchingTooLong) |
      (strength & SIGNAL.strength),
    bit(packet.searching, PLETH.searching) | (pleth & PLETH.sample),
    BAR.noPerfusion | ((pleth >> 3) & BAR.height),
    pulseBpm & 0xff,
    spo2Pct & 0xff,
    0xff,
    0xff,
  ];
  const high = bytes.reduce((bits, byte, place) => bits | ((byte >> 7) << place), 0x80);
  return Uint8Array.from([LIVE, high, ...bytes.map((byte) => byte | 0x80)]);
}
