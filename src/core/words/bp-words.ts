/** The highest BP in words. The highest systolic and the highest diastolic number may be of two readings: then both stand there. */
import { spoken } from '../blood-pressure.ts';
import type { BpPair } from '../clinical-protocol.ts';
import { signed } from './number-words.ts';

export interface HighestBps<Row extends BpPair = BpPair> {
  /** The reading with the highest systolic number. */
  readonly highestBp?: Row | undefined;
  /** That with the highest diastolic one, when it is another. */
  readonly highestDiastolicBp?: Row | undefined;
}

/** Of each number its own highest over the baseline, mmHg. */
export interface BpRises {
  readonly systolicRiseMmHg?: number | undefined;
  readonly diastolicRiseMmHg?: number | undefined;
}

const NO_RISES: BpRises = {};

/**
 * `168/98 (+40/+19)`; of two readings each with the rise that is its own: `170/80 (systolic +42), highest diastolic 130/108 (diastolic +29)`.
 * @returns null when none was taken
 */
export function highestBpText<Row extends BpPair>(
  { highestBp, highestDiastolicBp }: HighestBps<Row>,
  { systolicRiseMmHg, diastolicRiseMmHg }: BpRises = NO_RISES,
  text: (row: Row) => string = spoken,
): string | null {
  if (!highestBp) return null;
  const isKnown = systolicRiseMmHg !== undefined && diastolicRiseMmHg !== undefined;
  if (!highestDiastolicBp)
    return `${text(highestBp)}${isKnown ? ` (${signed(systolicRiseMmHg)}/${signed(diastolicRiseMmHg)})` : ''}`;
  const [systolic, diastolic] = isKnown
    ? [` (systolic ${signed(systolicRiseMmHg)})`, ` (diastolic ${signed(diastolicRiseMmHg)})`]
    : ['', ''];
  return `${text(highestBp)}${systolic}, highest diastolic ${text(highestDiastolicBp)}${diastolic}`;
}
