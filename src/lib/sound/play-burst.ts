/** Makes a burst audible: Web Audio, scheduled ahead on the audio clock, so that a busy page does not stretch it. */
import type { Burst } from '#core/alarm-signal/burst.ts';

/**
 * Amplitudes of the fundamental and its harmonics. A pure sine does not conform: at least four harmonics between 300 and 4,000 Hz
 * must lie within 15 dB of the loudest (IEC 60601-1-8), and each of these lies within 8.
 */
export const HARMONICS = [1, 0.9, 0.75, 0.65, 0.5, 0.4] as const;
/** Rise and fall of a pulse, s: soft enough not to click, 10–40 % of the shortest pulse. */
const EDGE_S = 0.02;
/** The sum of all harmonics stays below full scale at gain 1. */
const HEADROOM = 1 / HARMONICS.reduce((sum, each) => sum + each, 0);

const waves = new WeakMap<BaseAudioContext, PeriodicWave>();

/** Made once: each second a page that watches lays out 80 pulses. */
function waveOf(context: BaseAudioContext): PeriodicWave {
  const known = waves.get(context);
  if (known) return known;
  const wave = context.createPeriodicWave(new Float32Array(HARMONICS.length + 1), Float32Array.of(0, ...HARMONICS), {
    disableNormalization: true,
  });
  waves.set(context, wave);
  return wave;
}

/**
 * @param at on the context's clock, seconds
 * @param gain 0–1 of full scale
 * @returns stops it at once, whatever of it has been heard
 */
export function playBurst(
  context: BaseAudioContext,
  to: AudioNode,
  burst: Burst,
  { at, gain }: { readonly at: number; readonly gain: number },
): () => void {
  const wave = waveOf(context);
  const sources = burst.pulses.map(({ atMs, durationMs, hz }) => {
    const source = context.createOscillator();
    const envelope = context.createGain();
    const [from, until] = [at + atMs / 1_000, at + (atMs + durationMs) / 1_000];
    const loud = gain * HEADROOM;
    source.setPeriodicWave(wave);
    source.frequency.value = hz;
    envelope.gain.setValueAtTime(0, from);
    envelope.gain.linearRampToValueAtTime(loud, from + EDGE_S);
    envelope.gain.setValueAtTime(loud, until - EDGE_S);
    envelope.gain.linearRampToValueAtTime(0, until);
    source.connect(envelope).connect(to);
    source.start(from);
    source.stop(until);
    source.onended = () => envelope.disconnect();
    return source;
  });
  return () => {
    for (const source of sources) {
      source.stop();
      source.disconnect();
    }
  };
}
