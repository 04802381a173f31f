import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endedVisit } from '../../../tests/fixtures/ended-visit.ts';
import { recordOf } from '../record/record-of.ts';
import { figuresOf } from '../record/visit-figures.ts';
import type { FiguredAnswer, VisitFigures } from '../record/visit-figures.ts';
import { qualityTable } from './quality-csv.ts';
import { qualityOf, shareInTime } from './quality.ts';
import { Weeks } from './week.ts';

function figures(wish: Partial<VisitFigures> = {}): VisitFigures {
  const record = recordOf(endedVisit());
  if (!record) throw new Error('It is not over.');
  return { ...figuresOf(record), ...wish };
}
const ordinary = figures();
const visit = (wish: Partial<VisitFigures> = {}): VisitFigures => ({ ...ordinary, ...wish });
const answered = (...afterS: readonly number[]): readonly FiguredAnswer[] =>
  afterS.map((s) => ['spo2-low', 'medium', 'in-time', s * 1000]);
const at = (iso: string): number => Date.parse(iso);

describe('REC-117 weeks of the clinic', () => {
  test.each([
    ['2026-03-02T00:00:00Z', 'UTC', '2026-03-02'],
    ['2026-03-08T23:59:59Z', 'UTC', '2026-03-02'],
    ['2026-03-09T00:00:00Z', 'UTC', '2026-03-09'],
    // Still Sunday in Los Angeles, already Monday in Auckland.
    ['2026-03-09T05:00:00Z', 'America/Los_Angeles', '2026-03-02'],
    ['2026-03-08T12:00:00Z', 'Pacific/Auckland', '2026-03-09'],
    ['2026-01-01T12:00:00Z', 'UTC', '2025-12-29'],
  ])('REC-117 %s in %s is of the week of %s', (iso, zone, monday) => {
    expect(new Weeks(zone).mondayOf(at(iso))).toBe(monday);
  });
  test('REC-117 an instant is of the same week whatever was asked before it', () => {
    const zone = fc.constantFrom('UTC', 'America/New_York', 'Pacific/Auckland', 'Australia/Lord_Howe');
    const near = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') });
    fc.assert(
      fc.property(zone, near, fc.array(fc.nat(14 * 86_400_000), { maxLength: 20 }), (timeZone, from, later) => {
        const weeks = new Weeks(timeZone);
        for (const ms of [0, ...later]) expect(weeks.mondayOf(from + ms)).toBe(new Weeks(timeZone).mondayOf(from + ms));
      }),
    );
  });
  test('REC-117 newest first, a week without a visit has no row, and all together are one', () => {
    const { weeks, total } = qualityOf(
      ['2026-03-02', '2026-03-18', '2026-03-03'].map((day) => visit({ openedAt: at(`${day}T12:00:00Z`) })),
      'UTC',
    );
    expect(weeks.map(({ monday, visits }) => [monday, visits])).toEqual([
      ['2026-03-16', 1],
      ['2026-03-02', 2],
    ]);
    expect(total.visits).toBe(3);
  });
});

