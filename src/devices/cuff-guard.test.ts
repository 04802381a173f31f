import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CYCLE_LASTS_MS } from '#core/cuff.ts';
import { told } from '../../tests/support/visit-builder.ts';
import { deviceModel } from './device-table.ts';
import { DeviceReader } from './device-reader.ts';
import { encodeAnswer, encodePressure } from './suntech/encoder.ts';
import { createCuffGuard, NOT_STARTED_AFTER_MS, PRESSURE_HOLDS_MS, REFUSED_AFTER_MS } from './cuff-guard.ts';
import type { CuffGuard } from './cuff-guard.ts';

const REST = 30_000;
const fail = (): never => {
  throw new Error('no suntech');
};
const hear = (guard: CuffGuard, cuffPressureMmHg: number, at: number): void =>
  guard.hear({ cuffPressureMmHg, quality: 'good', causes: [] }, at);
const may = (guard: CuffGuard, at: number): string => (guard.mayStart(at).ok ? 'yes' : told(guard.mayStart(at)));

/** Open since 0, empty, heard each second until `until`. */
function openedGuard(until: number): CuffGuard {
  const guard = createCuffGuard(REST);
  guard.opened(0);
  for (let at = 0; at <= until; at += 1000) hear(guard, 2, at);
  return guard;
}

describe('a start that the cuff did not carry out', () => {
  const no = { quality: 'none', causes: [], refusedCommand: 'busy' } as const;
  /** Started at 40 s, then heard empty each second until `until`. */
  const startedGuard = (until: number, refused = false): CuffGuard => {
    const guard = openedGuard(40_000);
    guard.started(40_000);
    if (refused) guard.hear(no, 40_200);
    for (let at = 40_500; at <= until; at += 500) hear(guard, 2, at);
    return guard;
  };
  const END = 40_000 + NOT_STARTED_AFTER_MS;

  test('DV-233 empty for 15 s: it did not start, is told once, and may be started again', () => {
    const before = startedGuard(END - 500);
    expect([may(before, END - 500), before.takeNotStarted()]).toEqual([expect.stringMatching(/measuring/), false]);
    const guard = startedGuard(END);
    expect([may(guard, END), guard.takeNotStarted(), guard.takeNotStarted()]).toEqual(['yes', true, false]);
  });

  test('DV-233 it answered busy or error: empty 3 s after the start', () => {
    const end = 40_000 + REFUSED_AFTER_MS;
    expect(startedGuard(end - 500, true).takeNotStarted()).toBe(false);
    expect(startedGuard(end, true).takeNotStarted()).toBe(true);
    expect(startedGuard(end, false).takeNotStarted()).toBe(false);
  });

  test('DV-233 pressure after a no: it runs', () => {
    const guard = startedGuard(42_000, true);
    hear(guard, 60, 42_500);
    expect([may(guard, 43_000), guard.takeNotStarted()]).toEqual([expect.stringMatching(/measuring/), false]);
  });

  test('DV-233 what was not heard all the time, or over a break of the line, counts as running for 3 min', () => {
    const silent = startedGuard(42_000);
    hear(silent, 2, 42_000 + PRESSURE_HOLDS_MS + 1);
    const broken = startedGuard(42_000);
    broken.opened(43_000);
    for (const guard of [silent, broken]) {
      for (let at = 48_000; at <= END + 5_000; at += 500) hear(guard, 2, at);
      expect([may(guard, END + 5_000), guard.takeNotStarted()]).toEqual([expect.stringMatching(/measuring/), false]);
    }
  });

  test('DV-233 the reader gives a failed cycle, and a no is none', () => {
    const reader = new DeviceReader(deviceModel('suntech') ?? fail());
    reader.opened(0);
    for (let at = 0; at <= 40_000; at += 1_000) reader.push(encodePressure(2), at);
    reader.cuffGuard?.started(40_000);
    expect(reader.push(encodeAnswer('E'), 40_100).readings).toEqual([]);
    const found = [41_000, 42_000, 43_000, 44_000].flatMap((at) => reader.push(encodePressure(2), at).readings);
    expect(found).toEqual([
      { kind: 'nibp-failed', measuredAt: 43_000, quality: 'none', causes: [], failure: 'device-fault' },
    ]);
  });

  test('DV-233 a no that no start was before is nothing', () => {
    const guard = openedGuard(40_000);
    guard.hear(no, 40_000);
    hear(guard, 2, 45_000);
    expect([may(guard, 45_000), guard.takeNotStarted()]).toEqual(['yes', false]);
  });
});

