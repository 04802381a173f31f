import { describe, expect, test } from 'vitest';
import { readoutAt, tableRows } from './readout.ts';

const MINUTE = 60_000;
const bp = (at: number, systolicMmHg: number) => ({
  at,
  systolicMmHg,
  diastolicMmHg: 70,
  meanMmHg: 90,
  byHand: false,
});
const series = {
  oximetry: [0, 1, 2, 40].map((second) => ({ at: second * 1_000, spo2Pct: 90 + second / 10, pulseBpm: 70 })),
  bps: [bp(1_500, 120)],
  alerts: [],
};

describe('UI-55 values under the finger', () => {
  test.each([
    [900, 90.1],
    [1_400, 90.1],
    [1_600, 90.2],
    [7_000, 90.2],
    [7_001, null],
    [20_000, null],
    [40_000, 94],
  ])('UI-55 at %d ms SpO2 reads %s', (at, spo2Pct) => {
    expect(readoutAt(series, [], at, 10).spo2Pct).toBe(spo2Pct);
  });
  test('UI-55 a BP counts only where the finger is on it', () => {
    expect(readoutAt(series, [], 1_550, 10).bp?.systolicMmHg).toBe(120);
    expect(readoutAt(series, [], 1_700, 10).bp).toBeNull();
  });
});

describe('UI-55 the chart as a table', () => {
  test('UI-55 every five minutes and every BP, the newest first', () => {
    const long = {
      oximetry: Array.from({ length: 12 * 60 }, (_, second) => ({ at: second * 1_000, spo2Pct: 97, pulseBpm: 70 })),
      bps: [bp(7 * MINUTE, 131), bp(30 * MINUTE, 128)],
      alerts: [],
    };
    expect(
      tableRows(long).map(({ at, oximetry, bp: taken }) => [at / MINUTE, oximetry?.spo2Pct, taken?.systolicMmHg]),
    ).toEqual([
      [30, undefined, 128],
      [10, 97, undefined],
      [7, 97, 131],
      [5, 97, undefined],
      [0, 97, undefined],
    ]);
  });
});

test('UI-296 values by hand have a row of their own in the table', () => {
  const entry = { kind: 'vitals', spo2Pct: 96, respiratoryRatePerMin: 12 } as const;
  const recorded = { entryId: 'e', at: 3 * MINUTE, recordedAt: 4 * MINUTE, byName: 'K. Marsh', entry };
  const rows = tableRows({ oximetry: [], bps: [bp(MINUTE, 120)], alerts: [] }, [recorded]);
  expect(rows).toMatchObject([
    { at: 3 * MINUTE, oximetry: null, bp: null, byHand: entry },
    { at: MINUTE, byHand: null },
  ]);
});
