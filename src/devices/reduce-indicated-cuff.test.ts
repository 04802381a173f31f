import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodedReading } from './decoder.ts';
import { createIndicatedCuffReducer } from './reduce-indicated-cuff.ts';
import { deviceModel } from './device-table.ts';
import { DeviceReader } from './device-reader.ts';

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
/** A day of 2026: the reducer's clock when the line opens. */
const OPEN = Date.UTC(2026, 2, 3, 14);

const pressure = (cuffPressureMmHg: number): DecodedReading => ({ cuffPressureMmHg, quality: 'good', causes: [] });
const bp = (systolicMmHg: number, deviceAt?: number): DecodedReading => ({
  systolicMmHg,
  diastolicMmHg: 76,
  quality: 'good',
  causes: [],
  ...(deviceAt === undefined ? {} : { deviceAt }),
});
const failed = (deviceAt?: number): DecodedReading => ({
  quality: 'none',
  causes: [],
  failure: 'weak-signal',
  ...(deviceAt === undefined ? {} : { deviceAt }),
});

function opened(zoneMs?: number) {
  const reducer = createIndicatedCuffReducer();
  reducer.reopened(OPEN, zoneMs);
  return {
    ...reducer,
    /** Ages of what is sent now, `kept back` for what is not. */
    ages: (decoded: DecodedReading, at: number): (number | 'kept back')[] => {
      const sent = reducer.push(decoded, at).map(({ measuredAt }) => at - measuredAt);
      const kept = (reducer.takeRefusals?.() ?? []).map(() => 'kept back' as const);
      return [...sent, ...kept];
    },
    inflate: (from: number, to: number): void => {
      for (let at = from; at <= to; at += SECOND) reducer.push(pressure(150), at);
    },
  };
}

describe('an inflation seen on this line', () => {
  test.each([
    ['seen for 5 s', 0, 5_000, 5_000, [0]],
    ['seen for less', 0, 4_999, 4_999, ['kept back']],
    ['up to 180 s ago', 0, 20_000, 200_000, [0]],
  ])('DV-195 dates the result after it, without a stamp: %s', (_, from, to, resultAfter, ages) => {
    const cuff = opened();
    cuff.inflate(OPEN + from, OPEN + to);
    expect(cuff.ages(bp(122), OPEN + resultAfter)).toEqual(ages);
  });

  test('DV-195 dates it whatever its clock says, and shows what that clock says', () => {
    const cuff = opened();
    cuff.inflate(OPEN, OPEN + 20 * SECOND);
    const wrong = Date.UTC(2010, 0, 1);
    expect(cuff.ages(bp(122, wrong), OPEN + 21 * SECOND)).toEqual([0]);
    cuff.reopened(OPEN + 10 * MINUTE);
    // Measured 30 s before it connected, by that same wrong clock.
    expect(cuff.ages(bp(131, wrong + 9.5 * MINUTE - 21 * SECOND), OPEN + 10 * MINUTE)).toEqual([30_000]);
  });

  test('DV-195 does not make an old result new once the clock is proven', () => {
    const cuff = opened();
    cuff.inflate(OPEN, OPEN + 20 * SECOND);
    expect(cuff.ages(bp(122, OPEN + 20 * SECOND), OPEN + 21 * SECOND)).toEqual([0]);
    cuff.inflate(OPEN + 5 * MINUTE, OPEN + 5 * MINUTE + 20 * SECOND);
    expect(cuff.ages(bp(171, OPEN - 3 * HOUR), OPEN + 5 * MINUTE + 21 * SECOND)).toEqual(['kept back']);
  });

  test('DV-195 answers for one result only', () => {
    const cuff = opened();
    cuff.inflate(OPEN, OPEN + 20 * SECOND);
    expect(cuff.ages(bp(122), OPEN + 21 * SECOND)).toEqual([0]);
    expect(cuff.ages(bp(171), OPEN + 22 * SECOND)).toEqual(['kept back']);
  });

  test('DV-195 of the line before says nothing of what the memory holds', () => {
    const cuff = opened();
    cuff.inflate(OPEN, OPEN + 20 * SECOND);
    cuff.reopened(OPEN + 30 * SECOND);
    expect(cuff.ages(bp(171), OPEN + 31 * SECOND)).toEqual(['kept back']);
  });

  test('DV-195 goes out once a second; an empty cuff says nothing', () => {
    const cuff = opened();
    const sent = [0, 9, 10, 80, 150].map((mmHg, n) => cuff.push(pressure(mmHg), OPEN + n * 500).length);
    expect(sent).toEqual([0, 0, 1, 0, 1]);
  });
});

