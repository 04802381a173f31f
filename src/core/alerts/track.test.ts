import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { Reading } from '../reading.ts';
import { isJudged } from './track.ts';

const reading = (kind: Reading['kind'], second: number): Reading =>
  ({
    kind,
    quality: 'good',
    causes: [],
    measuredAt: at(second),
    spo2Pct: 98,
    systolicMmHg: 120,
    diastolicMmHg: 70,
  }) as unknown as Reading;

describe('which readings are judged', () => {
  test.each([
    ['oximetry', 5, true],
    ['oximetry', 5.001, false],
    ['nibp', 12 * 60, true],
    ['nibp', 12 * 60 + 0.001, false],
    ['nibp-failed', 12 * 60, true],
    ['nibp-failed', 12 * 60 + 0.001, false],
    ['cuff-pressure', 5, true],
    ['cuff-pressure', 5.001, false],
  ] as const)('AL-5 %s received %s s after it was measured: %s', (kind, lateSeconds, expected) => {
    expect(isJudged(watched().state, reading(kind, 100), at(100 + lateSeconds))).toBe(expected);
  });
  test.each([
    ['oximetry', 99.999, false],
    ['oximetry', 100, false],
    ['oximetry', 100.001, true],
    ['nibp', 60, false],
    ['nibp', 60.001, true],
    ['nibp-failed', 70, false],
    ['nibp-failed', 70.001, true],
    ['cuff-pressure', 98, false],
    ['cuff-pressure', 98.001, true],
  ] as const)('AL-5 %s measured at %s s, after newer or equal ones: %s', (kind, second, expected) => {
    const { state } = watched().bp(60, 120).bpFailed(70).cuff(98).spo2(100, 98);
    expect(isJudged(state, reading(kind, second), at(101))).toBe(expected);
  });
  test('AL-5 the BP interval chosen at set-up decides how long a BP is valid', () => {
    const { state } = watched().record(0, { type: 'set-up-recorded', setUp: { bpEveryMs: 300_000 } });
    expect(isJudged(state, reading('nibp', 100), at(100 + 7 * 60))).toBe(true);
    expect(isJudged(state, reading('nibp', 100), at(100 + 7 * 60 + 1))).toBe(false);
  });
  test.each([
    [300_000, 600, true],
    [300_000, 720, true],
    [300_000, 720.001, false],
    [900_000, 17 * 60, true],
    [900_000, 17 * 60 + 0.001, false],
  ])('AL-196 by hand, BP every %s ms, told %s s after it was taken: %s', (bpEveryMs, lateSeconds, expected) => {
    const { state } = watched().record(0, { type: 'set-up-recorded', setUp: { bpEveryMs } });
    const byHand = { ...reading('nibp', 100), byHand: true } as Reading;
    expect(isJudged(state, byHand, at(100 + lateSeconds))).toBe(expected);
  });
  test('AL-5 a late or repeated reading changes nothing but what charts', () => {
    const visit = watched().steady(0, 20, 98);
    const before = visit.state;
    visit.spo2(15, 91).spo2(20, 70).spo2(10, 97, {}, 15_000);
    expect(visit.state).toBe(before);
    // Beyond a limit it leaves a mark (AL-170), and nothing else.
    const { late, ...rest } = visit.spo2(15, 70).spo2(10, 70, {}, 15_000).state;
    expect([rest, late?.excursions['spo2-low']?.length]).toEqual([before, 1]);
  });
  test('AL-5 a late reading that is the newest and still valid is judged, dated when it came', () => {
    const visit = watched().steady(0, 20).spo2(21, 84, {}, 4_000);
    expect(visit.log()).toEqual(['25 issued spo2-low high']);
    expect(visit.state.alerts['spo2-low']?.onsetAt).toBe(at(21));
  });
});
