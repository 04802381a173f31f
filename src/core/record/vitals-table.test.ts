import { describe, expect, test } from 'vitest';
import { endedVisit, STARTED_AT } from '../../../tests/fixtures/ended-visit.ts';
import { MINUTE, SECOND } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { eventLines } from './event-lines.ts';
import { readingsIn } from './live-values.ts';
import { recordOf } from './record-of.ts';
import { ROW_EVERY_MS, vitalsTable } from './vitals-table.ts';

function tableOf(visit: WatchedVisit, second: number) {
  visit.record(second, { type: 'visit-ended', ending: 'transferred', byName: 'N' });
  const record = recordOf(visit.events);
  return record ? vitalsTable(record, readingsIn(visit.events)) : [];
}

describe('REC-114 the vitals table', () => {
  test('REC-114 a row every five minutes until the end of monitoring, and one for each cuff cycle', () => {
    const record = recordOf(endedVisit());
    const rows = record ? vitalsTable(record, readingsIn(endedVisit())) : [];
    const plain = rows.filter(({ bp, bpFailure }) => !bp && !bpFailure);
    expect(plain).toHaveLength(15);
    expect(plain.every((row, index) => row.at === (rows[0]?.at ?? 0) + index * ROW_EVERY_MS)).toBe(true);
    expect(rows.filter(({ bp }) => bp)).toHaveLength(14);
    expect(rows.find(({ bpFailure }) => bpFailure)).toMatchObject({
      at: STARTED_AT + 35 * MINUTE,
      bpFailure: 'weak-signal',
    });
    expect(rows.find(({ bp }) => bp?.systolicMmHg === 168)).toMatchObject({
      at: STARTED_AT + 30 * MINUTE,
      spo2Pct: 97,
    });
    expect(rows.map((row) => row.at)).toEqual(rows.map((row) => row.at).toSorted((a, b) => a - b));
    // Off the monitor 51:59 after the start.
    expect(rows.find((row) => row.at === STARTED_AT - 2 * MINUTE - 59 * SECOND + 55 * MINUTE)).toMatchObject({
      spo2Pct: null,
      absent: 'off the monitor',
    });
  });
  test('REC-246 a reading of another year adds no row; a visit that never ended for years has no more than a week of rows', () => {
    const [opened, ...rest] = endedVisit();
    const record = recordOf(endedVisit());
    if (!record || !opened) throw new Error('The visit is over.');
    const readings = readingsIn(rest);
    const rows = vitalsTable(record, readings);
    const first = readings[0];
    if (!first) throw new Error('It has readings.');
    const early = (measuredAt: number) => ({ ...first, measuredAt });
    for (const measuredAt of [0, record.openedAt - 366 * 86_400_000, record.openedAt - 60 * MINUTE - 1])
      expect(vitalsTable(record, [early(measuredAt), ...readings])).toEqual(rows);
    const hourEarly = vitalsTable(record, [early(record.openedAt - 60 * MINUTE), ...readings]);
    expect(hourEarly[0]?.at).toBe(record.openedAt - 60 * MINUTE);
    const years = vitalsTable({ ...record, openedAt: 0 }, [early(0), ...readings]);
    expect(years.length).toBeLessThan(2_016 + 20);
    expect(years[0]?.at).toBe(0);
  });
  test.each([
    [4.999, 91],
    [5, 91],
    [5.001, null],
  ])('REC-114 a value %d s before the row', (before, value) => {
    const row = tableOf(
      watched()
        .spo2(0, 97)
        .spo2(300 - before, 91)
        .steady(400, 410),
      411,
    )[1];
    expect(row).toMatchObject({ at: at(300), spo2Pct: value, ...(value === null && { absent: 'no readings' }) });
  });
  test('REC-114 the nearest, before or after; a doubtful value is marked, and none says why', () => {
    const poor = { quality: 'poor', causes: ['motion'] } as const;
    const near = watched().spo2(0, 97).spo2(298, 91).spo2(301, 84, poor).steady(400, 410);
    expect(tableOf(near, 411)[1]).toMatchObject({ spo2Pct: 84, isDoubtful: true });
    const off = tableOf(watched().spo2(0, 97).noValue(299).steady(302, 310), 411)[1];
    expect(off).toMatchObject({ spo2Pct: 98, isDoubtful: false });
    expect(tableOf(watched().spo2(0, 97).noValue(299).steady(310, 320), 411)[1]).toMatchObject({
      spo2Pct: null,
      absent: 'probe off',
    });
  });
  test('REC-114 a visit without a reading has no table', () => {
    expect(tableOf(watched(), 60)).toEqual([]);
  });
});

describe('REC-115 the lines of events', () => {
  test('REC-115 each event that is news, in words, with who and when', () => {
    const lines = eventLines(endedVisit());
    expect(lines[0]).toMatchObject({ text: 'Visit opened' });
    expect(lines.find(({ text }) => text.startsWith('Limits'))).toMatchObject({
      text: 'Limits changed: COPD, usual 91',
      by: 'Dr. Ruiz',
      at: STARTED_AT + 5 * MINUTE,
    });
    expect(lines.filter(({ alert }) => alert === 'medium').map(({ text }) => text)).toEqual([
      'SpO₂ 87 < 88, medium',
      'No SpO₂ rose to medium',
      'SYS 168 ≥ 160, medium',
      'No SpO₂ rose to medium',
    ]);
    expect(lines.at(-1)?.text).toBe('Visit ended, went home');
    expect(lines.every(({ index }) => endedVisit()[index] !== undefined)).toBe(true);
  });
  test('REC-115 an excursion found among late readings is a line too', () => {
    const visit = watched().steady(1, 20);
    const excess = { of: 'spo2Pct', extreme: 80, is: '<', limit: 90 } as const;
    visit.record(30, {
      ...{ type: 'excursion-found', markId: 'm', kind: 'spo2-low', excess, why: 'disconnected' },
      from: at(10),
      until: at(72),
    });
    expect(eventLines(visit.events).at(-1)?.text).toMatch(/^Found in late readings: SpO₂ 80 < 90/u);
  });
});
