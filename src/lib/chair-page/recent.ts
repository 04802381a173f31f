/** The last two minutes of SpO2 as this screen saw them, swept like a pleth: the newest at the cursor, the oldest ahead of it. */
import type { Instant } from '#core/reading.ts';
import type { VitalView } from '#core/view.ts';

export const SWEEP_MS = 120_000;
/** Cleared ahead of the cursor, ms. */
const CLEAR_MS = 6_000;
/** Two samples further apart than this are not joined: a gap is drawn as a gap. */
const JOIN_MS = 2_500;
/** The band's fixed scale, %. */
export const LOW_PCT = 80;
export const HIGH_PCT = 100;

export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

/** Bounded: only what the sweep still shows. */
export function withSample(samples: readonly Sample[], vital: VitalView): readonly Sample[] {
  if (vital.status !== 'live' || vital.at <= (samples.at(-1)?.at ?? 0)) return samples;
  const oldest = vital.at - SWEEP_MS + CLEAR_MS;
  return [...samples.filter((each) => each.at > oldest), { at: vital.at, value: vital.value }];
}

/** History up to the first sample this screen saw itself. */
export function joined(earlier: readonly Sample[], samples: readonly Sample[]): readonly Sample[] {
  const first = samples[0];
  return first ? [...earlier.filter((each) => each.at < first.at), ...samples] : earlier;
}

/** An SVG path in a box of 1000 by 100. */
export function sweepPath(samples: readonly Sample[], now: Instant): string {
  const oldest = now - SWEEP_MS + CLEAR_MS;
  let path = '';
  let last: { readonly at: Instant; readonly x: number } | undefined;
  for (const { at, value } of samples) {
    if (at <= oldest) continue;
    const x = ((at % SWEEP_MS) / SWEEP_MS) * 1000;
    const share = (Math.min(HIGH_PCT, Math.max(LOW_PCT, value)) - LOW_PCT) / (HIGH_PCT - LOW_PCT);
    const joined = last && at - last.at <= JOIN_MS && x > last.x;
    path += `${joined ? 'L' : 'M'}${x.toFixed(1)} ${(100 - share * 100).toFixed(1)}`;
    last = { at, x };
  }
  return path;
}
