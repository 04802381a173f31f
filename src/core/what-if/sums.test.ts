import { expect, test } from 'vitest';
import { noWhatIf } from '../../../tests/support/no-what-if.ts';
import { changesOf, isChanged, noVisits, withVisit } from './sums.ts';
import type { AlertLife, VisitWhatIf } from './visit-what-if.ts';

const life = (kind: AlertLife['kind'], priority: AlertLife['priority'] = 'medium'): AlertLife => ({
  ...{ kind, priority, text: '', issuedAt: 0, endedAt: 1, audibleMs: 1 },
});
const event = (heardBefore: boolean): VisitWhatIf['missed'][number] => ({
  ...{ kind: 'spo2-low', priority: 'medium', from: 0, until: 1, worst: 88, heardBefore, heardAfter: false },
});
const less = (kind: AlertLife['kind'], after: VisitWhatIf['silenced'][number]['after']) => ({
  ...{ kind, from: 0, until: 1, before: { priority: 'high', at: 0, highAt: 0 } as const, after, what: [] },
});
const sums = (high: number, audibleMs: number) => ({
  ...{ alerts: { low: 1, medium: 2, high }, audibleMs, unansweredMs: audibleMs + 5 },
});

const changed: VisitWhatIf = {
  ...noWhatIf,
  before: sums(3, 100),
  after: sums(1, 40),
  gone: [life('spo2-low'), life('spo2-low')],
  come: [life('bp-high')],
  changed: [{ before: life('bp-high'), after: life('bp-high', 'low'), what: ['priority'] }],
  same: 3,
  sameOf: { 'spo2-low': 1, 'no-spo2': 2 },
  missed: [event(true), event(false)],
  silenced: [less('no-spo2', null)],
  lowerOrLater: [less('spo2-low', { priority: 'medium', at: 60 }), less('cuff-overdue', { priority: 'medium', at: 0 })],
  trueEvents: 4,
  newlyHeard: 1,
  bpsAsked: 2,
  actsWithout: [
    { type: 'alert-acknowledged', count: 2 },
    { type: 'page-sent', count: 1 },
  ],
};

test('REC-203 REC-230 the sums over visits', () => {
  const all = [changed, noWhatIf, changed].reduce(withVisit, noVisits);
  expect(all).toMatchObject({
    ...{ visits: 3, changedVisits: 2, gone: 4, come: 2, changed: 2, same: 6 },
    ...{ trueEvents: 8, missed: 4, newlyMissed: 4, lowerOrLater: 4, newlyHeard: 2, actsWithout: 6, bpsAsked: 4 },
    before: { alerts: { low: 2, medium: 4, high: 6 }, audibleMs: 200, unansweredMs: 210 },
    after: { alerts: { low: 2, medium: 4, high: 2 }, audibleMs: 80, unansweredMs: 90 },
  });
  expect(all.byKind).toEqual([
    { kind: 'spo2-low', before: 6, after: 2, gone: 4, come: 0, changed: 0, newlyMissed: 2, lowerOrLater: 2 },
    { kind: 'bp-high', before: 2, after: 4, gone: 0, come: 2, changed: 2, newlyMissed: 0, lowerOrLater: 0 },
    { kind: 'no-spo2', before: 4, after: 4, gone: 0, come: 0, changed: 0, newlyMissed: 2, lowerOrLater: 0 },
    { kind: 'cuff-overdue', before: 0, after: 0, gone: 0, come: 0, changed: 0, newlyMissed: 0, lowerOrLater: 2 },
  ]);
});

test.each<[string, Partial<VisitWhatIf>, number]>([
  ['nothing', {}, 0],
  ['one gone', { gone: [life('spo2-low')] }, 1],
  ['one come', { come: [life('spo2-low')] }, 1],
  ['one changed', { changed: changed.changed }, 1],
  ['one newly missed', { missed: [event(true)] }, 1],
  ['one missed before too', { missed: [event(false)] }, 0],
  ['one technical alert silenced', { silenced: [less('no-spo2', null)] }, 1],
  ['one heard later', { lowerOrLater: [less('spo2-low', { priority: 'high', at: 20 })] }, 1],
  ['one newly heard', { newlyHeard: 1 }, 1],
])('REC-196 a visit with %s', (_, of, count) => {
  const visit = { ...noWhatIf, ...of };
  expect([changesOf(visit), isChanged(visit)]).toEqual([count, count > 0]);
});
