/** An SpO2 that comes too seldom to be watched, and often enough never to be missing (AL-205). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../tests/support/happenings.ts';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { publishedProtocols } from '../protocols/published.ts';

const line = (visit: WatchedVisit) => visit.log('no-spo2');
/** A value every `seconds` from 0 to `until`. */
function every(seconds: number, until: number, visit = watched()): WatchedVisit {
  for (let second = 0; second <= until; second += seconds) visit.spo2(second, 97);
  return visit;
}
const stop = { type: 'infusion-ended', happenedAt: at(1), reason: 'completed' } as const;

describe('values that come seldom', () => {
  test.each([
    // 4 s of each 9 are grey: the fifth stretch fills 20 s.
    [9, 45, '45 issued no-spo2 low'],
    [8, 55, '55 issued no-spo2 low'],
    // 2.5 s of each 7.5 are grey: 20 s in a minute, and no more.
    [7.5, 59.999, undefined],
    [7.5, 60, '60 issued no-spo2 low'],
    [7, 600, undefined],
    [5, 600, undefined],
    [1, 100, undefined],
  ])('AL-205 one every %s s, now %s s: %s', (seconds, now, expected) => {
    expect(line(every(seconds, now).tick(now))[0]).toBe(expected);
  });
  test('AL-205 it says so, and goes on as a missing one does: 5 s without a break end it', () => {
    const visit = every(9, 72);
    expect(line(visit)).toEqual(['45 issued no-spo2 low', '59 raised no-spo2 medium']);
    expect(visit.events).toContainEqual(
      expect.objectContaining({ type: 'alert-issued', reason: 'No value for 20 s of the last 60 s', onsetAt: at(36) }),
    );
    expect(line(visit.steady(73, 78)).at(-1)).toBe('77 ended no-spo2 in-range');
  });
  test('AL-205 counted anew once it is over', () => {
    const visit = every(9, 45).steady(46, 50);
    expect(line(visit).at(-1)).toBe('50 ended no-spo2 in-range');
    for (const second of [59, 68, 77, 86]) visit.spo2(second, 97);
    expect(line(visit)).toHaveLength(2);
    expect(line(visit.spo2(95, 97).tick(95))[2]).toBe('95 issued no-spo2 low');
  });
  test.each([
    ['no value between', 'probe-off'],
    ['searching between', 'searching'],
  ] as const)('AL-205 %s counts the same', (_, cause) => {
    const visit = watched();
    for (let second = 0; second <= 45; second += 1)
      if (second % 9 === 0) visit.spo2(second, 97);
      else visit.noValue(second, [cause]);
    expect(line(visit)[0]).toBe('45 issued no-spo2 low');
  });
  test('AL-205 a doubtful value is a value, and an ordinary movement is none the less watched', () => {
    const visit = watched().steady(0, 200, 97, { quality: 'poor', causes: ['motion'] });
    for (const second of [210, 230, 250]) visit.steady(second - 3, second + 10);
    expect(line(visit)).toEqual([]);
  });
  test('AL-205 what a cuff on the same arm takes is not counted', () => {
    const arms = { type: 'set-up-recorded', setUp: { cuffArm: 'left', oximeterHand: 'left' } } as const;
    const visit = watched().record(0, arms).steady(0, 9);
    for (let second = 10; second <= 45; second += 1) visit.cuff(second);
    visit.steady(50, 60).spo2(68, 97).tick(77);
    expect(line(visit)).toEqual([]);
  });
  test('AL-205 nothing of the time before the start, nor before monitoring went on, is counted', () => {
    const visit = every(9, 45, watched({ phase: 'baseline' }));
    visit.record(46, { type: 'infusion-started', happenedAt: at(46), plannedMs: 2_400_000 });
    expect(line(visit.spo2(50, 97).spo2(59, 97).spo2(68, 97).tick(77))).toEqual([]);
  });
  test('AL-205 in recovery the same', () => {
    const visit = watched().record(1, stop);
    for (let second = 1; second <= 46; second += 9) visit.spo2(second, 97);
    expect(line(visit)).toEqual(['46 issued no-spo2 low']);
  });
  test('AL-205 an advisory: nothing sounds by it, and the value goes on being shown', () => {
    const visit = every(9, 45);
    expect(viewAt(visit, 46).spo2.status).toBe('live');
    expect(visit.state.alerts['no-spo2']?.unansweredSince).toBeUndefined();
  });
  test('AL-205 another device is counted anew', () => {
    const visit = watched().record(0, { type: 'device-changed', kind: 'oximeter', deviceId: 'd' });
    for (const second of [0, 9, 18, 27]) visit.spo2(second, 97);
    visit.record(30, { type: 'device-changed', kind: 'oximeter', deviceId: 'e' });
    expect(visit.state.tracks.spo2Gaps).toBeUndefined();
  });
  test('AL-205 a protocol of before counts none', () => {
    const { technical } = publishedProtocols[0];
    const { sparse: _, ...noSpo2 } = technical.noSpo2;
    const protocol = { ...publishedProtocols[0], technical: { ...technical, noSpo2 } };
    expect(line(every(9, 200, watched({ protocol })))).toEqual([]);
  });
});

test('AL-205 AL-4 AL-13 the first instant at which 10 s in a piece or 20 s of a minute are missing, counted second by second', () => {
  const GRID = 250;
  const anyGaps = fc.array(fc.constantFrom(1_000, 2_000, 5_000, 5_250, 6_500, 7_500, 8_000, 9_000, 9_750, 11_000), {
    minLength: 5,
    maxLength: 40,
  });
  fc.assert(
    fc.property(anyGaps, fc.constantFrom(0, 250, 1_730), (gaps, tickMs) => {
      const visit = watched({ tickMs });
      const values = [0];
      for (const gap of gaps) values.push((values.at(-1) ?? 0) + gap);
      for (const value of values) {
        if (line(visit).length > 0) break;
        visit.spo2(value / 1_000, 97);
      }
      const grey: boolean[] = [];
      let expected: number | undefined;
      let next = 0;
      for (let now = 0; expected === undefined && now <= (values.at(-1) ?? 0); now += GRID) {
        while ((values[next + 1] ?? Infinity) < now) next += 1;
        const age = now - (values[next] ?? 0);
        const missing = grey.slice(-60_000 / GRID).filter(Boolean).length * GRID;
        if (age >= 10_000 || (age >= 5_000 && missing >= 20_000)) expected = now;
        grey.push(age >= 5_000 && (values[next + 1] ?? Infinity) > now);
      }
      expect(line(visit)[0]).toBe(expected === undefined ? undefined : `${expected / 1_000} issued no-spo2 low`);
    }),
    runs(100),
  );
});