describe('REC-118 what is counted', () => {
  test('REC-118 only visits that were treated, of this patient', () => {
    const { startedAt: _, ...never } = ordinary;
    expect(qualityOf([visit(), never, visit({ ending: 'wrong-patient' })], 'UTC').total.visits).toBe(1);
    expect(qualityOf([], 'UTC')).toMatchObject({ weeks: [], total: { visits: 0, responseMs: null, peaks: null } });
  });
  test.each([
    [[4], 4, 4],
    [[4, 8], 4, 8],
    [[9, 1, 5], 5, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9],
  ])('REC-118 responses of %j s: median %i, 90th percentile %i', (afterS, median, p90) => {
    expect(qualityOf([visit({ answers: answered(...afterS) })], 'UTC').total.responseMs).toEqual({
      median: median * 1000,
      p90: p90 * 1000,
    });
  });
  test('REC-118 in time is before it was passed on, of those that had to be answered', () => {
    const answers: readonly FiguredAnswer[] = [
      ['spo2-low', 'high', 'in-time', 9_000],
      ['spo2-low', 'high', 'late', 70_000],
      ['no-spo2', 'medium', 'none', null],
      ['no-spo2', 'medium', 'over', null],
    ];
    const { total, causes } = qualityOf([visit({ answers })], 'UTC');
    expect(total.answers).toEqual({ inTime: 1, late: 1, none: 1, over: 1 });
    expect(shareInTime(total)).toBeCloseTo(1 / 3);
    expect(causes).toEqual([
      { kind: 'spo2-low', alerts: 2 },
      { kind: 'no-spo2', alerts: 2 },
    ]);
    expect(shareInTime(qualityOf([visit({ answers: [] })], 'UTC').total)).toBeUndefined();
  });
  test.each([
    [159, 99, 0, 0],
    [160, 80, 1, 0],
    [150, 100, 1, 0],
    [179, 109, 1, 0],
    [180, 90, 1, 1],
    [150, 110, 1, 1],
  ])('REC-118 a peak of %i/%i counts %i from 160/100, %i from 180/110', (systolicMmHg, diastolicMmHg, raised, high) => {
    const peaks = [
      visit({ highestBp: { systolicMmHg, diastolicMmHg } }),
      visit({ highestBp: { systolicMmHg: 120, diastolicMmHg: 70 } }),
    ];
    expect(qualityOf(peaks, 'UTC').total.peaks).toMatchObject({
      raised,
      high,
      of: 2,
      highest: { systolicMmHg, diastolicMmHg },
      median: { systolicMmHg: 120, diastolicMmHg: 70 },
    });
  });
  test('REC-118 protocols by version, and records nobody signed; what was made of a file waits for nobody', () => {
    const { protocols, total } = qualityOf(
      [
        visit({ protocolVersion: 7 }),
        visit(),
        visit({ signOff: 'signed' }),
        visit({ isImported: true, openOrders: 1 }),
      ],
      'UTC',
    );
    expect(protocols).toEqual([
      { protocolId: 'iv-ketamine-40', version: 8, visits: 3 },
      { protocolId: 'iv-ketamine-40', version: 7, visits: 1 },
    ]);
    expect([total.unsigned, total.openOrders]).toEqual([2, 1]);
  });
  test('REC-118 whatever the visits, the weeks add up to the total', () => {
    const any = fc.record({
      openedAt: fc.integer({ min: at('2025-12-01T00:00:00Z'), max: at('2026-06-01T00:00:00Z') }),
      withoutSignalMs: fc.nat(600_000),
      answers: fc.array(
        fc.nat(300).map((s): FiguredAnswer => ['spo2-low', 'medium', s < 60 ? 'in-time' : 'late', s * 1000]),
      ),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), fc.constantFrom('UTC', 'America/New_York'), (made, zone) => {
        const { weeks, total } = qualityOf(made.map(visit), zone);
        const sum = (of: (row: (typeof weeks)[number]) => number): number => weeks.reduce((a, row) => a + of(row), 0);
        expect(sum(({ visits }) => visits)).toBe(total.visits);
        expect(sum(({ withoutSignalMs }) => withoutSignalMs)).toBe(total.withoutSignalMs);
        expect(sum(({ answers }) => answers.inTime)).toBe(total.answers.inTime);
        expect(sum(({ alerts }) => alerts.medium)).toBe(total.alerts.medium);
      }),
    );
  });
  test('REC-119 the file has a row a week and one of all, in the numbers of the page', () => {
    const rows = qualityTable(qualityOf([visit(), visit({ openedAt: ordinary.openedAt - 7 * 86_400_000 })], 'UTC'));
    expect(rows.map(([first]) => first)).toEqual(['Week of (Monday)', '2026-03-02', '2026-02-23', 'All']);
    const column = (head: string) => rows.map((row) => row[rows[0]?.indexOf(head) ?? -1]);
    expect(column('Medium alerts').slice(1)).toEqual([4, 4, 8]);
    expect(column('Share in time, %').slice(1)).toEqual([100, 100, 100]);
    expect(column('Without SpO2, min a visit').slice(1)).toEqual([3.5, 3.5, 3.5]);
    expect(column('Peaks from 160/100').slice(1)).toEqual([1, 1, 2]);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });
});
