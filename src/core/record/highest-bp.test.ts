import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { reaches } from '../blood-pressure.ts';
import type { BpPair } from '../clinical-protocol.ts';
import { qualityTable } from '../quality/quality-csv.ts';
import { PEAKS_FROM, qualityOf } from '../quality/quality.ts';
import { previousResponse, seriesRows } from '../series/series-rows.ts';
import { clockTime } from '../words/time-words.ts';
import { chartDrawing } from './drawing/chart-drawing.ts';
import { chartSeries } from './drawing/chart-series.ts';
import { recordOf } from './record-of.ts';
import { vitalFacts } from './report-facts.ts';
import { linesOf, reportSummary } from './report-summary.ts';
import { figuresOf } from './visit-figures.ts';

type Bp = readonly [systolic: number, diastolic: number];

const clock = (time: number): string => clockTime(time, 'UTC');

/** One BP a minute from the start, over a baseline of 120/75. */
function visitWith(...bps: readonly Bp[]) {
  const visit = watched({ tickMs: 0 }).spo2(1, 98);
  for (const [index, [systolic, diastolic]] of bps.entries()) visit.bp((index + 1) * 60, systolic, diastolic);
  const end = (bps.length + 1) * 60;
  visit.record(end, { type: 'infusion-ended', happenedAt: at(end), reason: 'completed' });
  visit.record(end, { type: 'visit-ended', ending: 'transferred', byName: 'N' });
  const record = recordOf(visit.events);
  if (!record) throw new Error('It is over.');
  return { record, figures: figuresOf(record), events: visit.events };
}
const cell = (name: string, { figures }: ReturnType<typeof visitWith>) =>
  seriesRows([figures]).find((row) => row.name === name)?.cells[0];

describe('REC-215 the highest diastolic', () => {
  const two = visitWith([159, 80], [150, 115], [140, 90]);
  test('REC-215 beside 159/80 a later 150/115 stands in record, report, chart, series and previous response', () => {
    expect(two.record.vitals).toMatchObject({
      highestBp: { at: at(60), systolicMmHg: 159, diastolicMmHg: 80 },
      highestDiastolicBp: { at: at(120), systolicMmHg: 150, diastolicMmHg: 115 },
    });
    expect(vitalFacts(two.record, clock)[0]?.highest).toMatch(
      /^159\/80 at 14:01.*, highest diastolic 150\/115 at 14:02/,
    );
    const size = { width: 720, height: 430, clock };
    expect(chartDrawing(two.record, chartSeries(two.events), size).says).toContain(
      'highest BP 159/80 at 14:01, highest diastolic 150/115 at 14:02',
    );
    expect(cell('Highest BP', two)).toBe('159/80, highest diastolic 150/115');
    expect(previousResponse(two.figures)[1]).toContain('highest diastolic 150/115');
  });
  test('REC-215 the quality page counts it at 160/100 and at 180/110, and its file has both readings', () => {
    const quality = qualityOf([two.figures, visitWith([159, 99]).figures], 'UTC');
    expect(quality.total.peaks).toEqual({
      median: { systolicMmHg: 159, diastolicMmHg: 99 },
      highest: { systolicMmHg: 159, diastolicMmHg: 99 },
      highestDiastolic: { systolicMmHg: 150, diastolicMmHg: 115 },
      ...{ raised: 1, high: 1, of: 2 },
    });
    const [head, week] = qualityTable(quality);
    const column = (name: string) => week?.[head?.indexOf(name) ?? -1];
    expect([column('Highest diastolic, mmHg'), column('Highest diastolic, its systolic, mmHg')]).toEqual([115, 150]);
    expect([column('Peaks from 160/100'), column('Peaks from 180/110')]).toEqual([1, 1]);
  });
  test.each<[string, readonly Bp[]]>([
    ['one BP', [[168, 98]]],
    [
      'the highest in both',
      [
        [168, 98],
        [150, 97],
      ],
    ],
    [
      'as high in a lower one before',
      [
        [150, 98],
        [168, 98],
      ],
    ],
  ])('REC-215 of one reading there is no second: %s', (_, bps) => {
    const one = visitWith(...bps);
    expect(one.record.vitals).not.toHaveProperty('highestDiastolicBp');
    expect(one.figures).not.toHaveProperty('highestDiastolicBp');
    expect(cell('Highest BP', one)).toBe('168/98');
  });
  test('REC-215 whatever was measured, the page of one visit counts as any of its BPs does', () => {
    const bp = fc.tuple(fc.integer({ min: 120, max: 200 }), fc.integer({ min: 60, max: 119 }));
    fc.assert(
      fc.property(fc.array(bp, { minLength: 1, maxLength: 8 }), (bps) => {
        const { peaks } = qualityOf([visitWith(...bps).figures], 'UTC').total;
        const any = (level: BpPair): number =>
          Number(bps.some(([systolicMmHg, diastolicMmHg]) => reaches({ systolicMmHg, diastolicMmHg }, level)));
        expect(peaks).toMatchObject({ raised: any(PEAKS_FROM.raised), high: any(PEAKS_FROM.high) });
        const told = peaks?.highestDiastolic ?? peaks?.highest;
        expect(told?.diastolicMmHg).toBe(Math.max(...bps.map(([, diastolic]) => diastolic)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('REC-216 the rise of BP', () => {
  test('REC-216 of two readings each stands beside its own', () => {
    const two = visitWith([170, 80], [130, 108]);
    expect(vitalFacts(two.record, clock)[0]?.highest).toBe(
      '170/80 at 14:01 (systolic +50), highest diastolic 130/108 at 14:02 (diastolic +33)',
    );
    expect(cell('Rise of BP', two)).toBe('systolic +50 (170/80), diastolic +33 (130/108)');
    expect(previousResponse(two.figures)[1]).toBe(
      'BP 120/75 to 170/80 at its highest (systolic +50), highest diastolic 130/108 (diastolic +33)',
    );
  });
  test('REC-216 of one reading it is a pair', () => {
    const one = visitWith([170, 108], [130, 80]);
    expect(vitalFacts(one.record, clock)[0]?.highest).toBe('170/108 at 14:01 (+50/+33)');
    expect(cell('Rise of BP', one)).toBe('+50/+33');
    expect(previousResponse(one.figures)[1]).toBe('BP 120/75 to 170/108 at its highest (+50/+33)');
  });
  test('REC-216 REC-129 two readings take more lines of the page, and are counted', () => {
    const lines = ({ record }: ReturnType<typeof visitWith>): number =>
      linesOf(
        reportSummary({
          ...{ record: { ...record, outside: [], alerts: [], gaps: [] }, patient: null, chairs: [] },
          clinic: { name: 'C', timeZone: 'UTC', demo: false },
        }),
      );
    expect(lines(visitWith([170, 80], [130, 108])) - lines(visitWith([170, 108], [130, 80]))).toBe(2);
  });
});
