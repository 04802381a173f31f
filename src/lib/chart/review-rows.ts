/** A kept minute of pulse wave as rows of half a minute each: lines where there is a wave, gaps where there is none. Pure. */
import type { PlethReview } from '#protocol/pleth-review.ts';

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
  /** Where nothing was kept, as shares of the row. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** Two rows, scaled alike: what is lower in one was lower. */
export function reviewRows({ from, waves }: PlethReview): readonly ReviewRow[] {
  const [low, high] = scaleOf(waves);
  return [from, from + ROW_MS].map((at) => {
    const share = (instant: number): number => (instant - at) / ROW_MS;
    const lines: ReviewLine[] = [];
    const gaps: { from: number; to: number }[] = [];
    let coveredTo = at;
    for (const wave of waves) {
      const period = 1_000 / wave.sampleHz;
      const first = Math.max(0, Math.ceil((at - wave.at) / period));
      const last = Math.min(wave.samples.length, Math.ceil((at + ROW_MS - wave.at) / period));
      if (last <= first) continue;
      const [startAt, endAt] = [wave.at + first * period, wave.at + last * period];
      if (startAt - coveredTo > GAP_MS) gaps.push({ from: share(coveredTo), to: share(startAt) });
      coveredTo = Math.max(coveredTo, endAt);
      lines.push({
        from: share(startAt),
        step: period / ROW_MS,
        values: wave.samples
          .slice(first, last)
          .map((sample) => Math.min(1, Math.max(0, (sample / wave.fullScale - low) / (high - low)))),
      });
    }
    if (at + ROW_MS - coveredTo > GAP_MS) gaps.push({ from: share(coveredTo), to: 1 });
    return { at, lines, gaps };
  });
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
