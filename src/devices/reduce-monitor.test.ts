import { describe, expect, test } from 'vitest';
import { bytesOfText } from './bytes.ts';
import type { DecodedReading } from './decoder.ts';
import { createHl7OruDecoder } from './hl7-oru/decoder.ts';
import { aquaris } from './hl7-oru/samples.ts';
import { createReducer } from './reduce.ts';

const MINUTE = 60_000;
const spo2: DecodedReading = { measure: 'oximetry', spo2Pct: 97, pulseBpm: 70, quality: 'good', causes: [] };
/** A blood pressure that the monitor dates `deviceAt` and sends `ageMs` later. */
const bp = (systolicMmHg: number, deviceAt?: number, ageMs = 0): DecodedReading => ({
  measure: 'nibp',
  systolicMmHg,
  diastolicMmHg: 76,
  quality: 'good',
  causes: [],
  ...(deviceAt === undefined ? {} : { deviceAt }),
  ...(ageMs > 0 ? { ageMs } : {}),
});
const empty: DecodedReading = { measure: 'nibp', quality: 'none', causes: ['no-value'] };
const started = () => {
  const reducer = createReducer('monitor');
  reducer.push(empty, 0);
  return reducer;
};

describe('blood pressure', () => {
  test('DV-131 is sent once, however often it is repeated, and dated by its age', () => {
    const reducer = started();
    expect(reducer.push(bp(122, 1_000), 10_000)).toEqual([
      {
        kind: 'nibp',
        measuredAt: 10_000,
        deviceAt: 1_000,
        systolicMmHg: 122,
        diastolicMmHg: 76,
        quality: 'good',
        causes: [],
      },
    ]);
    for (let n = 1; n < 100; n += 1) expect(reducer.push(bp(122, 1_000, n * 5_000), 10_000 + n * 5_000)).toEqual([]);
    expect(reducer.push(bp(131, 301_000, 40_000), 900_000)).toMatchObject([{ systolicMmHg: 131, measuredAt: 860_000 }]);
  });

  test('DV-131 of a monitor that dates every value with its message is new only by its numbers', () => {
    const reducer = started();
    const sent = Array.from({ length: 60 }, (_, n) => reducer.push(bp(n < 30 ? 122 : 124, n * MINUTE), n * MINUTE));
    expect(sent.flat()).toMatchObject([{ systolicMmHg: 122 }, { systolicMmHg: 124 }]);
  });

  test('DV-131 with equal numbers is new when the monitor dates it later', () => {
    const reducer = started();
    expect(reducer.push(bp(122, 1_000, 4_000), 5_000)).toHaveLength(1);
    expect(reducer.push(bp(122, 301_000, 4_000), 305_000)).toHaveLength(1);
    expect(reducer.push(bp(122, 301_000, 64_000), 365_000)).toEqual([]);
  });

  test('DV-131 the one found at first is not sent, nor one found after a long break', () => {
    const reducer = createReducer('monitor');
    expect(reducer.push(bp(122), 0)).toEqual([]);
    reducer.reopened(3 * MINUTE);
    expect(reducer.push(bp(131), 3 * MINUTE)).toHaveLength(1);
    reducer.reopened(6 * MINUTE + 1);
    expect(reducer.push(bp(140), 6 * MINUTE + 1)).toEqual([]);
    expect(reducer.push(bp(150), 7 * MINUTE)).toHaveLength(1);
  });

  test('DV-131 is not new because its rows were empty meanwhile', () => {
    const reducer = started();
    expect(reducer.push(bp(122), MINUTE)).toHaveLength(1);
    expect(reducer.push(empty, 2 * MINUTE)).toEqual([]);
    expect(reducer.push(bp(122), 3 * MINUTE)).toEqual([]);
  });

  test('DV-131 that is impossible is a failed cycle, once', () => {
    const reducer = started();
    const failed = { ...empty, failure: 'implausible' } as const;
    expect(reducer.push(failed, 1_000)).toMatchObject([{ kind: 'nibp-failed', failure: 'implausible' }]);
    expect(reducer.push(failed, 2_000)).toEqual([]);
  });
});

describe('oximetry', () => {
  test('DV-131 an empty cuff takes nothing from it, and the other way round', () => {
    const reducer = started();
    expect(reducer.push(spo2, 1_000)).toMatchObject([{ kind: 'oximetry', spo2Pct: 97 }]);
    expect(reducer.push(empty, 1_500)).toEqual([]);
    expect(reducer.push(spo2, 2_000)).toMatchObject([{ kind: 'oximetry', spo2Pct: 97, quality: 'good', causes: [] }]);
  });

  test('DV-131 is dated by its age too', () => {
    expect(started().push({ ...spo2, ageMs: 20_000 }, MINUTE)).toMatchObject([{ measuredAt: 40_000 }]);
  });

  test('DV-131 a message of a real monitor: no saturation now, and a cuff value of ten minutes ago', () => {
    const [reducer, decoder] = [started(), createHl7OruDecoder()];
    const readings = decoder.push(bytesOfText(aquaris)).readings.flatMap((each) => reducer.push(each, 20 * MINUTE));
    expect(readings).toMatchObject([
      { kind: 'nibp', systolicMmHg: 142, measuredAt: 20 * MINUTE - 619_000 },
      { kind: 'oximetry', quality: 'none', causes: ['no-value'], measuredAt: 20 * MINUTE },
    ]);
  });
});
