/** The engine against a reading of the clinical rules by hand, over any sequence of readings (AL-186). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bedside } from '../../../tests/support/bedside.ts';
import type { BedsideWish } from '../../../tests/support/bedside.ts';
import { deliveries, happen, oximetry } from '../../../tests/support/happen.ts';
import { anyAnswer, anyRestart, anyRun, runs } from '../../../tests/support/happenings.ts';
import type { Happening, Run } from '../../../tests/support/happenings.ts';
import { bpByHand, GRID_MS, HIGH_BP, lowBp, spo2ByHand, standing } from '../../../tests/support/read-by-hand.ts';
import type { Change, Cycle } from '../../../tests/support/read-by-hand.ts';
import { OPENED_AT } from '../../../tests/support/visit-builder.ts';
import type { VitalAlertKind } from '../clinical-protocol.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit.ts';

/** What the engine's facts say of one alert, in the words of the reading by hand: an advisory is silent and no level there. */
function changesOf({ events }: Bedside, kind: VitalAlertKind): readonly Change[] {
  const changes: Change[] = [];
  let state: VisitState | undefined;
  for (const event of events) {
    state = evolve(state, event);
    const alert = state.alerts[kind];
    const level = alert && alert.priority !== 'low' ? alert.priority : 'none';
    const sounds = level !== 'none' && alert?.confirmation?.state !== 'waiting';
    changes.push({ at: event.at, level, sounds });
  }
  return standing(changes);
}

const anyTicks = fc.constantFrom([], [250], [250, 250, 1_000, 250], [500, 250]);
/** Minutes pass between blood pressures. */
const anySlowTicks = fc.constantFrom([], [10_000], [7_000, 60_250]);
const anyIdle = fc.option(
  fc.oneof(
    anyAnswer,
    anyRestart.filter(({ is }) => is === 'refold'),
  ),
  { freq: 3 },
);

/** Neighbours share a value's side often enough that delays and clearing times run out. */
const anyStretch = fc.record({
  run: anyRun as fc.Arbitrary<Run>,
  spo2: fc.constantFrom(84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 97),
  gapMs: fc.constantFrom(0, 0, 0, 0, 250, 2_000, 5_000, 8_000, 29_000, 31_000),
  idle: anyIdle,
});

function lives(wish: BedsideWish): Bedside {
  return new Bedside({ ...wish, pages: false });
}

test('AL-186 AL-3 AL-9 low SpO2: the levels and their instants are those read by hand', () => {
  fc.assert(
    fc.property(fc.array(anyStretch, { minLength: 1, maxLength: 10 }), anyTicks, (stretches, ticks) => {
      const bedside = lives({ ticks });
      const received: { receivedAt: number; seen: { at: number; spo2?: number; signal: 'good' | 'poor' | 'moved' } }[] =
        [];
      for (const { run, spo2, gapMs, idle } of stretches) {
        const { now } = bedside.after(gapMs + GRID_MS);
        const each = { ...run, spo2, lateMs: Math.min(run.lateMs, 5_250) };
        for (const { at, measuredAt } of deliveries(each)) {
          const { spo2Pct } = oximetry(each, 0);
          const signal = each.signal === 'none' ? 'good' : each.signal;
          const seen = { at: now + measuredAt, signal, ...(spo2Pct !== undefined && { spo2: spo2Pct }) };
          received.push({ receivedAt: now + at, seen });
        }
        happen(bedside, each);
        if (idle) happen(bedside, idle);
      }
      bedside.after(30_000).record();
      expect(changesOf(bedside, 'spo2-low')).toEqual(spo2ByHand(received, OPENED_AT, bedside.now));
    }),
    runs(40),
  );
});

const bps = (systolic: readonly number[], diastolic: readonly number[]) =>
  fc.array(
    fc.record({
      afterMs: fc.constantFrom(30_000, 90_000, 179_750, 180_000, 180_250, 420_000, 780_000),
      systolic: fc.constantFrom(...systolic),
      diastolic: fc.constantFrom(...diastolic),
      failed: fc.constantFrom(false, false, false, false, true),
      idle: anyIdle,
    }),
    { minLength: 1, maxLength: 12 },
  );

function liveBps(
  wanted: readonly (Omit<Cycle, 'at'> & { readonly afterMs: number; readonly idle: Happening | null })[],
  wish: BedsideWish,
  kind: VitalAlertKind,
) {
  const bedside = lives(wish);
  const cycles: Cycle[] = [];
  for (const { afterMs, idle, ...cycle } of wanted) {
    cycles.push({ ...cycle, at: bedside.after(afterMs).now });
    happen(bedside, cycle.failed ? { is: 'bp-failed' } : { is: 'bp', ...cycle });
    if (idle) happen(bedside, idle);
  }
  const until = bedside.after(800_000).record().now;
  return { changes: changesOf(bedside, kind), cycles, until };
}

test('AL-186 AL-12 AL-106 high BP: the levels, their instants and when they sound are those read by hand', () => {
  const any = bps(
    [120, 150, 154, 155, 159, 160, 165, 174, 175, 179, 180, 186],
    [80, 80, 94, 95, 99, 100, 104, 105, 110],
  );
  fc.assert(
    fc.property(any, anySlowTicks, (wanted, ticks) => {
      const { changes, cycles, until } = liveBps(wanted, { ticks }, 'bp-high');
      expect(changes).toEqual(bpByHand(cycles, HIGH_BP, until));
    }),
    runs(100),
  );
});

test('AL-186 AL-12 low BP: below 90 and 20 % below the baseline, the same', () => {
  const any = bps([76, 79, 80, 82, 84, 85, 88, 89, 90, 94, 95, 118], [50]);
  fc.assert(
    fc.property(any, fc.constantFrom(105, 110, 120), anySlowTicks, (wanted, systolicMmHg, ticks) => {
      const { changes, cycles, until } = liveBps(wanted, { ticks, baseline: { systolicMmHg } }, 'bp-low');
      expect(changes).toEqual(bpByHand(cycles, lowBp(systolicMmHg), until));
    }),
    runs(100),
  );
});
