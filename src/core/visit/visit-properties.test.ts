import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Step } from '../../../tests/support/any-visit.ts';
import { anyActor, anyCommand, anyStart, anySteps, go } from '../../../tests/support/any-visit.ts';
import { aVisit, SECOND } from '../../../tests/support/visit-builder.ts';
import type { VisitBuilder } from '../../../tests/support/visit-builder.ts';
import type { VisitEvent } from '../event.ts';
import { PHASE_NAMES } from '../phase.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit.ts';

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const rank = (state: VisitState): number => PHASE_NAMES.indexOf(state.phase.name);

/** Goes a course and gives what was recorded on it; what came before is the start's own. */
function course(visit: VisitBuilder, steps: readonly Step[]) {
  const from = visit.state;
  const known = visit.events.length;
  for (const step of steps) go(visit, step);
  return { from, events: visit.events.slice(known) };
}

describe('any course of a visit', () => {
  test('PH-1 phases go back only by a named correction', () => {
    fc.assert(
      fc.property(anyStart, anySteps, (visit, steps) => {
        const { from, events } = course(visit, steps);
        let state = from;
        for (const event of events) {
          const next = evolve(state, event);
          if (rank(next) < rank(state)) expect(['infusion-reopened', 'monitoring-reopened']).toContain(event.type);
          if (rank(next) > rank(state) + 1) expect(event.type).toBe('visit-ended');
          state = next;
        }
      }),
    );
  });

  test.each(PHASE_NAMES)('PH-3 the journaled events of a whole visit give its live state: %s', (phase) => {
    const visit = aVisit({ phase, minutes: 2 });
    expect(throughJson(visit.events).reduce<VisitState | undefined>(evolve, undefined)).toEqual(visit.state);
  });
  test('PH-3 the journaled events of any course give the live state, and so does a snapshot', () => {
    fc.assert(
      fc.property(anyStart, anySteps, (visit, steps) => {
        const { from, events } = course(visit, steps);
        expect(throughJson(events).reduce(evolve, throughJson(from))).toEqual(visit.state);
      }),
    );
  });

  test('PH-3 a judged reading that comes again, at any later time, changes nothing', () => {
    fc.assert(
      fc.property(anyStart, anySteps, fc.nat(), (visit, steps, pick) => {
        const { from, events } = course(visit, steps);
        const judged = judgedReadings(from, events);
        const event = judged[pick % Math.max(1, judged.length)];
        if (!event) return;
        for (const at of [visit.now, visit.now + SECOND])
          expect(evolve(visit.state, { ...event, at })).toBe(visit.state);
      }),
    );
  });

  test('PH-4 every command in every state is answered, and PH-6 refused in a sentence', () => {
    fc.assert(
      fc.property(
        anyStart,
        anySteps,
        fc.array(fc.tuple(anyCommand, anyActor), { minLength: 20, maxLength: 20 }),
        (visit, steps, asked) => {
          course(visit, steps);
          for (const [command, actor] of asked) {
            const answer = visit.ask(command, actor);
            if (answer.ok) expect(answer.value.length).toBeGreaterThan(0);
            else expect(answer.refusal.message).toMatch(/^[A-Z“0-9-].{20,}[.?]$/);
          }
        },
      ),
    );
  });
});

function judgedReadings(from: VisitState, events: readonly VisitEvent[]): readonly VisitEvent[] {
  let state = from;
  return events.filter((event) => {
    const before = state;
    state = evolve(state, event);
    return event.type === 'reading-recorded' && state !== before;
  });
}

test('PH-5 10,000 readings leave a state no bigger than 300 do', () => {
  const size = (visit: VisitBuilder): number => JSON.stringify(visit.state).length;
  const visit = aVisit({ phase: 'infusion' });
  const readings = (count: number): void => {
    for (let i = 0; i < count; i += 1) {
      visit.after(SECOND).spo2(90 + (i % 10), 60 + (i % 40));
      // Faster than once a second, as at a status change.
      visit.after(1).spo2(95, 72);
      if (i % 30 === 0) visit.bp(110 + (i % 80), 70 + (i % 20));
      visit.tick();
      // Marks wait for a person, one for each high alert that ended by itself.
      for (const { alertId } of visit.state.latched) visit.give({ type: 'mark:clear', alertId });
    }
  };
  readings(300);
  const early = size(visit);
  readings(4_850);
  expect(size(visit)).toBeLessThan(early * 1.1);
  expect(visit.state.bps).toHaveLength(8);
  expect(visit.state.recentOximetry.length).toBeLessThanOrEqual(62);
  expect(visit.state.entries).toEqual([]);
});
