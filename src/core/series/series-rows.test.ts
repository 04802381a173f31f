import { describe, expect, test } from 'vitest';
import { endedVisit, esketamineVisit } from '../../../tests/fixtures/ended-visit.ts';
import { recordOf } from '../record/record-of.ts';
import { figuresOf } from '../record/visit-figures.ts';
import type { VisitFigures } from '../record/visit-figures.ts';
import { previousResponse, seriesRows } from './series-rows.ts';

const figures = (events: ReturnType<typeof endedVisit>): VisitFigures => {
  const record = recordOf(events);
  if (!record) throw new Error('It is over.');
  return figuresOf(record);
};
const infusion = figures(endedVisit());
const nasal = figures(esketamineVisit());
const { highestBp, systolicRiseMmHg, lowestSpo2, startedAt, givenMs, ...bare } = infusion;
/** Cancelled before anything was measured. */
const cancelled: VisitFigures = { ...bare, scores: {}, sideEffects: [], alerts: { low: 0, medium: 0, high: 0 } };

const cells = (name: string, visits: readonly VisitFigures[]): readonly (string | null)[] | undefined =>
  seriesRows(visits).find((row) => row.name === name)?.cells;

describe('REC-186 side by side', () => {
  test('each row has a cell for each visit, in their order, and none where nobody measured', () => {
    const visits = [infusion, nasal, cancelled];
    for (const row of seriesRows(visits)) expect(row.cells).toHaveLength(3);
    expect(cells('Highest BP', visits)).toEqual([
      `${infusion.highestBp?.systolicMmHg}/${infusion.highestBp?.diastolicMmHg}`,
      `${nasal.highestBp?.systolicMmHg}/${nasal.highestBp?.diastolicMmHg}`,
      null,
    ]);
    expect(cells('Over', visits)).toEqual([expect.stringContaining('min'), 'nasal devices', null]);
  });
  test('a row nobody has a figure for is left out, but not one that must not be missed', () => {
    expect(cells('CADSS-6', [cancelled])).toBeUndefined();
    expect(cells('Dissociation', [cancelled])).toEqual([null]);
    expect(cells('Rise of BP', [cancelled])).toEqual([null]);
    expect(seriesRows([])).toEqual(seriesRows([]).filter(({ cells: none }) => none.length === 0));
  });
  test.each([
    [{ systolicRiseMmHg: 30, diastolicRiseMmHg: 15 }, '+30/+15'],
    [{ systolicRiseMmHg: 0, diastolicRiseMmHg: -4 }, '0/−4'],
  ])('a rise has its sign: %j', (rise, text) => {
    expect(cells('Rise of BP', [{ ...infusion, ...rise }])).toEqual([text]);
  });
  test('REC-217 an estimated amount is marked, one read off the pump or given in devices is not', () => {
    const unread = figures(endedVisit().filter(({ type }) => type !== 'pump-volume-read'));
    expect(cells('Given', [infusion, unread, nasal, { ...infusion, givenMg: 24.5 }])).toEqual([
      '40 mg',
      '≈ 40 mg',
      '56 mg',
      '24.5 mg',
    ]);
  });
  test('side effects each with the worst that was said of it', () => {
    const sideEffects = [
      { effect: 'nausea', worst: 'moderate' },
      { effect: 'dizziness', worst: null },
    ] as const;
    expect(cells('Side effects', [{ ...infusion, sideEffects }])).toEqual(['nausea moderate, dizziness']);
    expect(cells('Side effects', [{ ...infusion, sideEffects: [] }])).toEqual(['none recorded']);
  });
});

describe('REC-187 the previous response', () => {
  test('dose, BP, SpO₂, scores, side effects and alerts, with the record’s own numbers', () => {
    const lines = previousResponse({ ...infusion, scores: { dissociation: 6, nausea: 2 } });
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain(`${infusion.doseMg} mg`);
    expect(lines[1]).toContain(
      `${infusion.baseline?.systolicMmHg}/${infusion.baseline?.diastolicMmHg} to ${infusion.highestBp?.systolicMmHg}/${infusion.highestBp?.diastolicMmHg}`,
    );
    expect(lines[2]).toBe(`SpO₂ ${infusion.lowestSpo2} at its lowest`);
    expect(lines[3]).toBe('Dissociation 6 of 10, nausea 2 of 10');
  });
  test('what nobody measured or scored is said, never left out', () => {
    expect(previousResponse(cancelled)).toEqual([
      expect.stringContaining('never started'),
      'No BP since the start.',
      'No SpO₂ since the start.',
      'Neither dissociation nor nausea was scored.',
      'No side effect recorded',
      'No medium or high alert',
    ]);
  });
});
