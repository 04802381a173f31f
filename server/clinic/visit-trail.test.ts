import fc from 'fast-check';
import { deserialize, serialize } from 'node:v8';
import { expect, it } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { anyStart, anySteps, go } from '../../tests/support/any-visit.ts';
import type { Journal } from '../journal/journal.ts';
import { Durability } from './durability.ts';
import { VisitDesk } from './visit-desk.ts';
import type { KeptVisit } from './visit-desk.ts';

const durability = new Durability({ onLate: () => undefined, onStuck: () => undefined, onCaughtUp: () => undefined });

/** A start that finds these events, and what was kept of those before them. */
function start(events: readonly VisitEvent[], kept?: KeptVisit) {
  const desk = new VisitDesk({
    ...{ journal: {} as Journal, newId: () => 'id', durability },
    ...{ onChair: () => undefined, onFault: () => undefined },
  });
  const { visit, trail } = desk.restore(events, kept);
  const seats = (at: readonly Instant[]) =>
    ['chair-1', 'chair-2', 'chair-3'].map((chairId) => at.map((instant) => desk.visitAt(chairId, instant)));
  return { state: visit.state, trail: trail.kept, seats };
}

const asOnDisk = <T>(value: T): T => deserialize(serialize(value)) as T;

it('OP-18 a state that was kept after any event, and the events that followed, are the visit that all its events are', () => {
  fc.assert(
    fc.property(anyStart, anySteps, fc.nat(), (visit, steps, cut) => {
      for (const step of steps) go(visit, step);
      const events = visit.events.map((event, index) =>
        index % 7 === 0 ? { ...event, commandId: `command-${index}` } : event,
      );
      const at = 1 + (cut % events.length);
      const before = start(events.slice(0, at));
      const kept = asOnDisk({ state: before.state, trail: before.trail }) as KeptVisit;
      const whole = start(events);
      const resumed = start(events.slice(at), kept);
      expect(kept.trail.seq).toBe(at);
      expect(resumed.state).toEqual(whole.state);
      expect(resumed.trail).toEqual(whole.trail);
      const instants = events.filter(({ type }) => type !== 'reading-recorded').map((event) => event.at);
      expect(resumed.seats(instants)).toEqual(whole.seats(instants));
    }),
    { numRuns: 30 },
  );
});
