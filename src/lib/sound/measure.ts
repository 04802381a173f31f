/** Measures a rendered signal: when it is loud, and how loud each harmonic is. Used by the sound's own check and its tests. */

export interface LoudSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Silences shorter than this belong to the wave, not to the burst. */
const RING_MS = 15;

/** Where the signal is above a tenth of its peak. */
export function loudSpans(samples: Float32Array, rate: number): readonly LoudSpan[] {
  const peak = samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const [n, sample] of samples.entries()) {
    if (Math.abs(sample) < peak / 10) continue;
    const ms = (n / rate) * 1_000;
    const last = spans.at(-1);
    if (last && ms - last.toMs < RING_MS) last.toMs = ms;
    else spans.push({ fromMs: ms, toMs: ms });
  }
  return spans;
}

/** The level of a fundamental and its next seven harmonics, dB of full scale (Goertzel, Hann window). */
export function harmonicsDb(samples: Float32Array, hz: number, rate: number): readonly { hz: number; db: number }[] {
  return Array.from({ length: 8 }, (_, n) => ({ hz: hz * (n + 1), db: levelDb(samples, hz * (n + 1), rate) }));
}

function levelDb(samples: Float32Array, hz: number, rate: number): number {
  const step = (2 * Math.PI * hz) / rate;
  let [re, im] = [0, 0];
  for (const [n, sample] of samples.entries()) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / samples.length);
    re += sample * window * Math.cos(step * n);
    im += sample * window * Math.sin(step * n);
  }
  const amplitude = (4 * Math.hypot(re, im)) / samples.length;
  return 20 * Math.log10(Math.max(amplitude, 1e-9));
}
