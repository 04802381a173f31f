import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { anyStart, anySteps, go } from '../../../tests/support/any-visit.ts';
import { aVisit, MINUTE, nurse, system } from '../../../tests/support/visit-builder.ts';
import { START, watched } from '../../../tests/support/watched-visit.ts';
import { visitFacts } from './visit-summary.ts';

const over = (events: readonly VisitEvent[]): readonly VisitEvent[] => {
  const at = Math.max(...events.map((event) => event.at)) + 1_000;
  return [...events, { type: 'visit-ended', ending: 'transferred', byName: 'N. Okafor', at, actor: system }];
};
const readings = new Set(['reading-recorded']);
const withoutReadings = (events: readonly VisitEvent[]): readonly VisitEvent[] =>
  events.filter(({ type }) => !readings.has(type));

test('REC-93 whatever happened, a visit is the same in the list with its readings and without', () => {
  fc.assert(
    fc.property(anyStart, anySteps, (visit, steps) => {
      for (const step of steps) go(visit, step);
      const events = over(visit.events);
      const facts = visitFacts(events);
      expect(facts).toBeDefined();
      expect(visitFacts(withoutReadings(events))).toEqual(facts);
    }),
    { numRuns: 25 },
  );
});

test('REC-90 a visit that is not over is no line of the list', () => {
  expect(visitFacts(aVisit().events)).toBeUndefined();
  expect(visitFacts([])).toBeUndefined();
});

test('REC-90 each alert counts once, at the highest it reached; a mark nobody cleared is unread', () => {
  const visit = watched().steady(1, 10).steady(11, 60, 88).steady(61, 90, 80).steady(91, 140, 98);
  const facts = visitFacts(over(visit.events));
  expect(facts?.alerts).toEqual({ low: 0, medium: 0, high: 1 });
  expect(facts?.unreadMarks).toBe(1);
  const alertId = visit.state.latched[0]?.alertId ?? '';
  visit.give(141, { type: 'mark:clear', alertId }, nurse);
  expect(visitFacts(over(visit.events))?.unreadMarks).toBe(0);
});

test('REC-90 the phases’ times: none that were not reached, the last word where one was reopened', () => {
  const visit = watched().steady(1, 30);
  expect(visitFacts(over(visit.events))).not.toHaveProperty('treatmentEndedAt');
  visit.give(31, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }, nurse);
  visit.give(32, { type: 'infusion:reopen', reason: 'pump went on' }, nurse);
  const reopened = visitFacts(over(visit.events));
  expect(reopened).toHaveProperty('startedAt');
  expect(reopened).not.toHaveProperty('treatmentEndedAt');
  visit.give(5 * 60, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }, nurse);
  const ended = visitFacts(over(visit.events));
  expect((ended?.treatmentEndedAt ?? 0) - (ended?.startedAt ?? 0)).toBe(5 * MINUTE);
  expect(ended).not.toHaveProperty('monitoringEndedAt');
});

test('REC-90 the whole line of a visit that was moved, and left without a start', () => {
  const visit = watched({ phase: 'baseline' }).steady(1, 3);
  const opened = { visitId: 'v', patientId: 'p', openedAt: START, treatment: 'infusion', ending: 'transferred' };
  const facts = visitFacts(over(visit.events));
  expect(facts).toMatchObject({ ...opened, chairIds: ['c'], alerts: { low: 0, medium: 0, high: 0 }, unreadMarks: 0 });
  for (const key of ['startedAt', 'treatmentEndedAt', 'monitoringEndedAt']) expect(facts).not.toHaveProperty(key);
  for (const chairId of ['d', 'c']) visit.record(4, { type: 'chair-changed', chairId });
  expect(visitFacts(over(visit.events))?.chairIds).toEqual(['c', 'd', 'c']);
});

test('REC-90 when monitoring ended: kept over the end of the visit, and none where it was taken up again', () => {
  const visit = aVisit({ phase: 'discharge' });
  const { phase } = visit.state;
  if (phase.name !== 'discharge') throw new Error('No discharge.');
  expect(visitFacts(over(visit.events))).toMatchObject({
    startedAt: phase.infusion.startedAt,
    monitoringEndedAt: phase.monitoringEndedAt,
  });
  expect(visitFacts(over(visit.events))?.treatmentEndedAt).toBeDefined();
  visit.give({ type: 'monitoring:reopen', reason: 'dizzy again' } as never);
  expect(visitFacts(over(visit.events))).not.toHaveProperty('monitoringEndedAt');
});
