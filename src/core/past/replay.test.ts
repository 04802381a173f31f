import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { START, watched } from '../../../tests/support/watched-visit.ts';
import { pastView } from './past-view.ts';
import { Replay } from './replay.ts';

const folded = (events: readonly VisitEvent[]): VisitState | undefined =>
  events.reduce<VisitState | undefined>(evolve, undefined);

const visit = watched()
  .steady(1, 120)
  .steady(121, 160, 84)
  .noValue(161)
  .tick(175)
  .steady(180, 260, 97)
  .bp(262, 188, 114)
  .steady(265, 300);
const { events } = visit;
const names = { patients: [], chairs: [{ chairId: 'c', name: 'Chair 1', from: START - 1 }] };

test('REC-94 from wherever a replay comes, a state is what its events fold into, at their edges too', () => {
  const edges = events.map(({ at }) => at);
  const instant = fc.oneof(
    fc.integer({ min: START - 1_000, max: START + 400_000 }),
    fc.constantFrom(...edges),
    fc.constantFrom(...edges).map((at) => at - 1),
  );
  fc.assert(
    fc.property(fc.array(instant, { minLength: 1, maxLength: 12 }), (instants) => {
      const replay = new Replay(events);
      for (const at of instants) {
        const known = events.filter((event) => event.at <= at);
        expect(replay.countAt(at)).toBe(known.length);
        expect(replay.stateAt(at)).toEqual(folded(known));
      }
    }),
  );
});

test('REC-94 before the opening there is nothing, after the last event nothing more', () => {
  const replay = new Replay(events);
  expect(replay.stateAt(START - 1)).toBeUndefined();
  expect(replay.stateAt(Infinity)).toEqual(visit.state);
  expect(new Replay([]).stateAt(START)).toBeUndefined();
});

test('REC-96 an event counts from when it was known: a reading from its receipt, a fact not before what stands ahead of it', () => {
  const late = watched().steady(1, 10).spo2(11, 91, {}, 3_000);
  const replay = new Replay(late.events);
  expect(replay.stateAt(START + 13_999)?.lastSpo2?.value).toBe(98);
  expect(replay.stateAt(START + 14_000)?.lastSpo2?.value).toBe(91);

  const [opened, ...rest] = events;
  if (!opened) throw new Error('No opening.');
  const backDated: VisitEvent = {
    type: 'entry-recorded',
    entryId: 'note',
    happenedAt: START,
    byName: 'N. Okafor',
    entry: { kind: 'note', text: 'calm' },
    at: START + 1_000,
    actor: { kind: 'system' },
  };
  const after = rest.findIndex(({ at }) => at > START + 30_000);
  // Many, so that whatever is looked at first is one of them.
  const many = Array.from({ length: 2_000 }, () => backDated);
  const mixed = new Replay([opened, ...rest.slice(0, after + 1), ...many, ...rest.slice(after + 1)]);
  const knownAt = rest[after]?.at ?? 0;
  expect(mixed.stateAt(knownAt - 1)?.entries).toEqual([]);
  expect(mixed.countAt(knownAt - 1)).toBe(1 + rest.filter(({ at }) => at < knownAt).length);
  expect(mixed.countAt(knownAt)).toBe(1 + rest.filter(({ at }) => at <= knownAt).length + many.length);
});

test.each([
  ['a value is live', 100, 0, { status: 'live', value: 98, at: START + 100_000 }],
  ['at the end of its time', 175, -10_000, { status: 'none', reason: 'probe off' }],
  ['below the limit', 150, 0, { status: 'live', value: 84 }],
] as const)('REC-94 a past value has the age and quality it had: %s', (_name, second, by, expected) => {
  const at = START + second * 1_000 + by + (by < 0 ? 10_000 : 0);
  const state = new Replay(events).stateAt(at);
  if (!state) throw new Error('No state.');
  expect(pastView(state, names, at).spo2).toMatchObject(expected);
});

test('REC-97 what no journal holds is not made up: no battery is low, no cuff can be started', () => {
  const state = new Replay(events).stateAt(START + 100_000);
  if (!state) throw new Error('No state.');
  const view = pastView(state, names, START + 100_000);
  expect(view.devices.filter(({ lowBattery, batteryPct }) => lowBattery || batteryPct !== undefined)).toEqual([]);
  expect(view.nibp.control).toBeUndefined();
  expect(view.patient).toBeNull();
});

test('REC-97 a chair is called what it was called then', () => {
  const renamed = { patients: [], chairs: [...names.chairs, { chairId: 'c', name: 'Window', from: START + 60_000 }] };
  const nameAt = (second: number): string | undefined => {
    const state = new Replay(events).stateAt(START + second * 1_000);
    return state && pastView(state, renamed, START + second * 1_000).chair.name;
  };
  expect([nameAt(59), nameAt(60)]).toEqual(['Chair 1', 'Window']);
});