describe('a time stamp', () => {
  test.each([
    ['of now', 0, [0]],
    ['of 2 min ago', 120_000, [120_000]],
    ['older by a ms', 120_001, ['kept back']],
    ['2 min ahead', -120_000, [0]],
    ['further ahead', -120_001, ['kept back']],
    ['of yesterday', 24 * HOUR, ['kept back']],
  ])('DV-196 of a result that comes straight after connecting: %s', (_, age, ages) => {
    expect(opened().ages(bp(122, OPEN + 500 - age), OPEN + 500)).toEqual(ages);
    expect(opened().ages(failed(OPEN + 500 - age), OPEN + 500)).toEqual(ages);
  });

  test.each([
    [2 * HOUR, [40_000]],
    [0, ['kept back']],
    [-5.5 * HOUR, ['kept back']],
  ])('DV-196 is of the clock on the wall, here %d ms ahead of UTC', (zoneMs, ages) => {
    expect(opened(zoneMs).ages(bp(122, OPEN - 40_000 + 2 * HOUR), OPEN)).toEqual(ages);
  });

  test('DV-196 of a memory emptied at connect: only what is of now is sent, dated by its age', () => {
    const cuff = opened();
    const stamps = [48 * HOUR, 24 * HOUR, HOUR, 10 * MINUTE, 90 * SECOND];
    const ages = stamps.map((age, n) => cuff.ages(bp(120 + n, OPEN - age), OPEN + n * 100));
    expect(ages).toEqual([['kept back'], ['kept back'], ['kept back'], ['kept back'], [90_400]]);
  });

  test('DV-196 what is kept back is told, without a number of the patient’s', () => {
    const cuff = createIndicatedCuffReducer();
    cuff.reopened(OPEN);
    cuff.push(bp(187, OPEN - HOUR), OPEN);
    cuff.push(bp(187), OPEN);
    const refusals = cuff.takeRefusals?.() ?? [];
    expect(refusals).toMatchObject([
      { code: 'stored', message: expect.stringContaining('60 min') },
      { code: 'stored', message: expect.stringContaining('without a time stamp') },
    ]);
    expect(JSON.stringify(refusals)).not.toContain('187');
    expect(cuff.takeRefusals?.()).toEqual([]);
  });
});

describe('without a time stamp', () => {
  test.each([
    [9_999, ['kept back']],
    [10_000, [0]],
  ])('DV-197 a result %d ms after the line opened', (after, ages) => {
    expect(opened().ages(bp(122), OPEN + after)).toEqual(ages);
  });

  test('DV-197 the copy of a result is not a second one', () => {
    const cuff = opened();
    expect(cuff.ages(bp(122), OPEN + MINUTE)).toEqual([0]);
    for (let n = 1; n < 20; n += 1) expect(cuff.ages(bp(122), OPEN + MINUTE + n * 9_999)).toEqual(['kept back']);
    expect(cuff.ages(bp(122), OPEN + 10 * MINUTE)).toEqual([0]);
  });
});

