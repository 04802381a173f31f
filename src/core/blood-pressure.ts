/** Comparisons of a blood pressure with a pair of limits, mmHg. */
import type { BpPair } from './clinical-protocol.ts';

export const reaches = (bp: BpPair, limit: BpPair): boolean =>
  bp.systolicMmHg >= limit.systolicMmHg || bp.diastolicMmHg >= limit.diastolicMmHg;

export const exceeds = (bp: BpPair, limit: BpPair): boolean =>
  bp.systolicMmHg > limit.systolicMmHg || bp.diastolicMmHg > limit.diastolicMmHg;

/** The cuff's own mean, or the usual estimate of diastolic + a third of the pulse pressure. */
export const meanOf = (bp: BpPair & { readonly meanMmHg?: number }): number =>
  bp.meanMmHg ?? bp.diastolicMmHg + (bp.systolicMmHg - bp.diastolicMmHg) / 3;

/** As it is spoken: `128/79`. */
export const spoken = (bp: BpPair): string => `${bp.systolicMmHg}/${bp.diastolicMmHg}`;
/** What a person can have read off a cuff, mmHg; outside it is a slip of the finger. */
const SYSTOLIC_RANGE = [40, 300] as const;
const DIASTOLIC_RANGE = [20, 200] as const;

const within = (value: number, [min, max]: readonly [number, number]): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** What is wrong with a BP somebody typed, as a sentence; undefined = nothing. */
export function implausible(bp: BpPair): string | undefined {
  if (!within(bp.systolicMmHg, SYSTOLIC_RANGE))
    return `Systolic ${bp.systolicMmHg} is not between ${SYSTOLIC_RANGE.join(' and ')}: read it again.`;
  if (!within(bp.diastolicMmHg, DIASTOLIC_RANGE))
    return `Diastolic ${bp.diastolicMmHg} is not between ${DIASTOLIC_RANGE.join(' and ')}: read it again.`;
  if (bp.systolicMmHg <= bp.diastolicMmHg)
    return `Systolic ${bp.systolicMmHg} is not above diastolic ${bp.diastolicMmHg}: are they swapped?`;
  return undefined;
}
