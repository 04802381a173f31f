/** Builds reply frames of a SunTech Advantage OEM module for the emulator and the tests (layout: frame.ts). */
import {
  ANSWER_FRAME_BYTES,
  checksum,
  PRESSURE_FRAME_BYTES,
  PRESSURE_OFFSET,
  REPLY_START,
  RESULT_FRAME_BYTES,
  RESULT_OFFSETS,
} from './frame.ts';

export interface SuntechResult {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly meanMmHg: number;
  readonly pulseBpm: number;
  readonly beats?: number;
  readonly status?: number;
  readonly error?: number;
}

function frame(bytes: number, fill: (view: DataView) => void): Uint8Array {
  const made = new Uint8Array(bytes);
  made.set([REPLY_START, bytes]);
  fill(new DataView(made.buffer));
  made[bytes - 1] = checksum(made.subarray(0, bytes - 1));
  return made;
}

/** What the module says to a command (frame.ts). */
export function encodeAnswer(letter: 'O' | 'K' | 'A' | 'B' | 'E'): Uint8Array {
  return frame(ANSWER_FRAME_BYTES, (view) => view.setUint8(2, letter.charCodeAt(0)));
}

/** The cuff's pressure now, mmHg. */
export function encodePressure(cuffPressureMmHg: number): Uint8Array {
  return frame(PRESSURE_FRAME_BYTES, (view) => view.setUint16(PRESSURE_OFFSET, cuffPressureMmHg, true));
}

/** The result of the last cycle. */
export function encodeResult(result: SuntechResult): Uint8Array {
  return frame(RESULT_FRAME_BYTES, (view) => {
    view.setUint16(RESULT_OFFSETS.systolic, result.systolicMmHg, true);
    view.setUint16(RESULT_OFFSETS.diastolic, result.diastolicMmHg, true);
    view.setUint8(RESULT_OFFSETS.beats, result.beats ?? 20);
    view.setUint8(RESULT_OFFSETS.status, result.status ?? 0);
    view.setUint16(RESULT_OFFSETS.pulse, result.pulseBpm, true);
    view.setUint16(RESULT_OFFSETS.mean, result.meanMmHg, true);
    view.setUint8(RESULT_OFFSETS.error, result.error ?? 0);
  });
}

/** A cycle that ended without a value: the module's error code, all numbers zero. */
export function encodeFailure(error: number): Uint8Array {
  return encodeResult({ systolicMmHg: 0, diastolicMmHg: 0, meanMmHg: 0, pulseBpm: 0, beats: 0, error });
}