describe('a clock that is wrong', () => {
  const wrong = (at: number): number => at - 16 * 365 * 24 * HOUR;

  test('DV-198 is proven by two results of a settled line that moved on as ours did', () => {
    const cuff = opened();
    const [first, second] = [OPEN + MINUTE, OPEN + 6 * MINUTE];
    expect(cuff.ages(bp(122, wrong(first)), first)).toEqual(['kept back']);
    expect(cuff.ages(bp(131, wrong(second)), second)).toEqual([0]);
    cuff.reopened(OPEN + 20 * MINUTE);
    expect(cuff.ages(bp(128, wrong(OPEN + 19 * MINUTE)), OPEN + 20 * MINUTE)).toEqual([60_000]);
    expect(cuff.ages(bp(171, wrong(OPEN - HOUR)), OPEN + 20 * MINUTE)).toEqual(['kept back']);
  });

  test.each([
    ['60 s off', 60_000, [0]],
    ['more', 60_001, ['kept back']],
  ])('DV-198 two that moved on apart by %s', (_, off, ages) => {
    const cuff = opened();
    cuff.push(bp(122, wrong(OPEN + MINUTE)), OPEN + MINUTE);
    cuff.takeRefusals?.();
    expect(cuff.ages(bp(131, wrong(OPEN + 6 * MINUTE) - off), OPEN + 6 * MINUTE)).toEqual(ages);
  });

  test('DV-198 is not proven by one stored result told again and again', () => {
    const cuff = opened();
    const stored = bp(171, OPEN - 3 * HOUR);
    for (let n = 1; n < 30; n += 1) expect(cuff.ages(stored, OPEN + n * 20 * SECOND)).toEqual(['kept back']);
  });

  test('DV-198 nor by results a memory gives in one go', () => {
    const cuff = opened();
    for (let n = 0; n < 50; n += 1) {
      const at = OPEN + n * 200;
      expect(cuff.ages(bp(122, OPEN - 5 * HOUR + n * 5 * MINUTE), at)).toEqual(['kept back']);
    }
  });

  test('DV-198 that was set meanwhile is proven anew', () => {
    const cuff = opened();
    for (const minute of [1, 6]) cuff.ages(bp(120 + minute, wrong(OPEN + minute * MINUTE)), OPEN + minute * MINUTE);
    expect(cuff.ages(bp(131, OPEN + 11 * MINUTE), OPEN + 11 * MINUTE)).toEqual(['kept back']);
    expect(cuff.ages(bp(132, OPEN + 16 * MINUTE), OPEN + 16 * MINUTE)).toEqual([0]);
  });
});

describe('a cuff that connects only after each measurement', () => {
  /** It measures each ten minutes, connects 20 s later and tells 2 s after that. */
  const days = (off: number, lags: readonly number[] = [20_000]) => {
    const cuff = opened();
    return Array.from({ length: 6 }, (_, n) => {
      const measured = OPEN + n * 10 * MINUTE;
      const told = measured + (lags[n % lags.length] ?? 0);
      cuff.reopened(told - 2_000);
      return { ages: cuff.ages(bp(150 + n, measured + off), told), notice: cuff.notice?.() };
    });
  };

  test.each([-16 * 365 * 24 * HOUR, -61 * MINUTE, -3 * MINUTE, 3 * MINUTE, HOUR, 24 * HOUR])(
    'DV-179 with a clock %d ms off loses one result, and that one not in silence',
    (off) => {
      const [first, ...others] = days(off);
      expect(first).toEqual({ ages: ['kept back'], notice: expect.stringContaining('was held') });
      expect(others).toEqual(Array.from({ length: 5 }, () => ({ ages: [0], notice: '' })));
    },
  );

  test('DV-179 is dated by the quicker of the two, later ones by their own age', () => {
    const ages = days(-HOUR, [20_000, 50_000, 35_000]).map((each) => each.ages[0]);
    expect(ages).toEqual(['kept back', 30_000, 15_000, 0, 30_000, 15_000]);
  });

  test.each([
    ['60 s', [20_000, 80_000], [60_000]],
    ['more', [20_000, 80_001], ['kept back']],
  ])('DV-179 is proven by two lags that differ by %s', (_, lags, ages) => {
    expect(days(-HOUR, lags)[1]?.ages).toEqual(ages);
  });

  test.each([
    ['120 s', 120_000, [0]],
    ['less', 119_999, ['kept back']],
  ])('DV-179 is proven by two measured %s apart', (_, apart, ages) => {
    const cuff = opened();
    cuff.ages(bp(150, OPEN - HOUR), OPEN);
    cuff.reopened(OPEN + apart);
    expect(cuff.ages(bp(151, OPEN - HOUR + apart), OPEN + apart)).toEqual(ages);
  });

  test('DV-179 a memory told anew at each connection proves nothing', () => {
    const cuff = opened();
    const memory = Array.from({ length: 8 }, (_, n) => bp(150 + n, OPEN - 5 * HOUR + n * 7 * MINUTE));
    for (let line = 0; line < 30; line += 1) {
      const at = OPEN + line * 7 * MINUTE;
      cuff.reopened(at);
      expect(memory.flatMap((each, n) => cuff.ages(each, at + n * 200))).not.toContainEqual(expect.any(Number));
    }
  });

  test('DV-179 a right clock is told nothing of, whatever the memory gives beside it', () => {
    const cuff = opened();
    expect(cuff.ages(bp(150, OPEN - 20 * SECOND), OPEN)).toEqual([20_000]);
    expect(cuff.ages(bp(160, OPEN - 24 * HOUR), OPEN + 200)).toEqual(['kept back']);
    expect(cuff.notice?.()).toBe('');
    expect(opened().notice?.()).toBe('');
  });

  test.each([
    [61 * MINUTE, 0, 'stamped 61 min ago'],
    [-3 * MINUTE, 0, 'stamped 3 min ahead'],
    [61 * MINUTE, 2 * HOUR, 'stamped 61 min ago'],
    [undefined, 0, 'no time'],
  ])('DV-179 the notice of a result %s ms old says it in one short line', (age, zoneMs, words) => {
    const cuff = opened(zoneMs);
    cuff.ages(bp(187, age === undefined ? undefined : OPEN + zoneMs - age), OPEN);
    expect(cuff.notice?.()).toContain(words);
    expect(cuff.notice?.()).not.toContain('187');
    expect(cuff.notice?.().length).toBeLessThanOrEqual(120);
  });
});

