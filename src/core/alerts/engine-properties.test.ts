import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { PRIORITIES, VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit.ts';
import { ALERT_KINDS } from './alert.ts';
import type { AlertKind } from './alert.ts';
import { holds } from './condition.ts';
import type { Values } from './condition.ts';

/** What may happen, each after some seconds. Values sit around every limit. */
const spo2 = fc.constantFrom(80, 84, 85, 86, 88, 89, 90, 91, 92, 93, 94, 97, 98);
const pulse = fc.constantFrom(38, 42, 47, 52, 60, 72, 96, 112, 118, 123, 143);
const systolic = fc.constantFrom(75, 82, 88, 97, 120, 148, 152, 157, 163, 176, 182, 195);
const quality = fc.constantFrom('good', 'good', 'good', 'poor');
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('run' as const),
      seconds: fc.integer({ min: 1, max: 40 }),
      spo2,
      pulse,
      quality,
      lateMs: fc.constantFrom(0, 0, 300, 4_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('no-value' as const), seconds: fc.integer({ min: 1, max: 15 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('silence' as const), ms: fc.integer({ min: 1, max: 250_000 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('bp' as const),
      systolic,
      diastolic: fc.constantFrom(60, 80, 97, 108, 113),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'bp-failed' as const,
        'cuff' as const,
        'link-lost' as const,
        'link-back' as const,
        'resume' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('acknowledge' as const), kind: fc.constantFrom(...ALERT_KINDS) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('stop' as const, 'reopen' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const course = fc.array(step, { minLength: 1, maxLength: 25 });

/** Second by second; `again` sends every reading a second time, a little later. */
function live(steps: readonly Step[], tickMs: number, again = false): WatchedVisit {
  const visit = watched({ tickMs });
  let now = 0;
  const twice = (send: () => void): void => {
    send();
    if (again) send();
  };
  for (const each of steps) {
    now += 1;
    switch (each.type) {
      case 'run':
        for (let i = 0; i < each.seconds; i += 1, now += 1)
          twice(() => visit.spo2(now, each.spo2, { pulseBpm: each.pulse, quality: each.quality }, each.lateMs));
        now += each.lateMs / 1000;
        break;
      case 'no-value':
        for (let i = 0; i < each.seconds; i += 1, now += 1) twice(() => visit.noValue(now));
        break;
      case 'silence':
        now += each.ms / 1000;
        break;
      case 'bp':
        twice(() => visit.bp(now, each.systolic, each.diastolic));
        break;
      case 'bp-failed':
        twice(() => visit.bpFailed(now));
        break;
      case 'cuff':
        twice(() => visit.cuff(now));
        break;
      case 'link-lost':
        visit.record(now, { type: 'adapter-disconnected', adapterId: 'a' });
        break;
      case 'link-back':
        visit.record(now, { type: 'adapter-connected', adapterId: 'a' });
        break;
      case 'resume':
        visit.tick(now);
        now += 30;
        visit.resume(now);
        break;
      case 'acknowledge':
        visit.tick(now);
        if (visit.state.alerts[each.kind]) visit.acknowledge(now, each.kind);
        break;
      case 'stop':
        visit.record(now, { type: 'infusion-ended', happenedAt: at(now), reason: 'completed' });
        break;
      case 'reopen':
        visit.record(now, { type: 'infusion-reopened', reason: 'pump still runs' });
        break;
    }
  }
  return visit.tick(now + 20);
}

const facts = (visit: WatchedVisit): readonly VisitEvent[] =>
  visit.events.filter(({ type }) => type.startsWith('alert-'));
const rank = (priority: Priority): number => PRIORITIES.indexOf(priority);
const check = (predicate: (steps: Step[]) => void): void => fc.assert(fc.property(course, predicate), { numRuns: 200 });

describe('any course of an infusion', () => {
  test('AL-4 extra ticks change nothing: not the facts, not their dates, not the ids, not the state', () => {
    check((steps) => {
      const without = live(steps, 0);
      const often = live(steps, 250);
      const odd = live(steps, 1_370);
      expect(often.events).toEqual(without.events);
      expect(odd.events).toEqual(without.events);
      expect(often.state).toEqual(without.state);
    });
  });

  test('AL-7 every fact is of an alert issued once and still open, one of a kind; priorities move as the fact says', () => {
    check((steps) => {
      const open = new Map<string, { kind: AlertKind; priority: Priority }>();
      const seen = new Set<string>();
      for (const event of live(steps, 0).events) {
        switch (event.type) {
          case 'alert-issued':
            expect(seen).not.toContain(event.alertId);
            expect([...open.values()].map(({ kind }) => kind)).not.toContain(event.kind);
            seen.add(event.alertId);
            open.set(event.alertId, { kind: event.kind, priority: event.priority });
            break;
          case 'alert-raised':
          case 'alert-lowered': {
            const alert = open.get(event.alertId);
            const change = alert ? rank(event.priority) - rank(alert.priority) : 0;
            expect(Math.sign(change)).toBe(event.type === 'alert-raised' ? 1 : -1);
            if (alert) alert.priority = event.priority;
            break;
          }
          case 'alert-ended':
            expect(open.delete(event.alertId)).toBe(true);
            break;
          default:
            if ('alertId' in event) expect(open.has(event.alertId)).toBe(true);
        }
      }
    });
  });

  test('AL-6 dates never go back', () => {
    check((steps) => {
      const dates = live(steps, 250).events.map(({ at: date }) => date);
      expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    });
  });

  test('AL-2 AL-1 only a newer reading that is in range, received at that instant, ends or lowers a vital alert', () => {
    check((steps) => {
      let state: VisitState | undefined;
      let cause: VisitEvent | undefined;
      for (const event of live(steps, 250).events) {
        if (state && (event.type === 'alert-lowered' || (event.type === 'alert-ended' && event.cause === 'in-range'))) {
          const alert = Object.values(state.alerts).find(({ alertId }) => alertId === event.alertId);
          const rule = state.protocol.rules.find((each) => each.alert === alert?.kind);
          const level = rule?.levels.find(({ priority }) => priority === alert?.priority);
          if (level) {
            expect(cause).toMatchObject({ type: 'reading-recorded', at: event.at });
            const values = (cause?.type === 'reading-recorded' ? cause.reading : {}) as Values;
            expect(holds(level.clearsWhen, values, state.baseline)).toBe(true);
          }
        }
        if (!event.type.startsWith('alert-')) cause = event;
        state = evolve(state, event);
      }
    });
  });

  test('AL-1 without any further reading nothing vital ends or falls, however long it takes', () => {
    check((steps) => {
      const visit = live(steps, 0);
      const before = visit.events.length;
      const open = VITAL_ALERT_KINDS.filter((kind) => visit.state.alerts[kind]);
      visit.tick(100_000);
      const later = visit.events.slice(before).map(({ type }) => type);
      expect(later).not.toContain('alert-lowered');
      for (const kind of open) expect(visit.state.alerts[kind]).toBeDefined();
    });
  });

  test('AL-5 every reading sent twice gives the same facts and the same state', () => {
    check((steps) => {
      const once = live(steps, 0);
      const doubled = live(steps, 0, true);
      expect(facts(doubled)).toEqual(facts(once));
      expect(doubled.state).toEqual(once.state);
    });
  });

  test('AL-4 folding the events again gives the live state', () => {
    check((steps) => {
      const { events, state } = live(steps, 250);
      expect(events.reduce<VisitState | undefined>(evolve, undefined)).toEqual(state);
    });
  });

  test('AL-4 what the engine remembers does not grow', () => {
    check((steps) => {
      const { tracks } = live([...steps, ...steps, ...steps], 0).state;
      expect(JSON.stringify(tracks).length).toBeLessThan(6_000);
    });
  });
});
