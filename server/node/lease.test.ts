import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backOffMs,
  CLOCKS_APART,
  fairShare,
  heldForMs,
  isHeld,
  LEASE_MS,
  MARGIN_MS,
  SET_BACK_MS,
  waitsMs,
  YIELD_MS,
} from './lease.ts';

const OWN_MS = LEASE_MS - MARGIN_MS;
const asked = { monotonic: 1_000, wall: 50_000 };
const after = (monotonic: number, wall = monotonic) => ({
  monotonic: asked.monotonic + monotonic,
  wall: asked.wall + wall,
});

describe('how long a lease is believed', () => {
  test.each([
    ['at once', after(0), true],
    ['1 ms before its end', after(OWN_MS - 1), true],
    ['at its end', after(OWN_MS), false],
    ['the process was frozen: both clocks went on', after(60_000), false],
    ['the machine slept: the wall clock alone went on', after(100, 60_000), false],
    ['it slept up to the end', after(100, OWN_MS), false],
    ['it slept not so long', after(100, OWN_MS - 1), true],
    ['the wall clock was set forward an hour', after(10, 3_600_000), false],
    ['the wall clock was set back an hour', after(10, -3_600_000), false],
    ['the wall clock was set back a little', after(1_000, 1_000 - SET_BACK_MS), true],
    ['and 1 ms more', after(1_000, 999 - SET_BACK_MS), false],
  ])('ND-1 %s', (_what, now, held) => {
    expect(isHeld(asked, now)).toBe(held);
    expect(heldForMs(asked, now) > 0).toBe(held);
  });

  test('ND-1 what is left is told by the clock that went on further', () => {
    expect(heldForMs(asked, after(400, 500))).toBe(OWN_MS - 500);
  });
});

/** What may happen to a renewing request and to the machine that sent it, in true ms. */
const course = fc.record({
  /** From sending until PostgreSQL grants it. */
  there: fc.integer({ min: 0, max: 5_000 }),
  /** Until the owner looks at its clocks, from the grant on. */
  back: fc.integer({ min: 0, max: 10_000 }),
  /** Of this the machine slept: the monotonic clock stood still. */
  slept: fc.double({ min: 0, max: 1, noNaN: true }),
  /** The wall clock was set, ms: forward, or back at most as far as is not noticed. */
  set: fc.integer({ min: -SET_BACK_MS, max: 3_600_000 }),
  /** Of each clock against PostgreSQL's. */
  monotonicRate: fc.double({ min: 1 - CLOCKS_APART / 2, max: 1 + CLOCKS_APART / 2, noNaN: true }),
  wallRate: fc.double({ min: 1 - CLOCKS_APART / 2, max: 1 + CLOCKS_APART / 2, noNaN: true }),
  postgresRate: fc.double({ min: 1 - CLOCKS_APART / 2, max: 1 + CLOCKS_APART / 2, noNaN: true }),
});

test('ND-2 two nodes never have a site at once, whatever the delays, on clocks that run at most 1 % apart', () => {
  fc.assert(
    fc.property(course, ({ there, back, slept, set, monotonicRate, wallRate, postgresRate }) => {
      const passed = there + back;
      const now = after(passed * (1 - slept) * monotonicRate, passed * wallRate + set);
      // Another may have it once PostgreSQL's own clock has gone LEASE_MS on since the grant.
      const anothers = back * postgresRate >= LEASE_MS;
      expect(isHeld(asked, now) && anothers).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

describe('who takes what is free', () => {
  test.each([
    [0, 3, 0],
    [3, 1, 3],
    [3, 2, 2],
    [4, 2, 2],
    [2, 3, 1],
    [5, 0, 5],
  ])('ND-3 of %i sites and %i nodes each has at most %i', (sites, nodes, share) => {
    expect(fairShare(sites, nodes)).toBe(share);
  });
  test.each([
    [0, 4, 2, 0],
    [1, 4, 2, 0],
    [2, 4, 2, YIELD_MS],
    [3, 4, 2, YIELD_MS],
    [1, 2, 1, 0],
  ])('ND-3 a node with %i of %i sites among %i waits %i ms', (held, sites, nodes, ms) => {
    expect(waitsMs(held, sites, nodes)).toBe(ms);
  });
  test('ND-3 a site that cannot be opened is left to others longer each time, a minute at most', () => {
    expect([1, 2, 3, 4, 5, 9].map(backOffMs)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });
});
