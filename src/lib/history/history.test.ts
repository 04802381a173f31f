import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENDINGS } from '#core/phase.ts';
import { ALERT_AT, loadedVisit, SEEN_AT } from '../../../tests/support/loaded-visit.ts';
import { START } from '../../../tests/support/watched-visit.ts';
import { ALL, askedIn, filterOf, isAll, queryOf, type Asked } from './asked.ts';
import { dayText, endOfDay, isoDay, startOfDay } from './clinic-day.ts';
import { alertsIn, lastBefore, logOf, nextAfter } from './log.ts';
import { PastSeries } from './past-series.ts';

const { replay } = loadedVisit();
const HOUR = 3_600_000;

describe('UI-201 a day is the clinic’s own', () => {
  test.each([
    ['2026-03-02', 'UTC', '2026-03-02T00:00:00Z'],
    ['2026-03-02', 'Europe/Vilnius', '2026-03-01T22:00:00Z'],
    ['2026-07-02', 'Europe/Vilnius', '2026-07-01T21:00:00Z'],
    ['2026-03-02', 'America/Los_Angeles', '2026-03-02T08:00:00Z'],
    ['2026-03-02', 'Pacific/Kiritimati', '2026-03-01T10:00:00Z'],
    // The clock is put forward at midnight: the day begins at one.
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00Z'],
  ])('%s in %s begins at %s', (iso, zone, at) => {
    expect(new Date(startOfDay(iso, zone) ?? 0).toISOString()).toBe(new Date(at).toISOString());
  });
  test('the days between two changes of the clock have 23 to 25 hours, and each instant lies in its own', () => {
    const zone = fc.constantFrom('Europe/Vilnius', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) }), zone, (at, timeZone) => {
        const iso = isoDay(at, timeZone);
        const start = startOfDay(iso, timeZone) ?? NaN;
        const end = endOfDay(iso, timeZone) ?? NaN;
        expect(start <= at && at < end).toBe(true);
        expect((end - start) / HOUR).toBeGreaterThanOrEqual(23);
        expect((end - start) / HOUR).toBeLessThanOrEqual(25);
      }),
      { numRuns: 60 },
    );
  });
  test.each(['', '2026', '2026-13-01', '2026-02-30x', 'yesterday'])('%j is no day', (typed) => {
    expect(startOfDay(typed, 'UTC')).toBeUndefined();
    expect(endOfDay(typed, 'UTC')).toBeUndefined();
  });
  test('a day is written with its weekday', () => {
    expect(dayText(Date.UTC(2026, 2, 1, 23), 'Europe/Vilnius')).toBe('Mon 2 Mar 2026');
  });
});

describe('UI-201 what is asked for', () => {
  test('both days count whole; what is empty is not asked for', () => {
    expect(filterOf(ALL, 'UTC')).toEqual({});
    expect(isAll(ALL)).toBe(true);
    expect(filterOf({ ...ALL, name: '  Byron ', from: '2026-03-02', to: '2026-03-02', hadHigh: true }, 'UTC')).toEqual({
      name: 'Byron',
      from: Date.UTC(2026, 2, 2),
      before: Date.UTC(2026, 2, 3),
      hadHigh: true,
    });
  });
  test('it stands in the address and comes back from it', () => {
    const day = fc.constantFrom('', '2026-03-02', '2025-12-31');
    const asked: fc.Arbitrary<Asked> = fc.record({
      name: fc.string({ maxLength: 120 }),
      from: day,
      to: day,
      chairId: fc.constantFrom('', 'chair-1', '01a1fd03-29b5-7000'),
      ending: fc.constantFrom('' as const, ...ENDINGS),
      hadHigh: fc.boolean(),
    });
    fc.assert(
      fc.property(asked, (each) => {
        expect(askedIn(new URLSearchParams(queryOf(each)))).toEqual(each);
      }),
    );
    expect(askedIn(new URLSearchParams('from=x&to=1&chairId=../..&ending=fled&hadHigh=yes'))).toEqual(ALL);
  });
});

test('UI-206 the trend holds at an instant what had come by then, and its alerts as they stood', () => {
  const series = new PastSeries(replay.events);
  const at = (second: number) => series.at(replay.countAt(START + second * 1_000));
  for (const second of [ALERT_AT, 60, 320, 119]) {
    const { oximetry, bps } = at(second);
    expect(Math.max(...oximetry.map((point) => point.at))).toBeLessThanOrEqual(START + second * 1_000);
    expect(bps).toHaveLength(second >= 300 ? 2 : 1);
  }
  expect(at(60).alerts).toEqual([]);
  expect(at(ALERT_AT).alerts).toMatchObject([{ kind: 'spo2-low', endedAt: null }]);
  expect(at(320).alerts.find(({ kind }) => kind === 'spo2-low')?.endedAt).not.toBeNull();
  expect(at(201).oximetry.at(-1)).toMatchObject({
    spo2Pct: null,
    absence: expect.stringMatching(/probe off/i) as string,
  });
  const first = at(100);
  expect(series.at(replay.countAt(START + 100_000))).toBe(first);
});

test('UI-208 the log tells what happened in order, by whom, and finds the alert before and after', () => {
  const log = logOf(replay.events);
  const texts = log.map(({ text }) => text);
  for (const text of ['Visit opened', 'BP 122/78', 'SpO₂ 88 < 90, medium', 'BP 188/114', 'Visit ended, transferred'])
    expect(texts).toContain(text);
  expect(log.find(({ text }) => text.endsWith('acknowledged'))).toMatchObject({
    by: 'N. Okafor',
    at: START + SEEN_AT * 1_000,
  });
  expect(log.length).toBeLessThan(60);
  const alerts = alertsIn(log);
  expect(nextAfter(alerts, START)?.at).toBeLessThanOrEqual(START + ALERT_AT * 1_000);
  expect(lastBefore(alerts, START)).toBeUndefined();
  expect(lastBefore(alerts, START + 1e9)).toBe(alerts.at(-1));
});

test.each([
  ['anew', 'Patient corrected: wrong row. Weight, dose and ride are entered anew'],
  ['kept', 'Patient corrected: wrong row. What was recorded before was recorded under the other name'],
  [undefined, 'Patient corrected: wrong row'],
] as const)('JR-53 the log says what became of what stood there under the other name: %s', (setUp, text) => {
  const actor = { kind: 'system' } as const;
  const event = { type: 'patient-corrected', patientId: 'p', reason: 'wrong row', ...(setUp && { setUp }) } as const;
  expect(logOf([{ ...event, at: START, actor }])[0]?.text).toBe(text);
});
