/** Formats whose frames begin with a fixed byte, say how long they are, and end with a checksum. */
import { hexOf, joined } from './bytes.ts';
import type { Decoder, DecodeRefusal } from './decoder.ts';
import { Findings } from './findings.ts';
import type { PlethScale } from './pleth.ts';

export interface NoFrame {
  readonly refused: DecodeRefusal['code'];
  readonly why: string;
}

export interface CheckedFormat {
  readonly pleth?: PlethScale;
  readonly start: number;
  /** The longest frame: no more bytes than these are waited for. */
  readonly longest: number;
  /**
   * Bytes of the frame at `at`, which begins with `start`, or why none stands there. It tells as soon as it can.
   * Undefined = not enough bytes to tell.
   */
  lengthAt(buffer: Uint8Array, at: number): number | NoFrame | undefined;
  /** Whether its checksum is right; the frame is whole. */
  isRight(frame: Uint8Array): boolean;
  /** The frame is whole and right. */
  read(frame: Uint8Array, findings: Findings): void;
}

/** Keeps less than one frame between calls. */
export function createCheckedDecoder(format: CheckedFormat): Decoder {
  let unread: Uint8Array = new Uint8Array(0);
  return {
    push(bytes) {
      const findings = new Findings(format.pleth);
      const buffer = unread.length === 0 ? bytes : joined(unread, bytes);
      let at = 0;
      while (at < buffer.length) {
        const found = frameAt(format, buffer, at);
        if (found === undefined) break;
        if (typeof found === 'number') {
          format.read(buffer.subarray(at, at + found), findings);
          at += found;
          continue;
        }
        // The next start may stand inside what looked like a frame: go on from the very next one.
        const next = buffer.indexOf(format.start, at + 1);
        const until = next < 0 ? buffer.length : next;
        findings.refuse(found.refused, `${found.why}: ${hexOf(buffer.subarray(at, until))}.`);
        at = until;
      }
      unread = buffer.slice(at);
      return findings.decoded();
    },
  };
}

function frameAt(format: CheckedFormat, buffer: Uint8Array, at: number): number | NoFrame | undefined {
  if (buffer[at] !== format.start) return { refused: 'framing', why: 'Not the start of a frame' };
  const length = format.lengthAt(buffer, at);
  if (typeof length !== 'number') return length;
  if (length > format.longest) return { refused: 'length', why: `No frame has ${length} bytes` };
  if (buffer.length < at + length) return undefined;
  if (!format.isRight(buffer.subarray(at, at + length))) return { refused: 'checksum', why: 'The checksum is wrong' };
  return length;
}
