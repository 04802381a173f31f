import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endedVisit, esketamineVisit } from '../../../tests/fixtures/ended-visit.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { VisitEvent } from '../event.ts';
import type { Duration } from '../reading.ts';
import { readingsIn } from './live-values.ts';
import { figuresFrom, recordOf } from './record-of.ts';
import { figuresOf } from './visit-figures.ts';
import type { VisitRecord } from './visit-record.ts';

/** What a second brings. */
const second = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('value' as const), spo2: fc.integer({ min: 78, max: 99 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('poor' as const), spo2: fc.integer({ min: 60, max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('none' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('nothing' as const), for: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bp' as const), sys: fc.integer({ min: 70, max: 200 }) }) },
);
const course = fc.array(second, { minLength: 1, maxLength: 60 });
type Course = typeof course extends fc.Arbitrary<infer Each> ? Each : never;

function visitOf(steps: Course): { readonly events: readonly VisitEvent[]; readonly endedS: number } {
  const visit = watched({ tickMs: 0 });
  let now = 0;
  for (const step of steps) {
    now += step.do === 'nothing' ? step.for : 1;
    if (step.do === 'value') visit.spo2(now, step.spo2);
    if (step.do === 'poor') visit.spo2(now, step.spo2, { quality: 'poor', causes: ['motion'] });
    if (step.do === 'none') visit.noValue(now);
    if (step.do === 'bp') visit.bp(now, step.sys);
  }
  now += 1;
  visit.record(now, { type: 'infusion-ended', happenedAt: at(now), reason: 'completed' });
  visit.record(now, { type: 'monitoring-ended', byName: 'N' });
  visit.record(now + 60, { type: 'visit-ended', ending: 'transferred', byName: 'N' });
  return { events: visit.events, endedS: now };
}
function recorded(events: readonly VisitEvent[]): VisitRecord {
  const record = recordOf(events);
  if (!record) throw new Error('It is not over.');
  return record;
}
const isReading = ({ type }: VisitEvent): boolean => type === 'reading-recorded' || type === 'bp-entered';
const sum = (each: readonly Duration[]): Duration => each.reduce((a, b) => a + b, 0);

test('REC-113 times add up: no level lasts longer than there was a signal, no signal longer than somebody watched', () => {
  fc.assert(
    fc.property(course, (steps) => {
      const { outside, vitals, gaps } = recorded(visitOf(steps).events);
      const { withSignalMs, watchedMs } = vitals;
      for (const { forMs = 0 } of outside) expect(forMs).toBeLessThanOrEqual(withSignalMs);
      const spo2 = outside.filter(({ kind, priority }) => kind === 'spo2-low' && priority !== 'low');
      expect(spo2[1]?.forMs ?? 0).toBeLessThanOrEqual(spo2[0]?.forMs ?? 0);
      expect(withSignalMs + sum(gaps.map(({ from, to }) => to - from))).toBeLessThanOrEqual(watchedMs);
      for (const [index, gap] of gaps.entries()) expect(gap.from).toBeGreaterThanOrEqual(gaps[index - 1]?.to ?? 0);
    }),
  );
});

test('REC-113 no extreme lies outside what was measured in good signal', () => {
  fc.assert(
    fc.property(course, (steps) => {
      const values = steps.flatMap((step) => (step.do === 'value' ? [step.spo2] : []));
      const bps = steps.flatMap((step) => (step.do === 'bp' ? [step.sys] : []));
      const { lowestSpo2, lastSpo2, highestBp, lowestBp } = recorded(visitOf(steps).events).vitals;
      expect(lowestSpo2?.value).toBe(values.length > 0 ? Math.min(...values) : undefined);
      expect(lastSpo2?.value).toBe(values.at(-1));
      expect(highestBp?.systolicMmHg).toBe(bps.length > 0 ? Math.max(...bps) : undefined);
      expect(lowestBp?.systolicMmHg).toBe(bps.length > 0 ? Math.min(...bps) : undefined);
    }),
  );
});

test('REC-113 it is the same of events that went over the wire, and whatever the oximeter says once monitoring has ended', () => {
  fc.assert(
    fc.property(course, fc.integer({ min: 50, max: 99 }), (steps, after) => {
      const { events, endedS } = visitOf(steps);
      const record = recorded(events);
      expect(recordOf(JSON.parse(JSON.stringify(events)) as VisitEvent[])).toEqual(record);
      const later = events.flatMap((event): readonly VisitEvent[] =>
        event.type === 'visit-ended'
          ? [
              {
                type: 'reading-recorded',
                source: { deviceId: 'd', epoch: 'e', seq: 9_999 },
                reading: { kind: 'oximetry', quality: 'good', causes: [], measuredAt: at(endedS + 1), spo2Pct: after },
                at: at(endedS + 1),
                actor: event.actor,
              },
              event,
            ]
          : [event],
      );
      const { vitals, outside, gaps, alerts, answers } = recorded(later);
      expect({ vitals, outside, gaps, alerts, answers }).toEqual({
        vitals: record.vitals,
        outside: record.outside,
        gaps: record.gaps,
        alerts: record.alerts,
        answers: record.answers,
      });
    }),
  );
});

test('REC-116 the figures are the same without folding the readings', () => {
  const same = (events: readonly VisitEvent[]): void => {
    const bare = events.filter((event) => !isReading(event));
    expect(figuresFrom(bare, readingsIn(events))).toEqual(figuresOf(recorded(events)));
    expect(figuresFrom(events, [])).toEqual(figuresOf(recorded(events)));
  };
  same(endedVisit());
  same(esketamineVisit());
  fc.assert(fc.property(course, (steps) => same(visitOf(steps).events)));
});

test('REC-116 the figures of a visit', () => {
  expect(figuresOf(recorded(endedVisit()))).toMatchObject({
    protocolId: 'iv-ketamine-40',
    treatment: 'infusion',
    doseMg: 40,
    givenMg: 40,
    baseline: { systolicMmHg: 128, diastolicMmHg: 79, spo2Pct: 98, pulseBpm: 72 },
    highestBp: { systolicMmHg: 168, diastolicMmHg: 98 },
    systolicRiseMmHg: 40,
    lowestSpo2: 86,
    withoutSignalMs: 208_000,
    sideEffects: [
      { effect: 'nausea', worst: 'moderate' },
      { effect: 'dissociation', worst: 'mild' },
      { effect: 'dizziness', worst: null },
    ],
    scores: { dissociation: 6, nausea: 5 },
    interventions: 2,
    alerts: { low: 0, medium: 4, high: 0 },
    alertsByKind: { 'spo2-low': 1, 'no-spo2': 2, 'bp-high': 1 },
    answers: [
      ['spo2-low', 'medium', 'in-time', 9_000],
      ['no-spo2', 'medium', 'in-time', 11_000],
      ['bp-high', 'medium', 'in-time', 20_000],
      ['no-spo2', 'medium', 'over', null],
    ],
    signOff: 'to-close',
  });
  expect(figuresOf(recorded(esketamineVisit()))).toMatchObject({ doseMg: 56, givenMg: 56, scores: { moaas: 4 } });
});
