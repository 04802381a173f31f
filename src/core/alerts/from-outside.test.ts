import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { alertFromOutside, overFromOutside } from './from-outside.ts';
import type { OutsideKind } from './from-outside.ts';

const seen = (visit: WatchedVisit, second: number): WatchedVisit => {
  for (const event of alertFromOutside(
    visit.state,
    'not-recorded',
    'The disk does not answer',
    at(second),
    visit.newId,
  ))
    visit.record(second, event);
  return visit;
};

describe('alerts from outside the visit', () => {
  test('AL-24 issued once, medium, ended when the cause is over', () => {
    const visit = seen(seen(watched(), 10), 11);
    for (const event of overFromOutside(visit.state, 'not-recorded', at(20), visit.newId)) visit.record(20, event);
    expect(visit.log('not-recorded')).toEqual(['10 issued not-recorded medium', '20 ended not-recorded in-range']);
    expect(overFromOutside(visit.state, 'not-recorded', at(21), visit.newId)).toEqual([]);
  });
  test('AL-24 passed on and ended with the watch like any technical alert', () => {
    const visit = seen(watched(), 10).record(11, { type: 'infusion-ended', happenedAt: at(11), reason: 'completed' });
    visit.tick(131).record(132, { type: 'monitoring-ended', byName: 'N' });
    expect(visit.escalations('not-recorded')).toEqual(['130 escalated not-recorded station']);
    expect(visit.log('not-recorded').at(-1)).toBe('132 ended not-recorded person');
  });
  test('AL-23 not before the start', () => {
    const { state, newId } = watched({ phase: 'baseline' });
    expect(alertFromOutside(state, 'clock-stepped', 'x', at(10), newId)).toEqual([]);
  });
  test('AL-208 a page that does not arrive is told wherever it was sent from, the set-up too; what is of the watch alone is not', () => {
    const { state, newId } = watched({ phase: 'baseline' }).steady(0, 10).spo2(11, 84);
    const issued = (kind: OutsideKind) => alertFromOutside(state, kind, 'x', at(12), newId).length;
    expect(
      ['page-failed', 'clock-stepped', 'not-recorded', 'adapter-storage'].map((kind) => issued(kind as OutsideKind)),
    ).toEqual([1, 0, 0, 0]);
    const calm = watched({ phase: 'baseline' }).steady(0, 10);
    expect(alertFromOutside(calm.state, 'page-failed', 'x', at(12), calm.newId)).toEqual([]);
  });
});
