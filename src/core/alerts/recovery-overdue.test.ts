import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { advanceByTime } from '../advance.ts';
import { foldLate } from '../late/fold-late.ts';
import type { NibpReading } from '../reading.ts';

const MIN = 60;
/** Stopped at 100 s, so the upper mark is 30 min later; the alert 2 min after that. */
const MARK = 100 + 30 * MIN;
const DUE = MARK + 120;

const recovering = () =>
  watched({ tickMs: 0 })
    .steady(0, 99)
    .record(100, { type: 'infusion-ended', happenedAt: at(100), reason: 'completed' });
const respond = (visit: WatchedVisit, second: number) =>
  visit.record(second, {
    type: 'entry-recorded',
    entryId: `e-${second}`,
    happenedAt: at(second),
    byName: 'N. Okafor',
    entry: { kind: 'response', response: 'normal' },
  });
/** Everything monitoring waits for, by `until`. */
function met(visit: WatchedVisit, until: number): WatchedVisit {
  respond(visit.bp(until - 400, 118, 74), until - 80);
  return visit.bp(until - 75, 120, 75).steady(until - 70, until);
}
const line = (visit: WatchedVisit) => visit.log('recovery-overdue');

describe('recovery past its upper mark', () => {
  test.each([
    [DUE - 0.001, []],
    [DUE, [`${DUE} issued recovery-overdue medium`]],
    [DUE + 0.001, [`${DUE} issued recovery-overdue medium`]],
  ])('AL-86 something unmet, at %s s', (now, expected) => {
    expect(line(recovering().tick(now))).toEqual(expected);
  });
  test('AL-86 it begins at the mark', () => {
    expect(recovering().tick(DUE).state.alerts['recovery-overdue']).toMatchObject({ onsetAt: at(MARK) });
  });
  test('AL-86 nothing when all is met, and one dip calls nobody', () => {
    const visit = met(recovering(), MARK).steady(MARK + 1, MARK + 100);
    visit.spo2(MARK + 101, 91).steady(MARK + 102, MARK + 300);
    expect(line(visit)).toEqual([]);
  });
  test('AL-86 what becomes unmet after the mark, for 2 min', () => {
    const visit = met(recovering(), MARK)
      .steady(MARK + 1, MARK + 10)
      .steady(MARK + 11, MARK + 130, 94);
    expect(line(visit)).toEqual([]);
    expect(line(visit.spo2(MARK + 131, 94))).toEqual([`${MARK + 131} issued recovery-overdue medium`]);
  });
  test('AL-247 what is told of late readings past the mark says that something is unmet, and when the alert is due', () => {
    const visit = met(recovering(), MARK).steady(MARK + 1, MARK + 20);
    const late = {
      kind: 'nibp',
      measuredAt: at(50),
      quality: 'good',
      causes: [],
      systolicMmHg: 190,
      diastolicMmHg: 90,
    };
    const state = foldLate(visit.state, late as NibpReading, at(MARK + 300), undefined);
    const told = advanceByTime(state, at(MARK + 310), visit.newId);
    expect(told.events.at(-1)).toMatchObject({ type: 'excursion-found', at: at(MARK + 305) });
    expect(told.dueAt).toBe(at(MARK + 425));
    expect(advanceByTime(told.state, told.dueAt, visit.newId).events[0]).toMatchObject({ kind: 'recovery-overdue' });
  });
  test("AL-86 a provider's decision ends it for good", () => {
    const visit = recovering().tick(DUE + 60);
    visit.record(DUE + 61, { type: 'recovery-decided', choice: 'extend', byName: 'Dr. Ruiz', reason: 'BP' });
    expect(line(visit.tick(DUE + 9_000)).at(-1)).toBe(`${DUE + 61} ended recovery-overdue person`);
  });
  test('AL-86 so do the criteria, once they are met', () => {
    const visit = met(recovering().tick(DUE), DUE + 500);
    expect(line(visit).at(-1)).toMatch(/ended recovery-overdue in-range$/);
  });
  test('AL-86 unanswered it goes to the station, then to the provider, never further', () => {
    expect(
      recovering()
        .tick(DUE + 9_000)
        .escalations('recovery-overdue'),
    ).toEqual([`${DUE + 120} escalated recovery-overdue station`, `${DUE + 120} escalated recovery-overdue provider`]);
  });
  test('AL-86 not ended after all: the infusion ends it', () => {
    const visit = recovering()
      .tick(DUE)
      .record(DUE + 5, { type: 'infusion-reopened', reason: 'pump still runs' });
    expect(line(visit).at(-1)).toBe(`${DUE + 5} ended recovery-overdue person`);
    expect(visit.state.pastMark).toBeUndefined();
  });
  test('AL-86 across a restart: dated from the return', () => {
    expect(line(recovering().resume(DUE + 500))).toEqual([`${DUE + 500} issued recovery-overdue medium`]);
  });
});
