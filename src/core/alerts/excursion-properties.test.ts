/**
 * What must alarm does, at its very instant, and what must not does not, whatever the ticks, the answers and the pages (AL-183, AL-184).
 * Limits and delays are those of the clinical ground, written down here.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bedside } from '../../../tests/support/bedside.ts';
import { anyAct, anyAnswer, anyBp, anyPage, anySilence } from '../../../tests/support/happenings.ts';
import { anyRun, courses, live, runs } from '../../../tests/support/happenings.ts';
import { happen } from '../../../tests/support/happen.ts';
import { MINUTE, OPENED_AT, SECOND } from '../../../tests/support/visit-builder.ts';
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { AlertKind } from './alert.ts';

const anyTicks = fc.array(fc.constantFrom(250, 250, 90, 1_370, 7_310), { minLength: 1, maxLength: 5 });
const anyPast = courses(
  fc.oneof(anyRun, anyRun, anyBp, anyAnswer, anyPage, anySilence).filter(({ is }) => is !== 'attended'),
  6,
);

interface Excursion {
  readonly kind: AlertKind;
  readonly priority: Priority;
  readonly spo2: number;
  readonly pulse: number;
  readonly afterMs: number;
}
const excursion = (
  kind: AlertKind,
  priority: Priority,
  afterMs: number,
  worst: number,
  mildest: number,
): fc.Arbitrary<Excursion> =>
  fc.integer({ min: worst, max: mildest }).map((value) => ({
    kind,
    priority,
    afterMs,
    spo2: kind === 'spo2-low' ? value : 97,
    pulse: kind === 'spo2-low' ? 72 : value,
  }));
const anyExcursion = fc.oneof(
  excursion('spo2-low', 'medium', 15_000, 86, 89),
  excursion('spo2-low', 'high', 0, 60, 85),
  excursion('pulse-high', 'medium', 15_000, 121, 140),
  excursion('pulse-high', 'high', 5_000, 141, 190),
  excursion('pulse-low', 'medium', 15_000, 40, 49),
  excursion('pulse-low', 'high', 5_000, 25, 39),
);
const anyAnswers = fc.array(fc.oneof(anyAnswer, anyPage), { maxLength: 4 });

test('AL-183 AL-3 AL-25 an excursion in good signal that lasts its delay is an alert of its level at exactly that instant', () => {
  fc.assert(
    fc.property(
      anyPast,
      anyExcursion,
      fc.constantFrom(500, 1_000, 2_000, 4_000),
      fc.constantFrom(0, 250, 1_000),
      anyAnswers,
      anyTicks,
      (past, { kind, priority, spo2, pulse, afterMs }, everyMs, lateMs, answers, ticks) => {
        const bedside = live(past, { ticks });
        const run = { is: 'run', everyMs, lateMs, signal: 'good', twice: false, shuffled: false } as const;
        // In range first, so that nothing of the past counts towards it.
        happen(bedside, { ...run, count: 2, spo2: 97, pulse: 72 });
        const onsetAt = bedside.now - lateMs + everyMs;
        const known = bedside.events.length;
        const wasAt = PRIORITIES.indexOf(bedside.state.alerts[kind]?.priority ?? 'low');
        happen(bedside, { ...run, count: Math.ceil(afterMs / everyMs / 2) + 1, spo2, pulse });
        for (const answer of answers) happen(bedside, answer);
        const more = Math.ceil(afterMs / everyMs / 2) + 2;
        happen(bedside, { ...run, count: more, spo2, pulse });
        const reached = PRIORITIES.indexOf(priority);
        expect(PRIORITIES.indexOf(bedside.state.alerts[kind]?.priority ?? 'low')).toBeGreaterThanOrEqual(reached);
        if (wasAt >= reached) return;
        const facts = bedside.events
          .slice(known)
          .flatMap((event) => (event.type === 'alert-issued' || event.type === 'alert-raised' ? [event] : []));
        const alertId = bedside.state.alerts[kind]?.alertId;
        const fact = facts.find((each) => each.alertId === alertId && PRIORITIES.indexOf(each.priority) >= reached);
        // What has no delay is known when it comes in.
        expect(fact?.at).toBe(Math.max(onsetAt + afterMs, onsetAt + lateMs));
      },
    ),
    runs(60),
  );
});

test('AL-183 AL-12 a high BP is an alert when it comes, whatever was before', () => {
  fc.assert(
    fc.property(
      anyPast,
      fc.constantFrom(['bp-high', 180, 100], ['bp-high', 150, 110], ['bp-high', 210, 130], ['bp-low', 79, 50]),
      anyTicks,
      (past, [kind, systolic, diastolic], ticks) => {
        const bedside = live(past, { ticks }).after(SECOND);
        const before = bedside.state.alerts[kind as AlertKind];
        happen(bedside, { is: 'bp', systolic: Number(systolic), diastolic: Number(diastolic) });
        const { priority, priorityAt } = bedside.state.alerts[kind as AlertKind] ?? {};
        expect(priority).toBe('high');
        if (before?.priority !== 'high') expect(priorityAt).toBe(bedside.now);
      },
    ),
    runs(60),
  );
});

/** Nobody's alarm: well inside every limit, a poor signal and a moving hand included. */
const anyHealthySecond = fc.record({
  spo2: fc.integer({ min: 94, max: 100 }),
  pulse: fc.integer({ min: 52, max: 92 }),
  signal: fc.constantFrom('good', 'good', 'good', 'poor', 'moved'),
});
const anyHealthyBp = fc.record({
  systolic: fc.integer({ min: 97, max: 149 }),
  diastolic: fc.integer({ min: 55, max: 94 }),
});
const anyIdle = fc.oneof(
  anyAnswer,
  anyAct.filter(({ is }) => is === 'correct-baseline'),
  fc.constantFrom({ is: 'refold' } as const, { is: 'restart', downMs: 4_000 } as const),
  fc.record({ is: fc.constant('quiet' as const), quiet: fc.boolean() }),
  fc.record({ is: fc.constant('listen' as const), at: fc.constant('station-a' as const), listens: fc.boolean() }),
);

test('AL-184 healthy values raise no alert in a whole infusion, whatever the ticks, the answers and the signal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyHealthySecond, fc.integer({ min: 1, max: 60 }), anyHealthyBp, fc.option(anyIdle)), {
        minLength: 5,
        maxLength: 30,
      }),
      fc.constantFrom(0, 250, 3_000),
      anyTicks,
      (minutes, lateMs, ticks) => {
        const bedside = new Bedside({ ticks });
        let bpAt = OPENED_AT;
        for (const [values, count, bp, idle] of minutes) {
          happen(bedside, { is: 'run', everyMs: 1_000, lateMs, twice: true, shuffled: false, count, ...values });
          if (idle) happen(bedside, idle);
          if (bedside.now - bpAt >= 9 * MINUTE) {
            bpAt = bedside.now;
            happen(bedside, { is: 'bp', ...bp });
          }
        }
        expect(bedside.events.filter(({ type }) => type.startsWith('alert-'))).toEqual([]);
      },
    ),
    runs(15),
  );
});
