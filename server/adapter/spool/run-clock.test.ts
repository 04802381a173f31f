import { describe, expect, test } from 'vitest';
import { createAdapterClock } from '#gateway/adapter-clock.ts';
import { stampOf } from './run-clock.ts';
import type { RunClock } from './run-clock.ts';

const NOON = Date.UTC(2026, 2, 2, 12);
const MINUTE = 60_000;
/** Started at noon, ten minutes after the machine. */
const before: RunClock = { startedAt: NOON, uptimeMs: 10 * MINUTE, boot: 'a', speed: 1 };
/** Measured five minutes into that run. */
const stamp = NOON + 5 * MINUTE;

/** Twenty minutes after the earlier run's start. */
const later = (change: Partial<RunClock>): RunClock => ({
  startedAt: NOON + 20 * MINUTE,
  uptimeMs: 30 * MINUTE,
  boot: 'a',
  speed: 1,
  ...change,
});

describe('stamps of an earlier run', () => {
  test.each([
    ['not set', 0],
    ['set forward an hour', 60 * MINUTE],
    ['set back an hour', -60 * MINUTE],
  ])('DV-243 within one boot they are exact, whether the wall clock was %s', (_, setBy) => {
    const here = later({ startedAt: NOON + 20 * MINUTE + setBy });
    // Measured 15 min before this run began, whatever the wall clock says.
    expect(stampOf(before, here, stamp)(stamp)).toBe(here.startedAt - 15 * MINUTE);
  });

  test('DV-243 after another boot with a wrong clock, what the server said of both clocks counts', () => {
    const right = { ...before, clinicOffsetMs: 250 };
    // A box without a battery starts where its clock stood at the last shutdown: 3 h behind.
    const here = later({ boot: 'b', uptimeMs: 9_000, startedAt: NOON - 3 * 60 * MINUTE, clinicOffsetMs: 200 * MINUTE });
    const clinicAt = stamp + 250;
    expect(stampOf(right, here, stamp)(stamp) + 200 * MINUTE).toBe(clinicAt);
  });

  test.each([
    ['the earlier run never heard the server', before, later({ boot: 'b', clinicOffsetMs: 5 })],
    ['this one has not yet', { ...before, clinicOffsetMs: 5 }, later({ boot: 'b' })],
    ['the machine does not name its boots', { ...before, boot: '' }, later({ boot: '' })],
  ])('DV-243 the wall clock must do when %s', (_, run, here) => {
    expect(stampOf(run, here, stamp)(stamp)).toBe(stamp);
  });

  test('DV-243 none lies after this run began: the run moves back as a whole, its seconds keep their distance', () => {
    const here = later({ boot: 'b', startedAt: NOON + 2 * MINUTE });
    const translate = stampOf(before, here, stamp);
    expect([translate(stamp), translate(stamp - 1_000)]).toEqual([here.startedAt, here.startedAt - 1_000]);
  });

  test('DV-251 what the machine slept during that run is counted', () => {
    let [wall, monotonic, boot] = [NOON, 0, 10 * MINUTE];
    const now = createAdapterClock(1, { wall: () => wall, monotonic: () => monotonic, sinceBoot: () => boot });
    [wall, monotonic, boot] = [NOON + MINUTE, MINUTE, 11 * MINUTE];
    now();
    [wall, boot] = [wall + 60 * MINUTE, boot + 60 * MINUTE];
    const measured = now();
    const here = later({ startedAt: NOON + 62 * MINUTE, uptimeMs: 72 * MINUTE });
    expect(stampOf(before, here, measured)(measured)).toBe(here.startedAt - MINUTE);
  });

  test('DV-243 a sped-up clock is read at its own speed', () => {
    const fast = { ...before, speed: 20 };
    const here = later({ speed: 20 });
    // 5 min by its clock are 15 s: 19 min 45 s before this run began.
    expect(stampOf(fast, here, stamp)(stamp)).toBe(here.startedAt - 20 * (20 * MINUTE - 15_000));
  });
});
