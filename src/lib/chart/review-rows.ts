/** A kept minute of pulse wave as rows of half a minute each: lines where there is a wave, gaps where there is none. Pure. */
import type { KeptWave, PlethReview } from '#protocol/pleth-review.ts';
import type { NoValue } from './no-wave.ts';

export const ROW_MS = 30_000;
/** A dialog shows a minute. */
export const REVIEW_MS = 2 * ROW_MS;
/** Shorter pauses are only a break in the line. */
const GAP_MS = 250;
/** Of the device's full scale: a smaller wave is drawn small. */
const LEAST_SPAN = 0.15;

export interface ReviewLine {
  /** Place of the first sample and step to the next, as shares of the row. */
  readonly from: number;
  readonly step: number;
  /** 0 to 1 of the row's height, upwards. */
  readonly values: readonly number[];
}

export interface ReviewRow {
  readonly at: number;
  readonly lines: readonly ReviewLine[];
  /** Where nothing was kept, or what was kept is of no value, as shares of the row. */
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly reason?: string }[];
}

/** Two rows, scaled alike: what is lower in one was lower. @param off where there was no SpO₂: no line is drawn there */
export function reviewRows({ from, waves: kept }: PlethReview, off: readonly NoValue[] = []): readonly ReviewRow[] {
  const waves = kept.flatMap((wave) => without(wave, off));
  const [low, high] = scaleOf(waves);
  return [from, from + ROW_MS].map((at) => {
    const share = (instant: number): number => (instant - at) / ROW_MS;
    const lines: ReviewLine[] = [];
    const gaps: { from: number; to: number; reason?: string }[] = [];
    const gap = (gapFrom: number, gapTo: number): void => {
      const why = off.find((each) => each.from < gapTo && each.to > gapFrom)?.reason;
      gaps.push({ from: share(gapFrom), to: share(gapTo), ...(why !== undefined && { reason: why }) });
    };
    let coveredTo = at;
    for (const wave of waves) {
      const period = 1_000 / wave.sampleHz;
      const first = Math.max(0, Math.ceil((at - wave.at) / period));
      const last = Math.min(wave.samples.length, Math.ceil((at + ROW_MS - wave.at) / period));
      if (last <= first) continue;
      const [startAt, endAt] = [wave.at + first * period, wave.at + last * period];
      if (startAt - coveredTo > GAP_MS) gap(coveredTo, startAt);
      coveredTo = Math.max(coveredTo, endAt);
      lines.push({
        from: share(startAt),
        step: period / ROW_MS,
        values: wave.samples
          .slice(first, last)
          .map((sample) => Math.min(1, Math.max(0, (sample / wave.fullScale - low) / (high - low)))),
      });
    }
    if (at + ROW_MS - coveredTo > GAP_MS) gap(coveredTo, at + ROW_MS);
    return { at, lines, gaps };
  });
}

/** What of a wave lies outside these stretches. */
function without(wave: KeptWave, off: readonly NoValue[]): readonly KeptWave[] {
  const period = 1_000 / wave.sampleHz;
  const end = wave.at + wave.samples.length * period;
  const parts: KeptWave[] = [];
  let first = 0;
  const take = (last: number): void => {
    if (last > first) parts.push({ ...wave, at: wave.at + first * period, samples: wave.samples.slice(first, last) });
  };
  for (const { from, to } of off) {
    if (to <= wave.at || from >= end) continue;
    take(Math.ceil((from - wave.at) / period));
    first = Math.max(first, Math.ceil((to - wave.at) / period));
  }
  take(wave.samples.length);
  return parts;
}

function scaleOf(waves: PlethReview['waves']): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { samples, fullScale } of waves)
    for (const sample of samples) {
      low = Math.min(low, sample / fullScale);
      high = Math.max(high, sample / fullScale);
    }
  if (low > high) return [0, 1];
  const short = Math.max(0, LEAST_SPAN - (high - low)) / 2;
  const margin = (high - low) * 0.06;
  return [low - short - margin, high + short + margin];
}
