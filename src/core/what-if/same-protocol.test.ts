/** Under the visit's own protocol a rerun concludes what was concluded then: fact by fact, at the same instants. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisitCommand } from '#core/command.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Actor } from '../actor.ts';
import { AloneVisit } from '../../../tests/support/alone-visit.ts';
import { anyActor, anyCommand, anyLimits } from '../../../tests/support/any-visit.ts';
import { withLimits } from '../../../tests/support/other-limits.ts';
import { watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { Rerun } from './rerun.ts';
import { whatIf } from './what-if.ts';

const [own] = publishedProtocols;

/** Every fact of an alert, without the ids: those are made anew. */
function facts(events: readonly VisitEvent[]): readonly string[] {
  const kinds = new Map<string, string>();
  return events.flatMap((event) => {
    if (event.type === 'alert-issued') kinds.set(event.alertId, event.kind);
    if (event.type === 'watched-alone')
      for (const fact of event.facts) if (fact.type === 'alert-issued') kinds.set(fact.alertId, fact.kind);
    const isFact = event.type.startsWith('alert-') || event.type === 'excursion-found';
    if (!isFact) return [];
    const { alertId, markId, ...rest } = event as VisitEvent & { alertId?: string; markId?: string };
    const { actor: _a, commandId: _c, instead: _i, ...fact } = rest as typeof rest & { instead?: unknown };
    return [JSON.stringify({ kind: kinds.get(alertId ?? '') ?? (markId ? 'mark' : 'another'), ...fact })];
  });
}

function rerun(events: readonly VisitEvent[]): { readonly facts: readonly string[]; readonly actsWithout: number } {
  const folded: VisitEvent[] = [];
  const again = new Rerun(own, false, (event) => folded.push(event));
  for (const event of events) again.take(event);
  again.end();
  return { facts: facts(folded), actsWithout: again.actsWithout.length };
}

type Step = (visit: WatchedVisit, from: number) => number;

const seconds = fc.integer({ min: 1, max: 70 });
const stretch = fc
  .record({
    seconds,
    spo2: fc.oneof(fc.integer({ min: 95, max: 99 }), fc.integer({ min: 80, max: 94 })),
    pulse: fc.oneof(
      { weight: 3, arbitrary: fc.constant(72) },
      { weight: 1, arbitrary: fc.integer({ min: 35, max: 150 }) },
    ),
    doubt: fc.constantFrom<readonly ('motion' | 'low-battery')[]>([], [], [], ['motion'], ['low-battery']),
  })
  .map(({ seconds: length, spo2, pulse, doubt }): Step => (visit, from) => {
    const quality = doubt.includes('motion') ? 'poor' : 'good';
    visit.steady(from, from + length, spo2, { pulseBpm: pulse, quality, causes: doubt });
    return from + length;
  });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: stretch },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 70, max: 200 }).map((systolic): Step => (visit, from) => {
      visit.bp(from + 1, systolic, 75);
      return from + 1;
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((visit, from) => {
      visit.bpFailed(from + 1);
      return from + 1;
    }),
  },
  {
    weight: 2,
    arbitrary: seconds.map((length): Step => (visit, from) => {
      for (let second = from + 1; second <= from + length; second += 1) visit.noValue(second);
      return from + length;
    }),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 400 }).map((length): Step => (visit, from) => {
      visit.tick(from + length);
      return from + length;
    }),
  },
  {
    weight: 1,
    arbitrary: seconds.map((length): Step => (visit, from) => {
      visit.resume(from + length);
      return from + length;
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ late: fc.integer({ min: 1, max: 90 }), spo2: fc.integer({ min: 78, max: 99 }) })
      .map(({ late, spo2 }): Step => (visit, from) => {
        visit.spo2(from + 1, spo2, {}, late * 1_000);
        return from + 1 + late;
      }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('adapter-disconnected', 'adapter-connected').map((type): Step => (visit, from) => {
      visit.record(from + 1, { type, adapterId: 'a' });
      return from + 1;
    }),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({ command: anyCommand, by: anyActor, nth: fc.nat(5) })
      .map(({ command, by, nth }): Step => (visit, from) => {
        visit.give(from + 1, about(visit, command, nth), by);
        return from + 1;
      }),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ type: fc.constantFrom('alert:acknowledge', 'mark:clear'), nth: fc.nat(5), by: anyActor })
      .map(({ type, nth, by }): Step => (visit, from) => {
        visit.give(from + 1, about(visit, { type, alertId: '' } as VisitCommand, nth), by as Actor);
        return from + 1;
      }),
  },
);

