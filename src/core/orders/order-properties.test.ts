import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aVisit, nurse, provider, type VisitBuilder } from '../../../tests/support/visit-builder.ts';
import type { OrderableCommand, VisitCommand } from '../command.ts';
import { dischargeCriteria } from '../discharge.ts';
import { isOpen } from './verbal-order.ts';

const other = { ...provider, staffId: 'staff-4', name: 'Dr. Adeyemi' };
const reason = fc.constantFrom('as discussed', ' ', '');
const orderable: fc.Arbitrary<OrderableCommand> = fc.oneof(
  reason.map((text): OrderableCommand => ({ type: 'hold:approve', reason: text })),
  fc.record({
    type: fc.constant('baseline:correct' as const),
    systolicMmHg: fc.constantFrom(118, 126, 20),
    diastolicMmHg: fc.constant(77),
    spo2Pct: fc.constantFrom(97, 49),
    pulseBpm: fc.constantFrom(70, 19),
    reason,
  }),
  fc.record({
    type: fc.constant('limits:change' as const),
    limits: fc.record({ 'spo2-low-medium': fc.constantFrom(79, 80, 86, 90, null) }),
    reason,
  }),
  fc.record({ type: fc.constant('recovery:decide' as const), choice: fc.constantFrom('extend', 'treated'), reason }),
  fc.record({
    type: fc.constant('criterion:override' as const),
    criterion: fc.constantFrom('minimum-time', 'bp-stable', 'oriented'),
    reason,
  }),
);
const orderedBy = fc.constantFrom(provider.name, other.name, nurse.name, ' ');
const starts = ['held', 'infusion', 'recovery', 'late recovery', 'discharge', 'ended'] as const;

function begin(start: (typeof starts)[number]): VisitBuilder {
  if (start === 'held') return aVisit().bp(164, 98);
  if (start === 'late recovery') return aVisit({ phase: 'recovery', minutes: 31 });
  return aVisit({ phase: start });
}
const START = new Map(starts.map((start) => [start, begin(start)]));
const from = (start: (typeof starts)[number]): VisitBuilder => (START.get(start) ?? aVisit()).copy();

test('PH-174 a wrapped command is refused whenever the provider’s own is, and does no more than it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...starts), orderable, orderedBy, (start, command, by) => {
      const own = from(start).ask(command, provider);
      const wrapped = from(start).ask({ type: 'order:verbal', orderedBy: by, readBack: true, minutesAgo: 0, command });
      if (!own.ok) expect(wrapped.ok).toBe(false);
      if (!wrapped.ok || !own.ok) return;
      const plain = (bodies: readonly object[]) =>
        bodies.map((body) => ({ ...body, byName: undefined, order: undefined, baseline: undefined }));
      expect(plain(wrapped.value.slice(1))).toEqual(plain(own.value));
    }),
  );
});

type Step = { readonly by: 'nurse' | 'provider' | 'other'; readonly command: (ids: readonly string[]) => VisitCommand };
const pick = fc.nat(4);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(orderable, orderedBy).map(([command, name]): Step => ({
    by: 'nurse',
    command: () => ({ type: 'order:verbal', orderedBy: name, readBack: true, minutesAgo: 0, command }),
  })),
  fc.tuple(pick, fc.constantFrom('nurse', 'provider', 'other')).map(([n, by]): Step => ({
    by,
    command: (ids) => ({ type: 'order:cosign', orderId: ids[n] ?? 'none' }),
  })),
  fc.tuple(pick, fc.constantFrom('provider', 'other'), fc.boolean()).map(([n, by, undo]): Step => ({
    by,
    command: (ids) => ({ type: 'order:dispute', orderId: ids[n] ?? 'none', reason: 'not said', undo }),
  })),
);
const WHO = { nurse, provider, other };

test('PH-176 whatever is ordered and signed, an order is open, co-signed or disputed: one of them, and what is signed stays', () => {
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.array(step, { maxLength: 14 }), (start, steps) => {
      const visit = from(start);
      for (const { by, command } of steps) {
        const before = visit.state.orders ?? [];
        const asked = command(before.map(({ orderId }) => orderId));
        const answer = visit.ask(asked, WHO[by]);
        if (answer.ok) visit.give(asked, WHO[by]);
        const after = visit.state.orders ?? [];
        for (const order of after)
          expect([isOpen(order), order.cosigned, order.disputed].filter(Boolean)).toHaveLength(1);
        for (const [index, order] of before.entries())
          if (!isOpen(order)) expect(after[index]).toEqual(order);
          else expect(after[index]).toMatchObject(order);
        const recorded = visit.events.filter(({ type }) => type === 'verbal-order-recorded').length;
        const closed = visit.events.filter(({ type }) => type === 'order-cosigned' || type === 'order-disputed').length;
        // By this count the journal finds the visits that want a signature.
        expect(recorded - closed).toBe(after.filter(isOpen).length);
      }
    }),
  );
});

test('PH-179 whatever happens, no criterion of a visit that goes on stands aside by an order that was disputed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.array(step, { maxLength: 20 }), (start, steps) => {
      const visit = from(start);
      for (const { by, command } of steps) {
        const asked = command((visit.state.orders ?? []).map(({ orderId }) => orderId));
        if (!visit.ask(asked, WHO[by]).ok) continue;
        visit.give(asked, WHO[by]);
        const { phase, overridden, orders = [] } = visit.state;
        const disputed = new Set(orders.flatMap((each) => (each.disputed ? each.orderId : [])));
        for (const { criterion, status } of dischargeCriteria(visit.state, visit.now))
          if (status === 'overridden') expect(disputed).not.toContain(overridden[criterion]?.orderId);
        if (phase.name === 'recovery' || phase.name === 'discharge')
          expect(disputed).not.toContain(phase.recovery.decision?.orderId);
      }
    }),
  );
});
