import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClinicClock, ManualClock } from './clock.ts';

const T = 1_790_000_000_000;

function machine(wallAt = T): {
  wall: () => number;
  monotonic: () => number;
  pass(ms: number): void;
  set(ms: number): void;
} {
  let wall = wallAt;
  let monotonic = 77.5;
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    pass(ms) {
      wall += ms;
      monotonic += ms;
    },
    set(ms) {
      wall += ms;
    },
  };
}

describe('JR-1 clinic time starts at the later of wall clock and journal', () => {
  test.each([
    ['an empty journal', 0, T],
    ['a journal behind the wall clock', T - 1, T],
    ['a journal at the wall clock', T, T],
    ['a journal ahead of the wall clock', T + 3_600_000, T + 3_600_000],
  ])('JR-1 %s', (_, lastJournaledAt, expected) => {
    expect(createClinicClock({ lastJournaledAt, ...machine() }).now()).toBe(expected);
  });

  test('JR-1 it is whole milliseconds and never goes back, whatever either clock does', () => {
    const step = fc.record({
      pass: fc.double({ min: 0, max: 5e6, noNaN: true }),
      set: fc.integer({ min: -1e9, max: 1e9 }),
    });
    fc.assert(
      fc.property(fc.array(step), fc.constantFrom(1, 20), (steps, rate) => {
        const { pass, set, ...clocks } = machine();
        const clock = createClinicClock({ lastJournaledAt: 0, rate, ...clocks });
        let before = clock.now();
        for (const one of steps) {
          pass(one.pass);
          set(one.set);
          const now = clock.now();
          expect(Number.isInteger(now)).toBe(true);
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
      }),
    );
  });
});

describe('JR-2 a wall clock that is set is told once and moves no timer', () => {
  test.each([
    [2_000, undefined],
    [-2_000, undefined],
    [2_001, { steppedByMs: 2_001 }],
    [-2_001, { steppedByMs: -2_001 }],
    [3_600_000, { steppedByMs: 3_600_000 }],
  ])('JR-2 a step of %i ms', (ms, expected) => {
    const { pass, set, ...clocks } = machine();
    const clock = createClinicClock({ lastJournaledAt: 0, ...clocks });
    pass(1_000);
    set(ms);
    expect(clock.checkWall()).toEqual(expected);
    expect(clock.checkWall()).toBeUndefined();
    expect(clock.now()).toBe(T + 1_000);
  });

  test('JR-2 many small steps add up', () => {
    const { set, ...clocks } = machine();
    const clock = createClinicClock({ lastJournaledAt: 0, ...clocks });
    set(1_500);
    expect(clock.checkWall()).toBeUndefined();
    set(1_500);
    expect(clock.checkWall()).toEqual({ steppedByMs: 3_000 });
  });
});

describe('JR-3 a demo runs at its speed', () => {
  test('JR-3 while it runs', () => {
    const { pass, ...clocks } = machine();
    const clock = createClinicClock({ lastJournaledAt: 0, rate: 20, ...clocks });
    pass(1_500);
    expect(clock.now()).toBe(T + 30_000);
    expect(clock.checkWall()).toBeUndefined();
  });

  test('JR-3 and while it was away, by the anchor of the run before', () => {
    const { pass, ...clocks } = machine();
    const first = createClinicClock({ lastJournaledAt: 0, rate: 20, ...clocks });
    pass(60_000);
    const second = createClinicClock({ lastJournaledAt: T + 600_000, rate: 5, anchor: first.anchor, ...clocks });
    expect(second.now()).toBe(T + 1_200_000);
    expect(second.anchor).toEqual({ wallAt: T + 60_000, clinicAt: T + 1_200_000, rate: 5 });
  });
});

test('JR-1 a manual clock moves when told, and never back', () => {
  const clock = new ManualClock(T);
  clock.advance(250);
  expect(clock.now()).toBe(T + 250);
  expect(() => clock.advance(-1)).toThrow('never goes back');
});