describe('copies', () => {
  test('DV-199 a stamped result is sent once, however often and over however many lines it is told', () => {
    const cuff = opened();
    const result = bp(122, OPEN - 20 * SECOND);
    expect(cuff.ages(result, OPEN)).toEqual([20_000]);
    for (let n = 1; n < 5; n += 1) {
      cuff.reopened(OPEN + n * 15 * SECOND);
      expect(cuff.ages(result, OPEN + n * 15 * SECOND)).toEqual([]);
    }
  });

  test('DV-199 two results of one minute are two', () => {
    const cuff = opened();
    expect(cuff.ages(bp(122, OPEN), OPEN)).toEqual([0]);
    expect(cuff.ages(bp(124, OPEN), OPEN + 30 * SECOND)).toEqual([30_000]);
  });
});

test('DV-199 whatever comes in whatever order: nothing is dated in the future, over 2 min ago, or sent twice', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('open' as const), after: fc.nat(200_000) }),
    fc.record({ do: fc.constant('pressure' as const), after: fc.nat(3_000), mmHg: fc.nat(200) }),
    fc.record({
      do: fc.constant('result' as const),
      after: fc.nat(40_000),
      stamp: fc.option(fc.integer({ min: -300_000, max: 300_000 })),
      systolic: fc.integer({ min: 100, max: 110 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cuff = createIndicatedCuffReducer();
      cuff.reopened(OPEN);
      let at = OPEN;
      const stamped: string[] = [];
      for (const given of steps) {
        at += given.after;
        if (given.do === 'open') cuff.reopened(at);
        if (given.do === 'pressure') cuff.push(pressure(given.mmHg), at);
        if (given.do !== 'result') continue;
        for (const reading of cuff.push(bp(given.systolic, given.stamp === null ? undefined : at + given.stamp), at)) {
          expect(reading.measuredAt).toBeLessThanOrEqual(at);
          expect(reading.measuredAt).toBeGreaterThanOrEqual(at - 120_000);
          if (reading.deviceAt !== undefined) stamped.push(`${reading.deviceAt} ${given.systolic}`);
        }
      }
      expect(new Set(stamped.slice(-16)).size).toBe(stamped.slice(-16).length);
    }),
  );
});

test('DV-195 the Bluetooth cuff of the table is read so, a polled module is not', () => {
  const [bluetooth, polled] = [deviceModel('ble-bps')!, deviceModel('suntech')!];
  expect([bluetooth.indicatesResults, polled.indicatesResults]).toEqual([true, undefined]);
  const reader = new DeviceReader(bluetooth);
  reader.opened(OPEN);
  // 122/76/91 mmHg, no stamp.
  const bytes = Uint8Array.of(0, 122, 0, 76, 0, 91, 0);
  expect(reader.push(bytes, OPEN + SECOND, '2A35')).toMatchObject({ readings: [], refusals: [{ code: 'stored' }] });
  expect(reader.push(bytes, OPEN + MINUTE, '2A35')).toMatchObject({ readings: [{ systolicMmHg: 122 }], refusals: [] });
});
