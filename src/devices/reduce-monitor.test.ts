import fc from 'fast-check';
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
  reducer.push(empty, -1);
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

describe('several blood pressures in one message', () => {
  const [earlier, later] = [0, 5 * MINUTE];
  /** A message of both, `at` our time; their ages jitter as stamps in whole seconds do. */
  const both = (reducer: ReturnType<typeof started>, at: number) =>
    [bp(165, earlier, at - earlier - (at % 400)), bp(128, later, at - later - (at % 400))].flatMap((each) =>
      reducer.push(each, at),
    );

  test('DV-187 each is sent once, however often the message comes', () => {
    const reducer = started();
    const sent = Array.from({ length: 20 }, (_, n) => both(reducer, 10 * MINUTE + n * 1_037)).flat();
    expect(sent).toMatchObject([{ systolicMmHg: 165 }, { systolicMmHg: 128 }]);
  });

  test('DV-187 those of the first message are found, not sent; nor are those found after a long break', () => {
    const reducer = createReducer('monitor');
    expect(both(reducer, 10 * MINUTE)).toEqual([]);
    expect(both(reducer, 10 * MINUTE + 1_000)).toEqual([]);
    reducer.reopened(20 * MINUTE);
    expect(both(reducer, 20 * MINUTE)).toEqual([]);
    expect(reducer.push(bp(131, 20 * MINUTE, 4_000), 20 * MINUTE + 4_000)).toMatchObject([{ systolicMmHg: 131 }]);
  });

  test('DV-187 a corrected one has the instant of the first, one that only gains its mean is no other', () => {
    const reducer = started();
    reducer.push(bp(165, earlier, MINUTE), MINUTE);
    expect(reducer.push({ ...bp(165, earlier, MINUTE), meanMmHg: 110 }, MINUTE + 900)).toEqual([]);
    expect(reducer.push(bp(156, earlier, MINUTE), MINUTE + 900)).toMatchObject([{ systolicMmHg: 156, measuredAt: 0 }]);
  });

  test('DV-187 whatever is repeated in whatever order: each dated result goes out once', () => {
    const results = fc.uniqueArray(fc.nat(86_400), { minLength: 1, maxLength: 20 });
    const order = fc.array(fc.nat(), { maxLength: 200 });
    fc.assert(
      fc.property(results, order, fc.array(fc.nat(999), { minLength: 1 }), (seconds, picks, jitter) => {
        const reducer = started();
        const start = 86_401_000;
        const sent = [...picks, ...seconds.keys()].flatMap((pick, n) => {
          const deviceAt = (seconds[pick % seconds.length] ?? 0) * 1_000;
          const at = start + n * 1_000;
          return reducer.push(
            bp(100 + (deviceAt % 90), deviceAt, at - deviceAt - (jitter[n % jitter.length] ?? 0)),
            at,
          );
        });
        expect(sent.map(({ deviceAt }) => deviceAt).sort()).toEqual(seconds.map((second) => second * 1_000).sort());
      }),
    );
  });

  test('DV-187 dated with all that was sent together it is new only by its numbers', () => {
    const reducer = started();
    const together = (systolic: number, at: number) =>
      reducer.push({ ...bp(systolic, at - 26_000, 26_000), datedTogether: true }, at);
    const sent = Array.from({ length: 10 }, (_, n) => together(n < 5 ? 122 : 131, n * MINUTE));
    expect(sent.flat()).toMatchObject([{ systolicMmHg: 122 }, { systolicMmHg: 131 }]);
  });
});

describe('a message that does not say when it was sent', () => {
  const TWO_HOURS = 120 * MINUTE;
  const undatable = (deviceAt: number): DecodedReading => ({ ...bp(190, deviceAt), ageUnknown: true });

  test('DV-188 its values are dated by the clock that an earlier message showed', () => {
    const reducer = started();
    // The monitor's clock is an hour ahead.
    reducer.push({ ...spo2, deviceAt: 61 * MINUTE }, MINUTE);
    expect(reducer.push(undatable(61 * MINUTE - TWO_HOURS), 2 * MINUTE)).toMatchObject([
      { systolicMmHg: 190, measuredAt: MINUTE - TWO_HOURS },
    ]);
    expect(reducer.push({ ...spo2, deviceAt: 62 * MINUTE, ageUnknown: true }, 3 * MINUTE)).toMatchObject([
      { kind: 'oximetry', measuredAt: 2 * MINUTE },
    ]);
  });

  test('DV-188 a message that was late does not make its values young', () => {
    const reducer = started();
    reducer.push({ ...spo2, deviceAt: MINUTE }, MINUTE);
    reducer.push({ ...spo2, deviceAt: 2 * MINUTE }, 12 * MINUTE);
    expect(reducer.push(undatable(3 * MINUTE), 13 * MINUTE)).toMatchObject([{ measuredAt: 3 * MINUTE }]);
  });

  test('DV-188 without one they are refused in a sentence, never dated now', () => {
    const reducer = started();
    expect(reducer.push(undatable(0), TWO_HOURS)).toEqual([]);
    expect(reducer.push({ ...spo2, deviceAt: 0, ageUnknown: true }, TWO_HOURS)).toEqual([]);
    const refusals = reducer.takeRefusals?.() ?? [];
    expect(refusals).toMatchObject([
      { code: 'unknown', message: expect.stringContaining('MSH-7') },
      { code: 'unknown' },
    ]);
    expect(reducer.takeRefusals?.()).toEqual([]);
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
