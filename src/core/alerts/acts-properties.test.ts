/** The property of AL-4 over what people do and what devices say of themselves, which the engine's own courses do not have. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { advanceByTime } from '../advance.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit.ts';

const seconds = fc.integer({ min: 1, max: 700 });
const step = fc.oneof(
  fc.record({ type: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 1_500 }) }),
  fc.record({
    type: fc.constant('run' as const),
    seconds: fc.integer({ min: 1, max: 90 }),
    spo2: fc.constantFrom(84, 88, 94, 98),
    low: fc.boolean(),
  }),
  fc.record({ type: fc.constant('cuff' as const), seconds: fc.integer({ min: 1, max: 70 }), value: fc.boolean() }),
  fc.record({ type: fc.constant('score' as const), score: fc.integer({ min: 0, max: 5 }), ago: seconds }),
  fc.record({ type: fc.constantFrom('pause' as const, 'resume' as const), ago: seconds }),
  fc.record({
    type: fc.constantFrom(
      'stop' as const,
      'reopen' as const,
      'decide' as const,
      'attended' as const,
      'off-monitor' as const,
      'back-on' as const,
      'respond' as const,
      'bp' as const,
      'same-arm' as const,
      'other-arm' as const,
      'other-oximeter' as const,
      'link-lost' as const,
      'link-back' as const,
      'restart' as const,
    ),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the clock alone brings, looked at just before each instant that the state names, and then. */
function expectNothingBefore(visit: WatchedVisit, from: number): void {
  let { state } = visit;
  let { dueAt } = advanceByTime(state, at(from), visit.newId);
  for (let facts = 0; facts < 40 && dueAt < Infinity; facts += 1) {
    expect(advanceByTime(state, dueAt - 1, visit.newId).events).toEqual([]);
    const then = advanceByTime(state, dueAt, visit.newId);
    expect(then.events[0]?.at).toBe(dueAt);
    ({ state, dueAt } = then);
  }
}

function live(steps: readonly Step[], tickMs: number): WatchedVisit {
  const visit = watched({ tickMs });
  let now = 0;
  const byName = 'N. Okafor';
  const ago = (of: number): number => at(Math.max(0, now - of));
  for (const [index, each] of steps.entries()) {
    now += 1;
    const entry = { type: 'entry-recorded', entryId: `e-${index}`, byName } as const;
    switch (each.type) {
      case 'wait':
        now += each.seconds;
        break;
      case 'run':
        for (let i = 0; i < each.seconds; i += 1, now += 1)
          visit.spo2(now, each.spo2, each.low ? { causes: ['low-battery'] } : {});
        break;
      case 'cuff':
        for (let i = 0; i < each.seconds; i += 1, now += 1) {
          visit.cuff(now);
          if (each.value) visit.spo2(now + 0.5, 86);
          else visit.noValue(now + 0.5);
        }
        break;
      case 'score':
        visit.record(now, {
          ...entry,
          happenedAt: ago(each.ago),
          entry: { kind: 'scale', scale: 'moaas', score: each.score },
        });
        break;
      case 'respond':
        visit.record(now, { ...entry, happenedAt: at(now), entry: { kind: 'response', response: 'normal' } });
        break;
      case 'pause':
        visit.record(now, { type: 'pump-paused', happenedAt: ago(each.ago) });
        break;
      case 'resume':
        visit.record(now, { type: 'pump-resumed', happenedAt: at(now) });
        break;
      case 'stop':
        visit.record(now, { type: 'infusion-ended', happenedAt: at(now), reason: 'completed' });
        break;
      case 'reopen':
        visit.record(now, { type: 'infusion-reopened', reason: 'pump still runs' });
        break;
      case 'decide':
        visit.record(now, { type: 'recovery-decided', choice: 'treated', byName, reason: 'BP' });
        break;
      case 'attended':
        visit.record(now, { type: 'patient-attended', until: at(now + 120), byName });
        break;
      case 'off-monitor':
        visit.record(now, { type: 'off-monitor-begun', until: at(now + 300), byName });
        break;
      case 'back-on':
        visit.record(now, { type: 'off-monitor-ended', byName });
        break;
      case 'bp':
        visit.bp(now, 121, 76);
        break;
      case 'same-arm':
      case 'other-arm': {
        const oximeterHand = each.type === 'same-arm' ? 'left' : 'right';
        visit.record(now, { type: 'set-up-recorded', setUp: { cuffArm: 'left', oximeterHand } });
        break;
      }
      case 'other-oximeter':
        visit.record(now, { type: 'device-changed', kind: 'oximeter', deviceId: index % 2 === 0 ? 'd' : 'e' });
        break;
      case 'link-lost':
        visit.record(now, { type: 'adapter-disconnected', adapterId: 'a' });
        break;
      case 'link-back':
        visit.record(now, { type: 'adapter-connected', adapterId: 'a' });
        break;
      case 'restart':
        visit.tick(now);
        now += 40;
        visit.resume(now);
        break;
    }
  }
  return visit.tick(now + 400);
}

test('AL-247 until the instant that a state names nothing falls due, and at it a fact of that instant', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 18 }), (steps) => {
      const visit = live(steps, 0);
      expectNothingBefore(visit, ((visit.state.latestAt ?? at(0)) - at(0)) / 1_000);
    }),
    { numRuns: 60 },
  );
});

test('AL-4 extra ticks change nothing, whatever people do', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 18 }), (steps) => {
      const without = live(steps, 0);
      const often = live(steps, 1_000);
      expect(often.events).toEqual(without.events);
      expect(live(steps, 7_310).events).toEqual(without.events);
      expect(often.state).toEqual(without.state);
      expect(often.events.reduce<VisitState | undefined>(evolve, undefined)).toEqual(often.state);
      const dates = often.events.map(({ at: date }) => date);
      expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
