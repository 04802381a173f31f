import { describe, expect, test } from 'vitest';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchWish } from '../../../tests/support/watched-visit.ts';
import type { OximetryReading } from '../reading.ts';

/** As at baseline for 9 s, then `during` each second until `lastAt`. */
function after(lastAt: number, during: Partial<OximetryReading>, wish: WatchWish = {}) {
  return watched(wish).steady(0, 9, 98, { respiratoryRatePerMin: 15 }).steady(10, lastAt, 98, during);
}

describe('pulse', () => {
  test.each([
    // Baseline 100 keeps the advisory (30 % away) out of the way of the upper limits, 60 out of the lower ones'.
    [100, 120, 40, undefined],
    [100, 121, 24, undefined],
    [100, 121, 26, 'pulse-high medium'],
    [100, 140, 26, 'pulse-high medium'],
    [100, 141, 14, undefined],
    [100, 141, 15, 'pulse-high high'],
    [60, 50, 40, undefined],
    [60, 49, 24, undefined],
    [60, 49, 26, 'pulse-low medium'],
    [60, 40, 26, 'pulse-low medium'],
    [60, 39, 14, undefined],
    [60, 39, 15, 'pulse-low high'],
    // A baseline under 60 is judged against 45.
    [59, 45, 40, undefined],
    [59, 44, 26, 'pulse-low medium'],
  ] as const)('AL-25 baseline %s, pulse %s from 10 s to %s s: %s', (baseline, pulseBpm, lastAt, expected) => {
    const { alerts } = after(lastAt, { pulseBpm }, { baseline: { pulseBpm: baseline } }).state;
    expect(Object.values(alerts).map((alert) => `${alert.kind} ${alert.priority}`)[0]).toBe(expected);
  });
  test.each([
    [91, 80, []],
    [92, 69, []],
    [92, 70, ['70 issued pulse-high low']],
  ])('AL-25 advisory: 30 %% over a baseline of 70 is 91; pulse %s from 10 s to %s s', (pulseBpm, lastAt, expected) => {
    expect(after(lastAt, { pulseBpm }, { baseline: { pulseBpm: 70 } }).log('pulse-high')).toEqual(expected);
  });
  test.each([
    [56, []],
    [55, ['70 issued pulse-low low']],
  ])('AL-25 advisory: 30 %% under a baseline of 80 is 56; pulse %s', (pulseBpm, expected) => {
    expect(after(72, { pulseBpm }, { baseline: { pulseBpm: 80 } }).log('pulse-low')).toEqual(expected);
  });
  test.each([
    [116, 'medium'],
    [115, undefined],
  ] as const)('AL-8 medium, then %s for 15 s: %s', (pulseBpm, priority) => {
    const visit = after(26, { pulseBpm: 125 }, { baseline: { pulseBpm: 100 } }).steady(27, 42, 98, { pulseBpm });
    expect(visit.state.alerts['pulse-high']?.priority).toBe(priority);
  });
  test('AL-8 medium falls to the advisory while the pulse is still 30 % over the baseline', () => {
    const visit = after(26, { pulseBpm: 125 }, { baseline: { pulseBpm: 70 } }).steady(27, 42, 98, { pulseBpm: 100 });
    expect(visit.log('pulse-high')).toEqual(['25 issued pulse-high medium', '42 lowered pulse-high low']);
  });
  test('AL-1 an oximeter that gives SpO2 without a pulse leaves the pulse alert open, with no data', () => {
    const visit = after(26, { pulseBpm: 125 });
    const { pulseBpm: _, ...withoutPulse } = visit.state.oximetry as OximetryReading;
    visit.reading(27, { ...withoutPulse });
    expect(visit.state.alerts['pulse-high']?.condition).toBe('no-data');
  });
});

describe('before the baseline is frozen', () => {
  test.each([
    [48, 60, undefined],
    [45, 60, undefined],
    [44, 24, undefined],
    [44, 26, 'pulse-low medium'],
    [39, 15, 'pulse-low high'],
  ] as const)('AL-202 set-up, pulse %s from 10 s to %s s: %s', (pulseBpm, lastAt, expected) => {
    const { alerts } = after(lastAt, { pulseBpm }, { baseline: null, phase: 'baseline' }).state;
    expect(Object.values(alerts).map((alert) => `${alert.kind} ${alert.priority}`)[0]).toBe(expected);
  });
  test.each([
    [45, undefined],
    [59, undefined],
    [60, '25 issued pulse-low medium'],
  ])('AL-202 a resting pulse of 48, then the baseline is frozen at %s', (pulseBpm, expected) => {
    const visit = watched({ baseline: null, phase: 'baseline' }).steady(0, 9, 98, { pulseBpm: 48 });
    const baseline = { systolicMmHg: 120, diastolicMmHg: 75, spo2Pct: 98, pulseBpm };
    const frozen = { ...baseline, frozenAt: at(9), nibpAt: at(9), meanMmHg: 90, oxygenLPerMin: 0 };
    visit.record(9.5, { type: 'baseline-frozen', baseline: frozen }).steady(10, 30, 98, { pulseBpm: 48 });
    expect(visit.log('pulse-low')[0]).toBe(expected);
  });
  test.each([
    [null, '45–120'],
    [{ pulseBpm: 59 }, '45–120'],
    [{ pulseBpm: 60 }, '50–120'],
  ])('AL-202 baseline %j: the limits beside the pulse are those in force, %s', (baseline, text) => {
    const { limits } = viewAt(watched({ baseline, phase: 'baseline' }), 1);
    expect(limits.pulse[0]?.text).toBe(text);
  });
});

describe('respiratory rate, where a device gives one', () => {
  test.each([
    [10, 60, undefined],
    [9, 39, undefined],
    [9, 40, 'rr-low medium'],
    [8, 40, 'rr-low medium'],
    [7, 24, undefined],
    [7, 25, 'rr-low high'],
    [30, 60, undefined],
    [31, 39, undefined],
    [31, 40, 'rr-high medium'],
  ] as const)('AL-25 %s from 10 s to %s s: %s', (respiratoryRatePerMin, lastAt, expected) => {
    const { alerts } = after(lastAt, { respiratoryRatePerMin }).state;
    expect(Object.values(alerts).map((alert) => `${alert.kind} ${alert.priority}`)[0]).toBe(expected);
  });
});
