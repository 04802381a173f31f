import { describe, expect, test } from 'vitest';
import { ALERT_KINDS } from '../alerts/alert.ts';
import type { AudiblePriority, Melody } from './burst.ts';
import { burstOf, melodyOf } from './burst.ts';

const priorities: readonly AudiblePriority[] = ['high', 'medium'];
const melodies: readonly Melody[] = ['oxygenation', 'ventilation', 'cardiovascular', 'general'];
const all = priorities.flatMap((priority) => melodies.map((melody) => [priority, melody] as const));

/** The standard's ranges, ms. */
const RANGES = {
  high: { pulses: 10, pulse: [75, 200], gap: [50, 125], rest: [2_500, 15_000] },
  medium: { pulses: 3, pulse: [125, 250], gap: [125, 250], rest: [2_500, 30_000] },
} as const;

const within = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
const gapsOf = (priority: AudiblePriority, melody: Melody): readonly number[] => {
  const { pulses } = burstOf(priority, melody);
  return pulses.slice(1).map((pulse, n) => pulse.atMs - (pulses[n]!.atMs + pulses[n]!.durationMs));
};

describe('the bursts of IEC 60601-1-8', () => {
  test.each(all)('AL-40 %s, %s: pulses and silence as the standard’s table', (priority, melody) => {
    const { pulses, lengthMs, everyMs } = burstOf(priority, melody);
    const range = RANGES[priority];
    expect(pulses).toHaveLength(range.pulses);
    expect(pulses.every(({ durationMs }) => within(durationMs, range.pulse))).toBe(true);
    expect(pulses.every(({ hz }) => within(hz, [150, 1_000]))).toBe(true);
    expect(within(everyMs - lengthMs, range.rest)).toBe(true);
  });
  test.each([
    ['high', 3_300, 7_500],
    ['medium', 1_000, 10_000],
  ] as const)('AL-40 %s: %i ms long, again after %i ms', (priority, lengthMs, everyMs) => {
    expect(burstOf(priority, 'general')).toMatchObject({ lengthMs, everyMs });
    expect(burstOf(priority, 'general').pulses[0]?.atMs).toBe(0);
  });
  test.each(melodies)('AL-40 medium, %s: three pulses with equal gaps', (melody) => {
    const gaps = gapsOf('medium', melody);
    expect(new Set(gaps).size).toBe(1);
    expect(gaps.every((gap) => within(gap, RANGES.medium.gap))).toBe(true);
  });
  test.each(melodies)('AL-40 high, %s: three, two, and the same again', (melody) => {
    const [x = 0, second, third, fourth, halves = 0, ...again] = gapsOf('high', melody);
    const pulse = burstOf('high', melody).pulses[0]!.durationMs;
    expect(within(x, RANGES.high.gap)).toBe(true);
    expect([second, third, fourth]).toEqual([x, 2 * x + pulse, x]);
    expect(within(halves, [350, 1_300])).toBe(true);
    expect(again).toEqual([x, x, 2 * x + pulse, x]);
  });
  test('AL-41 melodies: oxygenation falls, cardiovascular rises, general stays', () => {
    const notes = (melody: Melody): readonly number[] =>
      burstOf('high', melody)
        .pulses.slice(0, 5)
        .map(({ hz }) => hz);
    expect(notes('oxygenation')).toEqual([523.25, 493.88, 440, 392, 349.23]);
    expect(notes('cardiovascular')).toEqual([261.63, 329.63, 392, 392, 523.25]);
    expect(notes('ventilation')).toEqual([261.63, 440, 349.23, 440, 349.23]);
    expect(new Set(notes('general'))).toEqual(new Set([261.63]));
  });
  test.each(ALERT_KINDS.map((kind) => [kind] as const))('AL-41 %s has a melody', (kind) => {
    const expected = /spo2/.test(kind)
      ? 'oxygenation'
      : /^rr/.test(kind)
        ? 'ventilation'
        : /^(bp|pulse)/.test(kind)
          ? 'cardiovascular'
          : 'general';
    expect(melodyOf(kind)).toBe(expected);
  });
});
