/** The three bands of the trend: each its own scale, fixed so that a line never moves under the eye. */
export const BANDS = ['bp', 'spo2', 'pulse'] as const;
export type Band = (typeof BANDS)[number];

/** Shares of the height between the phase row and the marks row. */
export const BAND_SHARE: Readonly<Record<Band, number>> = { bp: 2.5, spo2: 1.15, pulse: 1 };
export const BAND_LABEL: Readonly<Record<Band, string>> = { bp: 'BP', spo2: 'SpO₂', pulse: 'Pulse' };

export interface Range {
  readonly min: number;
  readonly max: number;
}

const USUAL: Readonly<Record<Band, Range>> = {
  bp: { min: 48, max: 190 },
  spo2: { min: 80, max: 101 },
  pulse: { min: 30, max: 140 },
};
/** A value outside the usual range opens the band by one whole step, once, instead of a little at every reading. */
const STEP: Readonly<Record<Band, number>> = { bp: 40, spo2: 20, pulse: 40 };
const LEAST: Readonly<Record<Band, number>> = { bp: 0, spo2: 0, pulse: 0 };
const CEILING: Readonly<Record<Band, number>> = { bp: 310, spo2: 101, pulse: 300 };

export function bandRange(band: Band, lowest: number, highest: number): Range {
  const { min, max } = USUAL[band];
  const step = STEP[band];
  const under = Math.max(0, Math.ceil((min - lowest) / step));
  const over = Math.max(0, Math.ceil((highest - max) / step));
  return { min: Math.max(LEAST[band], min - under * step), max: Math.min(CEILING[band], max + over * step) };
}