/** A command about an alert is about one that is there. */
function about(visit: WatchedVisit, command: VisitCommand, nth: number): VisitCommand {
  if (!('alertId' in command)) return command;
  const ids = [...Object.values(visit.state.alerts), ...visit.state.latched].map(({ alertId }) => alertId);
  return { ...command, alertId: ids[nth % Math.max(1, ids.length)] ?? command.alertId };
}

function lived(steps: readonly Step[]): WatchedVisit {
  const visit = watched();
  steps.reduce((from, each) => each(visit, from), 1);
  return visit;
}

test('REC-200 whatever happened, the same protocol concludes the same, fact by fact', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const { events } = lived(steps);
      const again = rerun(events);
      expect(again.facts).toEqual(facts(events));
      expect(again.actsWithout).toBe(0);
    }),
    { numRuns: 120 },
  );
});

test('REC-200 and no other protocol makes it fail, lose an act without a word, or count an alert twice', () => {
  const limits = anyLimits.map((some) =>
    Object.fromEntries(Object.entries(some).flatMap(([name, limit]) => (limit ? [[name, limit]] : []))),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), limits, (steps, changed) => {
      const { events } = lived(steps);
      const result = whatIf(events, withLimits(own, changed));
      const count = (of: typeof result.before): number => of.alerts.low + of.alerts.medium + of.alerts.high;
      expect(result.gone.length + result.changed.length + result.same).toBe(count(result.before));
      expect(result.come.length + result.changed.length + result.same).toBe(count(result.after));
      expect(result.missed.length).toBeLessThanOrEqual(result.trueEvents);
      expect(result.after.audibleMs).toBeLessThanOrEqual(result.after.unansweredMs);
    }),
    { numRuns: 60 },
  );
});

const alone = (): AloneVisit => {
  const visit = new AloneVisit();
  const say = (from: number, to: number, spo2Pct: number): void => {
    for (let second = from; second <= to; second += 1)
      visit.reading(second, { kind: 'oximetry', quality: 'good', causes: [], pulseBpm: 72, spo2Pct } as never);
  };
  say(1, 30, 98);
  say(31, 50, 88);
  visit.lose(51);
  say(52, 60, 88);
  say(61, 90, 97);
  say(91, 120, 84);
  visit.join(121);
  visit.server.steady(125, 200, 97);
  return visit;
};

test('REC-202 what a page watched alone is the journal’s on both sides, and named', () => {
  const { events } = alone().server;
  const result = whatIf(events, own);
  expect(result).toMatchObject({ gone: [], come: [], changed: [], actsWithout: [] });
  expect(result.after).toEqual(result.before);
  expect(result.unjudged).toMatchObject([{ why: 'watched alone' }]);
  const other = whatIf(events, withLimits(own, { 'spo2-low-medium': 86, 'spo2-low-high': 80 }));
  // The first was the server's, and is none now; the page's own, 84 for half a minute, stands as the page told it.
  expect([other.gone.map(({ priority }) => priority), other.come, other.changed]).toEqual([['medium'], [], []]);
  expect(other.before.alerts.high).toBeGreaterThan(0);
  expect(other.after.alerts.high).toBe(other.before.alerts.high);
});
