import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyStart, anySteps, go } from '../../../tests/support/any-visit.ts';
import { ENDED_VISIT_NURSE, STARTED_AT, endedVisit } from '../../../tests/fixtures/ended-visit.ts';
import { csvRecords } from '../../../tests/support/read-csv.ts';
import { aVisit, MINUTE, OPENED_AT, SECOND } from '../../../tests/support/visit-builder.ts';
import type { VisitEvent } from '../event.ts';
import type { Reading } from '../reading.ts';
import { VITALS_COLUMNS, vitalsCsv } from './vitals-csv.ts';

const names = { timeZone: 'Europe/Berlin', devices: [{ deviceId: 'ox-1', label: '=Nonin "chair 1"' }] };
const of = (events: readonly VisitEvent[]) => csvRecords(vitalsCsv(events, names));
const number = (cell = ''): number | undefined => (cell === '' ? undefined : Number(cell));

describe('REC-131 vitals.csv has a row for everything that was measured', () => {
  const rows = of(endedVisit());
  const readings = endedVisit().flatMap((event) => (event.type === 'reading-recorded' ? event.reading : []));

  test('REC-131 each reading is one row, in the order of measurement', () => {
    expect(rows.filter(({ kind }) => kind !== 'entered')).toHaveLength(readings.length);
    const times = rows.map((row) => Date.parse(row['time'] ?? ''));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('REC-131 its values are the journal’s, column by column', () => {
    const bps = readings.flatMap((each) => (each.kind === 'nibp' ? [[each.systolicMmHg, each.diastolicMmHg]] : []));
    const shown = rows.filter(({ kind }) => kind === 'nibp');
    expect(shown.map((row) => [Number(row['systolic_mmHg']), Number(row['diastolic_mmHg'])])).toEqual(bps);
    const spo2 = readings.flatMap((each) => (each.kind === 'oximetry' ? [[each.spo2Pct, each.pulseBpm]] : []));
    const oximetry = rows.filter(({ kind }) => kind === 'oximetry');
    expect(oximetry.map((row) => [number(row['spo2_percent']), number(row['pulse_per_min'])])).toEqual(spo2);
  });

  test('REC-131 what had no value says why, and what a device doubted says so', () => {
    expect(rows.find(({ kind }) => kind === 'nibp-failed')).toMatchObject({
      ...{ systolic_mmHg: '', quality: 'none', reason: 'weak signal', device_id: 'cuff-1' },
    });
    const off = rows.find((row) => row['treatment_s'] === String(27 * 60));
    expect(off).toMatchObject({ spo2_percent: '', pulse_per_min: '', reason: 'probe off', causes: 'probe-off' });
    const moved = rows.find((row) => row['treatment_s'] === String(8 * 60));
    expect(moved).toMatchObject({ spo2_percent: '81', quality: 'poor', reason: '', causes: 'motion' });
  });

  test('REC-131 a device by its id and its label, which is no formula', () => {
    expect(rows[0]).toMatchObject({ device_id: 'ox-1', device: `'=Nonin "chair 1"`, by_hand: 'no', entered_by: '' });
  });

  test('REC-131 what a person counted stands there with their name, and is not judged', () => {
    expect(rows.filter(({ kind }) => kind === 'entered')).toEqual([
      expect.objectContaining({
        ...{ treatment_s: String(58 * 60), respiratory_rate_per_min: '14', spo2_percent: '', device_id: '' },
        ...{ by_hand: 'yes', entered_by: ENDED_VISIT_NURSE, judged: 'no' },
      }),
    ]);
  });

  test('REC-132 times are the clinic’s with its offset; seconds count from the opening and from the start', () => {
    const start = rows.find((row) => Date.parse(row['time'] ?? '') === STARTED_AT);
    expect(start).toMatchObject({ time: '2026-03-02T15:03:00.000+01:00', elapsed_s: '180', treatment_s: '0' });
  });

  test('REC-132 without a treatment nothing is counted from it', () => {
    const visit = aVisit({ phase: 'baseline' }).after(1_250).spo2(97);
    expect(of(visit.events)[0]).toMatchObject({ elapsed_s: '1.25', treatment_s: '', spo2_percent: '97' });
  });
});

describe('REC-133 what came late is told apart', () => {
  const oximetry = (measuredAt: number): Reading => ({
    ...{ kind: 'oximetry', quality: 'good', causes: [] },
    ...{ measuredAt, spo2Pct: 88, pulseBpm: 70 },
  });
  const visit = aVisit({ phase: 'infusion', minutes: 1 });
  const { staleMs } = visit.state.protocol.technical;

  test.each([
    [0, 'no', 'yes'],
    [staleMs, 'no', 'yes'],
    [staleMs + 1, 'yes', 'no'],
    [MINUTE, 'yes', 'no'],
  ])('REC-133 %i ms after it was measured: late %s, judged %s', (delay, late, judged) => {
    const one = visit.copy().after(staleMs + 2 * SECOND);
    const measuredAt = one.now - delay;
    one.reading(oximetry(measuredAt));
    const row = of(one.events).find((each) => Date.parse(each['received'] ?? '') === one.now);
    expect(row).toMatchObject({ late, judged, spo2_percent: '88' });
    expect(Date.parse(row?.['time'] ?? '')).toBe(measuredAt);
  });

  test('REC-133 behind a newer one it is not judged, though it came in time; nor is one after the end', () => {
    const behind = visit.copy().after(SECOND).spo2(97);
    behind.reading(oximetry(behind.now - 500));
    expect(of(behind.events).at(-2)).toMatchObject({ spo2_percent: '88', late: 'no', judged: 'no' });
    const over = aVisit({ phase: 'ended', ending: 'cancelled' }).after(SECOND).spo2(96);
    expect(of(over.events).at(-1)).toMatchObject({ spo2_percent: '96', late: 'no', judged: 'no' });
  });

  test('REC-131 a BP that a person typed has no device', () => {
    const typed = visit.copy().give({ type: 'bp:enter', systolicMmHg: 141, diastolicMmHg: 88, minutesAgo: 2 });
    const row = of(typed.events).find((each) => each['systolic_mmHg'] === '141');
    expect(row).toMatchObject({ kind: 'nibp', by_hand: 'yes', entered_by: ENDED_VISIT_NURSE, device_id: '' });
    expect(Date.parse(row?.['time'] ?? '')).toBe(typed.now - 2 * MINUTE);
  });
});

test('REC-131 whatever happened in a visit, every row has every column, and no reading is missing', () => {
  fc.assert(
    fc.property(anyStart, anySteps, (start, steps) => {
      const visit = start.copy();
      for (const step of steps) go(visit, step);
      const rows = of(visit.events);
      const measured = visit.events.filter(
        (event) =>
          event.type === 'reading-recorded' ||
          event.type === 'bp-entered' ||
          (event.type === 'entry-recorded' && event.entry.kind === 'vitals'),
      );
      expect(rows).toHaveLength(measured.length);
      const wrong = rows.filter(
        (row) =>
          Object.keys(row).length !== VITALS_COLUMNS.length ||
          Number(row['elapsed_s']) !== (Date.parse(row['time'] ?? '') - OPENED_AT) / 1_000,
      );
      expect(wrong).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
