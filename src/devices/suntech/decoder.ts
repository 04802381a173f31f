/** SunTech Advantage OEM: the cuff's pressure while it is asked for, and the result of the last cycle (layout: frame.ts). */
import type { Decoder } from '../decoder.ts';
import { createCheckedDecoder, type NoFrame } from '../checked-frames.ts';
import type { Findings } from '../findings.ts';
import {
  ANSWER_FRAME_BYTES,
  ANSWER_OFFSET,
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

const REFUSALS: ReadonlyMap<number, 'busy' | 'error'> = new Map([
  ['B'.charCodeAt(0), 'busy'],
  ['E'.charCodeAt(0), 'error'],
]);

/** Make a new one whenever the link opens. */
export const createSuntechDecoder = (): Decoder =>
  createCheckedDecoder({
    start: REPLY_START,
    longest: RESULT_FRAME_BYTES,
    lengthAt,
    // A sum of 0 over the whole frame is the same as the right last byte.
    isRight: (frame) => checksum(frame) === 0,
    read: readFrame,
  });

function lengthAt(buffer: Uint8Array, at: number): number | NoFrame | undefined {
  const length = buffer[at + 1];
  if (length === undefined || LENGTHS.includes(length)) return length;
  return { refused: 'length', why: `No reply has ${length} bytes` };
}

function readFrame(frame: Uint8Array, { readings, refusals }: Findings): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length === RESULT_FRAME_BYTES) {
    const read = readResult(view);
    readings.push(read.reading);
    refusals.push(...read.refusals);
  }
  if (frame.length === ANSWER_FRAME_BYTES) {
    const refusedCommand = REFUSALS.get(view.getUint8(ANSWER_OFFSET));
    if (refusedCommand) readings.push({ quality: 'none', causes: [], refusedCommand });
  }
  // Other answers and return codes follow commands; they carry no reading.
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
