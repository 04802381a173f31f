/** A run that waits for its delay while its value is missing: kept for 30 s, then begun anew, and never later than a new one (AL-203). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bedside } from '../../../tests/support/bedside.ts';
import { happen } from '../../../tests/support/happen.ts';
import { anyLoss, anyRun, courses, live, runs } from '../../../tests/support/happenings.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { publishedProtocols } from '../protocols/published.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';

/** 88 from 0 to 13 s; then nothing of it until the next value. */
const held = (): WatchedVisit => watched().steady(0, 13, 88);
/** The device says each second that it has no value. */
function away(visit: WatchedVisit, from: number, to: number): WatchedVisit {
  for (let second = from; second < to; second += 1) visit.noValue(second);
  return visit;
}
const issued = (visit: WatchedVisit): string | undefined => visit.log('spo2-low')[0];

describe('low for 13 s, then the value is missing, then it is low again', () => {
  test.each([
    [33, '34 issued spo2-low medium', 0],
    [42, '43 issued spo2-low medium', 0],
    [43, '58 issued spo2-low medium', 43],
    [913, '928 issued spo2-low medium', 913],
  ])('AL-203 no value until %s s: %s, onset %s', (backAt, expected, onset) => {
    const visit = away(held(), 14, backAt).steady(backAt, backAt + 15, 88);
    expect(issued(visit)).toBe(expected);
    expect(visit.state.alerts['spo2-low']?.onsetAt).toBe(at(onset));
  });
  test.each([
    [42.999, '44.999 issued spo2-low medium', 5],
    [43, '58 issued spo2-low medium', 43],
    [913, '928 issued spo2-low medium', 913],
  ])('AL-203 a gap, which adds 5 s to the 8 s before it, until %s s: %s, onset %s', (backAt, expected, onset) => {
    const visit = watched().steady(5, 13, 88);
    for (let second = backAt; second < backAt + 16; second += 1) visit.spo2(second, 88);
    expect(issued(visit)).toBe(expected);
    expect(visit.state.alerts['spo2-low']?.onsetAt).toBe(at(onset));
  });
  test('AL-203 the time is counted from the newest value: one in between keeps the run', () => {
    const visit = away(watched().steady(0, 8, 88), 9, 37).spo2(37, 88);
    expect(issued(away(visit, 38, 66).steady(66, 72, 88))).toBe('71 issued spo2-low medium');
  });
  test('AL-203 a run that doubtful values interrupted is not kept for longer either', () => {
    const visit = held().spo2(14, 95, { quality: 'poor', causes: ['poor-signal'] });
    expect(issued(away(visit, 15, 200).steady(200, 216, 88))).toBe('215 issued spo2-low medium');
  });
  test('AL-203 of a pulse the same', () => {
    const visit = watched().steady(0, 13, 98, { pulseBpm: 130 });
    away(visit, 14, 60).steady(60, 80, 98, { pulseBpm: 130 });
    expect(visit.log('pulse-high')).toEqual(['75 issued pulse-high medium']);
  });
  test('AL-203 what a cuff on the same arm takes away is no absence: delays stand still however long its cycle', () => {
    const visit = watched()
      .record(0, { type: 'set-up-recorded', setUp: { cuffArm: 'left', oximeterHand: 'left' } })
      .steady(0, 9, 88);
    for (let second = 10; second <= 60; second += 1) visit.cuff(second).noValue(second + 0.5);
    expect(issued(visit.steady(66, 80, 88))).toBe('70.5 issued spo2-low medium');
  });
  test('AL-203 an open alert stays, with its onset and its worst value', () => {
    const visit = watched().steady(0, 20, 87);
    away(visit, 21, 300).steady(300, 301, 88);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ onsetAt: at(0), excess: { extreme: 87 } });
  });
  test('AL-203 a BP waits for its repeat for minutes: nothing of it is forgotten', () => {
    const visit = watched().bp(100, 165).bp(250, 170);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '250 confirmed bp-high']);
  });
  test('AL-203 a protocol of before keeps it as it did', () => {
    const { keptOverAbsenceMs: _, ...technical } = publishedProtocols[0].technical;
    const visit = watched({ protocol: { ...publishedProtocols[0], technical } }).steady(0, 13, 88);
    expect(issued(away(visit, 14, 900).steady(900, 902, 88))).toBe('901 issued spo2-low medium');
  });
});

describe('SatSeconds over an absence', () => {
  const protocol = withSatSeconds(publishedProtocols[0], 50);
  test.each([
    [42, '53 issued spo2-low medium', 0],
    [43, '68 issued spo2-low medium', 43],
  ])('AL-203 28 of 50 %%·s are full, away until %s s: %s, onset %s', (backAt, expected, onset) => {
    const visit = watched({ protocol }).steady(0, 13, 88);
    const back = away(visit, 14, backAt).steady(backAt, backAt + 26, 88);
    expect(issued(back)).toBe(expected);
    expect(back.state.alerts['spo2-low']?.onsetAt).toBe(at(onset));
  });
  test('AL-203 falls below the limit are counted on: the third within a minute alarms', () => {
    const visit = watched({ protocol }).spo2(0, 89).spo2(1, 95).spo2(10, 89).spo2(11, 95);
    expect(issued(away(visit, 12, 45).spo2(45, 89))).toBe('45 issued spo2-low medium');
  });
});

test('AL-203 AL-183 whatever absences were before, a low SpO2 that lasts its delay is an alert by then', () => {
  const anyAway = fc.oneof(
    anyRun,
    anyLoss.filter(({ is }) => is !== 'cuff'),
  );
  fc.assert(
    fc.property(
      courses(anyAway, 8),
      fc.constantFrom(['medium', 86, 89, 15_000], ['high', 60, 85, 0]),
      fc.nat(20),
      fc.constantFrom([], [250], [7_310]),
      (past, [priority, worst, mildest, delayMs], deeper, ticks) => {
        const bedside: Bedside = live(past, { ticks, pages: false });
        const onsetAt = bedside.now + 1_000;
        const spo2 = Math.max(Number(worst), Number(mildest) - deeper);
        const run = { is: 'run', everyMs: 1_000, lateMs: 0, signal: 'good', twice: false, shuffled: false } as const;
        happen(bedside, { ...run, count: Number(delayMs) / 1_000 + 2, spo2, pulse: 72 });
        const { priority: reached, priorityAt = Infinity } = bedside.state.alerts['spo2-low'] ?? {};
        expect([priority, 'high']).toContain(reached);
        expect(priorityAt).toBeLessThanOrEqual(onsetAt + Number(delayMs));
      },
    ),
    runs(60),
  );
});
