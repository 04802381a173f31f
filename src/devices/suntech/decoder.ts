/** SunTech Advantage OEM: the cuff's pressure while it is asked for, and the result of the last cycle (layout: frame.ts). */
import type { Decoded, DecodedReading, DecodeRefusal, Decoder } from '../decoder.ts';
import { hexOf, joined } from '../bytes.ts';
import {
  ANSWER_FRAME_BYTES,
  checksum,
  PRESSURE_FRAME_BYTES,
  PRESSURE_OFFSET,
  REPLY_START,
  RESULT_FRAME_BYTES,
  RETURN_CODE_FRAME_BYTES,
} from './frame.ts';
import { readResult, SUNTECH_RANGES } from './result.ts';

const LENGTHS: readonly number[] = [
  ANSWER_FRAME_BYTES,
  PRESSURE_FRAME_BYTES,
  RETURN_CODE_FRAME_BYTES,
  RESULT_FRAME_BYTES,
];

/** Make a new one whenever the link opens. Keeps less than one result frame of unread bytes. */
export function createSuntechDecoder(): Decoder {
  let unread: Uint8Array = new Uint8Array(0);
  return {
    push(bytes): Decoded {
      const readings: DecodedReading[] = [];
      const refusals: DecodeRefusal[] = [];
      const buffer = joined(unread, bytes);
      let at = 0;
      while (at < buffer.length) {
        const end = frameEnd(buffer, at);
        if (end === undefined) break;
        if (typeof end === 'number') {
          readFrame(buffer.subarray(at, end), readings, refusals);
          at = end;
          continue;
        }
        // The next start may stand inside what looked like a frame: go on from the very next one.
        const next = buffer.indexOf(REPLY_START, at + 1);
        const until = next < 0 ? buffer.length : next;
        refusals.push({ code: end.refused, message: `${end.why}: ${hexOf(buffer.subarray(at, until))}.` });
        at = until;
      }
      unread = buffer.slice(at);
      return { readings, refusals };
    },
  };
}

type Unusable = { readonly refused: DecodeRefusal['code']; readonly why: string };

/** Where the frame at `at` ends, or why none stands there. Undefined = not enough bytes to tell. */
function frameEnd(buffer: Uint8Array, at: number): number | Unusable | undefined {
  if (buffer[at] !== REPLY_START) return { refused: 'framing', why: 'Not the start of a reply' };
  const length = buffer[at + 1];
  if (length === undefined) return undefined;
  if (!LENGTHS.includes(length)) return { refused: 'length', why: `No reply has ${length} bytes` };
  if (buffer.length < at + length) return undefined;
  // A sum of 0 over the whole frame is the same as the right last byte.
  if (checksum(buffer.subarray(at, at + length)) !== 0) return { refused: 'checksum', why: 'The sum is not 0' };
  return at + length;
}

function readFrame(frame: Uint8Array, readings: DecodedReading[], refusals: DecodeRefusal[]): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length === RESULT_FRAME_BYTES) {
    const read = readResult(view);
    readings.push(read.reading);
    refusals.push(...read.refusals);
  }
  // Answers and return codes follow commands; they carry no reading.
  if (frame.length !== PRESSURE_FRAME_BYTES) return;
  const cuffPressureMmHg = view.getUint16(PRESSURE_OFFSET, true);
  const [low, high] = SUNTECH_RANGES.cuffPressureMmHg;
  if (cuffPressureMmHg >= low && cuffPressureMmHg <= high) {
    readings.push({ cuffPressureMmHg, quality: 'good', causes: [] });
  } else {
    const message = `cuffPressureMmHg ${cuffPressureMmHg} is outside ${low}–${high}.`;
    refusals.push({ code: 'implausible', message });
  }
}
