import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { alertText } from './text.ts';

/** A score recorded at `second` that happened so many minutes before. */
function score(visit: WatchedVisit, second: number, moaas: number, minutesAgo = 0): WatchedVisit {
  const happenedAt = at(second - minutesAgo * 60);
  const entry = { kind: 'scale', scale: 'moaas', score: moaas } as const;
  return visit.record(second, {
    type: 'entry-recorded',
    entryId: `e-${second}`,
    happenedAt,
    byName: 'N. Okafor',
    entry,
  });
}
const scored = (...scores: readonly (readonly [second: number, moaas: number])[]) =>
  scores.reduce((visit, [second, moaas]) => score(visit, second, moaas), watched({ tickMs: 1_000 }));
const line = (visit: WatchedVisit) => visit.log('sedation');

describe('sedation as it was entered', () => {
  test.each([
    [5, []],
    [4, []],
    [3, ['60 issued sedation medium']],
    [2, ['60 issued sedation medium']],
    [1, ['60 issued sedation high']],
    [0, ['60 issued sedation high']],
  ])('AL-80 MOAA/S %i', (moaas, expected) => {
    expect(line(scored([60, moaas]))).toEqual(expected);
  });
  test('AL-80 it rises, falls and ends with the entries, each once', () => {
    expect(line(scored([60, 3], [120, 2], [180, 1], [240, 2], [300, 4]))).toEqual([
      '60 issued sedation medium',
      '180 raised sedation high',
      '240 lowered sedation medium',
      '300 ended sedation in-range',
    ]);
  });
  test('AL-80 time alone ends nothing, nor does a restart', () => {
    const visit = scored([60, 2]).tick(9_000).resume(12_000).tick(12_600);
    expect(line(visit)).toEqual(['60 issued sedation medium']);
    expect(visit.state.alerts.sedation?.condition).toBe('true');
  });
  test('AL-80 after a restart the next entry ends it', () => {
    expect(line(score(scored([60, 2]).resume(400), 500, 5)).at(-1)).toBe('500 ended sedation in-range');
  });
  test('AL-80 the text is the worst score against the limit', () => {
    const visit = scored([60, 2], [120, 3]);
    const { sedation } = visit.state.alerts;
    expect(sedation && alertText(sedation)).toBe('MOAA/S 2 ≤ 3');
  });
  test('AL-80 one typed late that happened before the newest changes nothing', () => {
    const visit = score(scored([300, 5]), 360, 1, 5);
    expect(line(visit)).toEqual([]);
    expect(line(score(visit, 420, 2, 0))).toEqual(['420 issued sedation medium']);
  });
  test('AL-80 other scales say nothing of it', () => {
    const entry = { kind: 'scale', scale: 'nausea', score: 1 } as const;
    const visit = watched();
    visit.record(9, { type: 'entry-recorded', entryId: 'e', happenedAt: at(9), byName: 'N', entry });
    expect(line(visit)).toEqual([]);
  });
  test('AL-80 who is asleep again after an acknowledgement is told anew only by something worse or by time', () => {
    const visit = scored([60, 3]).acknowledge(70, 'sedation');
    score(visit, 120, 2);
    expect(visit.state.alerts.sedation?.acknowledged).toBeDefined();
    score(visit, 130, 1);
    expect(visit.state.alerts.sedation?.acknowledged).toBeUndefined();
  });
});
