import { describe, expect, test } from 'vitest';
import { burstOf } from '#core/alarm-signal/burst.ts';
import type { AudiblePriority, Melody } from '#core/alarm-signal/burst.ts';
import { harmonicsDb, loudSpans } from './measure.ts';
import { playBurst } from './play-burst.ts';

const RATE = 48_000;

async function rendered(priority: AudiblePriority, melody: Melody, gain = 1): Promise<Float32Array> {
  const burst = burstOf(priority, melody);
  const context = new OfflineAudioContext(1, ((burst.lengthMs + 300) / 1_000) * RATE, RATE);
  playBurst(context, context.destination, burst, { at: 0.1, gain });
  return (await context.startRendering()).getChannelData(0);
}

const cases = (['high', 'medium'] as const).flatMap((priority) =>
  (['oxygenation', 'ventilation', 'cardiovascular', 'general'] as const).map((melody) => [priority, melody] as const),
);

describe('a burst as it leaves the loudspeaker', () => {
  test.each(cases)('AL-42 %s %s: pulses and gaps measured are those of the table', async (priority, melody) => {
    const spans = loudSpans(await rendered(priority, melody), RATE);
    const { pulses } = burstOf(priority, melody);
    expect(spans).toHaveLength(pulses.length);
    for (const [n, { atMs, durationMs }] of pulses.entries()) {
      const { fromMs, toMs } = spans[n]!;
      // The edges are soft: loud is above a tenth of the peak.
      expect(Math.abs(fromMs - 100 - atMs)).toBeLessThan(6);
      expect(Math.abs(toMs - fromMs - durationMs)).toBeLessThan(10);
    }
  });
  test.each(cases)('AL-42 %s %s: fundamental, and four harmonics within 15 dB', async (priority, melody) => {
    const samples = await rendered(priority, melody);
    for (const { atMs, durationMs, hz } of burstOf(priority, melody).pulses) {
      const from = Math.round(((100 + atMs + 25) / 1_000) * RATE);
      const pulse = samples.subarray(from, from + Math.round(((durationMs - 50) / 1_000) * RATE));
      const levels = harmonicsDb(pulse, hz, RATE);
      const inBand = levels.filter(({ hz: each }) => each >= 300 && each <= 4_000);
      const loudest = Math.max(...levels.map(({ db }) => db));
      expect(inBand.filter(({ db }) => db > loudest - 15).length).toBeGreaterThanOrEqual(4);
      // Nothing but the harmonics: a neighbouring tone is far below.
      expect(harmonicsDb(pulse, hz * 1.1, RATE)[0]!.db).toBeLessThan(loudest - 10);
    }
  });
  test('AL-42 it never clips, and gain scales it', async () => {
    const peak = (samples: Float32Array): number => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    const [full, half] = [
      peak(await rendered('high', 'oxygenation')),
      peak(await rendered('high', 'oxygenation', 0.5)),
    ];
    expect(full).toBeLessThanOrEqual(1);
    expect(full).toBeGreaterThan(0.3);
    expect(half / full).toBeCloseTo(0.5, 2);
  });
});
