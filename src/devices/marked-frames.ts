/**
 * Formats without a checksum whose frames are known by bit 7: the first byte of a frame has it one way, all others the
 * other way. A frame is read at its last byte. One that lost a byte is known by the early start of the next, one that
 * lost its start by having none. What bit 7 cannot show is a loss that begins in one frame, ends in another and leaves
 * the right number of bytes: such a frame is read as it came, and the next one is right again.
 */
import { hexOf } from './bytes.ts';
import type { Decoder } from './decoder.ts';
import { Findings } from './findings.ts';
import type { PlethScale } from './pleth.ts';

export interface MarkedFormat {
  readonly pleth?: PlethScale;
  /** The state of bit 7 in a frame's first byte. */
  readonly startBit7: boolean;
  /** Bytes of the frame that begins with this byte; undefined = none does. */
  lengthOf(start: number): number | undefined;
  /** The frame is used again for the next one. */
  read(frame: Uint8Array, findings: Findings): void;
}

const LONGEST = 16;

/** Keeps less than one frame between calls. */
export function createMarkedDecoder(format: MarkedFormat): Decoder {
  const startBit = format.startBit7 ? 0x80 : 0;
  const frame = new Uint8Array(LONGEST);
  /** Bytes of the frame that are there, and that it will have. */
  let have = 0;
  let whole = 0;
  return {
    push(bytes) {
      const findings = new Findings(format.pleth);
      let skippedFrom: number | undefined;
      const endSkipped = (at: number): void => {
        if (skippedFrom === undefined) return;
        findings.refuse('framing', `Skipped in search of a frame: ${hexOf(bytes.subarray(skippedFrom, at))}.`);
        skippedFrom = undefined;
      };
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes[at] ?? 0;
        if ((byte & 0x80) === startBit) {
          if (have > 0)
            findings.refuse('framing', `Broke off after ${have} of ${whole} bytes: ${hexOf(frame.subarray(0, have))}.`);
          have = 0;
          whole = format.lengthOf(byte) ?? 0;
        }
        if (have === 0 && ((byte & 0x80) !== startBit || whole === 0)) {
          skippedFrom ??= at;
          continue;
        }
        endSkipped(at);
        frame[have] = byte;
        have += 1;
        if (have < whole) continue;
        format.read(frame.subarray(0, whole), findings);
        have = 0;
      }
      endSkipped(bytes.length);
      return findings.decoded();
    },
  };
}
