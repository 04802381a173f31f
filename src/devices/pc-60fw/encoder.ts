/** Builds frames of a PC-60FW for tests and fuzzing (layout: frame.ts). */
import { crc8Maxim } from '../crc8.ts';
import { HEAD_BYTES, OXIMETER, SECOND, START, STATUS, VALUES, WAVE } from './frame.ts';

export interface Pc60fwValues {
  /** %; absent = 0. */
  readonly spo2Pct?: number;
  /** Beats a minute; absent = 0. */
  readonly pulseBpm?: number;
  /** In tenths of a percent; absent = 0. */
  readonly perfusionTenths?: number;
  readonly probeOff?: boolean;
  readonly searching?: boolean;
  /** 0–3. */
  readonly battery?: number;
}

export function encodeFrame(token: number, type: number, content: readonly number[]): Uint8Array {
  const frame = Uint8Array.from([START, SECOND, token, content.length + 2, type, ...content, 0]);
  frame[HEAD_BYTES + content.length + 1] = crc8Maxim(frame.subarray(0, -1));
  return frame;
}

export function encodeValues(values: Pc60fwValues): Uint8Array {
  const { spo2Pct = 0, pulseBpm = 0, perfusionTenths = 0, battery = 3 } = values;
  const status = (values.probeOff ? STATUS.probeOff : 0) | (values.searching ? STATUS.searching : 0);
  return encodeFrame(OXIMETER, VALUES.type, [
    spo2Pct & 0xff,
    pulseBpm & 0xff,
    (pulseBpm >> 8) & 0xff,
    perfusionTenths & 0xff,
    status,
    (battery & 3) << 6,
  ]);
}

/** @param samples five, 0–127; `beatAt`: at which of them the beat is. */
export const encodeWave = (samples: readonly number[], beatAt?: number): Uint8Array =>
  encodeFrame(
    OXIMETER,
    WAVE.type,
    samples.map((sample, index) => (sample & 0x7f) | (index === beatAt ? 0x80 : 0)),
  );
