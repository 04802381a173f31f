/** The last two minutes of SpO2 as this screen saw them: the newest at the right, as on the trend below. */
import type { Instant } from '#core/reading.ts';
import type { VitalView } from '#core/view.ts';

export const RECENT_MS = 120_000;
/** Two samples further apart than this are not joined: a gap is drawn as a gap. */
const JOIN_MS = 2_500;
/** The band's fixed scale, %. */
export const LOW_PCT = 80;
export const HIGH_PCT = 100;

export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

/** Bounded: only what the band still shows. */
export function withSample(samples: readonly Sample[], vital: VitalView): readonly Sample[] {
  if (vital.status !== 'live' || vital.at <= (samples.at(-1)?.at ?? 0)) return samples;
  const oldest = vital.at - RECENT_MS;
  return [...samples.filter((each) => each.at > oldest), { at: vital.at, value: vital.value }];
}

/** History up to the first sample this screen saw itself. */
export function joined(earlier: readonly Sample[], samples: readonly Sample[]): readonly Sample[] {
  const first = samples[0];
  return first ? [...earlier.filter((each) => each.at < first.at), ...samples] : earlier;
}

/** An SVG path in a box of 1000 by 100. */
export function recentPath(samples: readonly Sample[], now: Instant): string {
  const oldest = now - RECENT_MS;
  let path = '';
  let last: Instant | undefined;
  for (const { at, value } of samples) {
    if (at <= oldest) continue;
    const x = Math.min(1, 1 - (now - at) / RECENT_MS) * 1000;
    const share = (Math.min(HIGH_PCT, Math.max(LOW_PCT, value)) - LOW_PCT) / (HIGH_PCT - LOW_PCT);
    const joined = last !== undefined && at - last <= JOIN_MS;
    path += `${joined ? 'L' : 'M'}${x.toFixed(1)} ${(100 - share * 100).toFixed(1)}`;
    last = at;
  }
  return path;
}
