/**
 * How far the effect of the infusion has come: 0 until 4 min, half at 12–15, 1 at its peak (35–42 min), then halved every 18 min.
 * Source: vital signs of published infusion series (Yale, a meta-analysis, 135 patients), as one curve.
 */
const MINUTE = 60_000;
const ONSET_MS = 4 * MINUTE;
const HALF_LIFE_MS = 18 * MINUTE;
/** Puts the half of the rise at 28 % of the way from onset to peak. */
const BEND = 2.1;

/** 0–1 at `tMs` after the start, peaking at `peakMs`. */
export function riseShare(tMs: number, peakMs: number): number {
  if (tMs <= ONSET_MS) return 0;
  if (tMs >= peakMs) return 2 ** (-(tMs - peakMs) / HALF_LIFE_MS);
  return 1 - (1 - (tMs - ONSET_MS) / (peakMs - ONSET_MS)) ** BEND;
}

/** Integral of `riseShare` from the start to `tMs`, in ms. */
export function riseIntegral(tMs: number, peakMs: number): number {
  if (tMs <= ONSET_MS) return 0;
  const span = peakMs - ONSET_MS;
  const way = Math.min(1, (tMs - ONSET_MS) / span);
  const climbing = span * (way - (1 - (1 - way) ** (BEND + 1)) / (BEND + 1));
  const falling = tMs > peakMs ? (HALF_LIFE_MS / Math.LN2) * (1 - riseShare(tMs, peakMs)) : 0;
  // (1-(1-w)^(p+1))/(p+1) is what the bend takes from the rectangle.
  return climbing + falling;
}
