/** Where a sweep draws its samples: the pen runs from left to right and starts again, wiping a bar before it. Pure. */

/** Samples by index, the oldest first (PlethStore). */
export interface SweepSamples {
  readonly count: number;
  atOf(index: number): number;
  /** 0 to 1 of the device's full scale. */
  valueOf(index: number): number;
  /** It is no neighbour of the one before: the line is not joined. */
  isStart(index: number): boolean;
}

export interface SweepBox {
  readonly width: number;
  readonly height: number;
  /** Time of one run across the box, in the samples' time. */
  readonly windowMs: number;
}

/** What of the full scale fills the box. */
export interface SweepScale {
  readonly low: number;
  readonly high: number;
}

/** Of a run: what is wiped before the pen. */
const BAR_SHARE = 0.035;
/** Like 25 mm a second on paper: so many pixels, and a run between these times. */
const PX_PER_SECOND = 80;
const SHORTEST_MS = 6_000;
const LONGEST_MS = 8_000;
/** At a demo's speed the pen keeps its pace and the wave gets denser, up to this. */
const MOST_WINDOW_MS = 60_000;

export const windowOf = (width: number, rate: number): number =>
  Math.min(
    MOST_WINDOW_MS,
    Math.max(1, rate) * Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (width / PX_PER_SECOND) * 1_000)),
  );

export const xOf = (at: number, { width, windowMs }: SweepBox): number => ((at % windowMs) / windowMs) * width;
export const yOf = (value: number, { height }: SweepBox, { low, high }: SweepScale): number =>
  height * (1 - Math.min(1, Math.max(0, (value - low) / (high - low))));

/**
 * Lines to draw at this instant, into `out`: x and y in turn, NaN NaN between two lines. Nothing after the playhead, nothing that the
 * bar has wiped, and no line across lost samples or from the right edge to the left.
 */
export function sweepLines(
  samples: SweepSamples,
  playhead: number,
  box: SweepBox,
  scale: SweepScale,
  out: number[] = [],
): number[] {
  out.length = 0;
  const oldest = playhead - box.windowMs * (1 - BAR_SHARE);
  const first = firstAfter(samples, oldest);
  let before = NaN;
  for (let n = first; n < samples.count; n += 1) {
    const at = samples.atOf(n);
    const isJoined = n > first && !samples.isStart(n);
    if (at > playhead) {
      if (isJoined) headTo(samples, n, playhead, box, scale, out);
      break;
    }
    const x = xOf(at, box);
    if (out.length > 0 && (!isJoined || x < before)) out.push(NaN, NaN);
    out.push(x, yOf(samples.valueOf(n), box, scale));
    before = x;
  }
  return out;
}

/** The piece of the way to the next sample that the pen has gone: it moves with each frame, not with each sample. */
function headTo(
  samples: SweepSamples,
  next: number,
  playhead: number,
  box: SweepBox,
  scale: SweepScale,
  out: number[],
): void {
  const [fromAt, toAt] = [samples.atOf(next - 1), samples.atOf(next)];
  const x = xOf(playhead, box);
  const lastX = out.at(-2) ?? NaN;
  if (toAt <= fromAt || !(x >= lastX)) return;
  const share = (playhead - fromAt) / (toAt - fromAt);
  const from = samples.valueOf(next - 1);
  out.push(x, yOf(from + (samples.valueOf(next) - from) * share, box, scale));
}

function firstAfter(samples: SweepSamples, instant: number): number {
  let [low, high] = [0, samples.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples.atOf(middle) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A wave that fills less of the device's scale than this is drawn low, not blown up: noise must not look like a pulse. */
const LEAST_SPAN = 0.15;
/** Time in which the scale goes most of its way: soon when the wave leaves the box, slowly when it grows small. */
const WIDEN_MS = 250;
const NARROW_MS = 4_000;
/** What of the past the scale looks at. */
const LOOK_BACK_MS = 3_000;

export const firstScale: SweepScale = { low: 0, high: 1 };

/** The device's full scale fitted slowly to the wave. @param elapsedMs real time since the last call */
export function followScale(
  scale: SweepScale,
  samples: SweepSamples,
  playhead: number,
  rate: number,
  elapsedMs: number,
): SweepScale {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let n = firstAfter(samples, playhead - LOOK_BACK_MS * rate); n < samples.count; n += 1) {
    const value = samples.valueOf(n);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (lowest > highest) return scale;
  const short = Math.max(0, LEAST_SPAN - (highest - lowest)) / 2;
  const margin = (highest - lowest) * 0.06;
  return {
    low: moved(scale.low, lowest - short - margin, lowest - short < scale.low, elapsedMs),
    high: moved(scale.high, highest + short + margin, highest + short > scale.high, elapsedMs),
  };
}

const moved = (from: number, to: number, isWiden: boolean, elapsedMs: number): number =>
  from + (to - from) * (1 - Math.exp(-elapsedMs / (isWiden ? WIDEN_MS : NARROW_MS)));