describe('when a cuff may be inflated', () => {
  test('DV-221 a line never opened, and one just opened: what the cuff did before is not known', () => {
    expect(may(createCuffGuard(REST), 1e6)).toMatch(/^unavailable: The line/);
    expect(may(openedGuard(29_000), REST - 1)).toBe(
      'conflict: The cuff rests between two measurements: it can be started in 1 s.',
    );
    expect(may(openedGuard(29_000), REST)).toBe('yes');
  });

  test('DV-221 a cuff that does not tell its pressure now is not inflated', () => {
    const guard = openedGuard(40_000);
    expect(may(guard, 40_000 + PRESSURE_HOLDS_MS)).toBe('yes');
    expect(may(guard, 40_000 + PRESSURE_HOLDS_MS + 1)).toMatch(/^unavailable: The cuff does not tell/);
    guard.opened(50_000);
    expect(may(guard, 90_000)).toMatch(/^unavailable: The cuff does not tell/);
  });

  test.each([
    [9, 'yes'],
    [10, 'conflict: The cuff is measuring: wait for its result, or stop it.'],
  ])('DV-221 with %i mmHg in it, whoever started it: %s', (mmHg, answer) => {
    const guard = openedGuard(40_000);
    hear(guard, mmHg, 41_000);
    expect(may(guard, 41_000)).toBe(answer);
  });

  test('DV-221 a start that was not seen to end counts for three minutes, also over a break of the line', () => {
    const guard = openedGuard(40_000);
    guard.started(40_000);
    guard.opened(45_000);
    const end = 40_000 + CYCLE_LASTS_MS;
    hear(guard, 3, end - 1);
    expect(may(guard, end - 1)).toMatch(/^conflict: The cuff is measuring/);
    expect(may(guard, end)).toBe('yes');
  });

  test('DV-221 the pause counts from when the cuff was seen empty', () => {
    const guard = openedGuard(40_000);
    guard.started(40_000);
    hear(guard, 160, 42_000);
    hear(guard, 3, 71_000);
    hear(guard, 3, 71_000 + REST - 1);
    expect(may(guard, 71_000 + REST - 1)).toMatch(/^conflict: The cuff rests/);
    expect(may(guard, 71_000 + REST)).toBe('yes');
  });

  test('DV-221 after a stop the cuff empties and rests first', () => {
    const guard = openedGuard(40_000);
    guard.started(40_000);
    guard.stopped(41_000);
    hear(guard, 2, 41_000 + REST - 1);
    expect(may(guard, 41_000 + REST - 1)).toMatch(/^conflict/);
    expect(may(guard, 41_000 + REST)).toBe('yes');
    hear(guard, 40, 41_000 + REST);
    expect(may(guard, 41_000 + REST)).toMatch(/^conflict: The cuff is measuring/);
  });
});

test('DV-221 whatever happens, no start during a cycle or within the pause after it', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 1, max: 40_000 }),
    what: fc.constantFrom('empty', 'inflated', 'open', 'start', 'stop'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const guard = createCuffGuard(REST);
      let at = 0;
      let isInflated = false;
      let endedAt = -Infinity;
      let startedAt = -Infinity;
      for (const { afterMs, what } of steps) {
        at += afterMs;
        if (what === 'open') guard.opened(at);
        if (what === 'stop') guard.stopped(at);
        if (what === 'inflated') {
          isInflated = true;
          hear(guard, 120, at);
        }
        if (what === 'empty') {
          if (isInflated) [endedAt, startedAt] = [at, -Infinity];
          isInflated = false;
          hear(guard, 0, at);
        }
        if (what === 'stop') [endedAt, startedAt] = [at, -Infinity];
        if (what !== 'start' || !guard.mayStart(at).ok) continue;
        expect(isInflated).toBe(false);
        expect(at - endedAt).toBeGreaterThanOrEqual(REST);
        expect(at - startedAt).toBeGreaterThanOrEqual(CYCLE_LASTS_MS);
        guard.started(at);
        startedAt = at;
      }
    }),
  );
});
