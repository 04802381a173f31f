/** The numbers of the quality page as people read them. Nothing to count is a dash, never a zero. */
import { spoken } from '#core/blood-pressure.ts';
import { shareInTime } from '#core/quality/quality.ts';
import type { QualityRow } from '#core/quality/quality.ts';
import { highestBpText } from '#core/words/bp-words.ts';
import { elapsed } from '#core/words/time-words.ts';

export const NONE = '–';

/** `1.4` alerts a visit; what is rare is not none. */
export function aVisit(count: number, { visits }: QualityRow): string {
  if (visits === 0) return NONE;
  if (count === 0) return '0';
  return count / visits < 0.05 ? '< 0.1' : (count / visits).toFixed(1);
}
/** `3.5` minutes a visit. */
export const minutesAVisit = (ms: number, row: QualityRow): string => aVisit(ms / 60_000, row);

/** `0:09`. */
export const responseText = ({ responseMs }: QualityRow, which: 'median' | 'p90'): string =>
  responseMs === null ? NONE : elapsed(responseMs[which]);

/** `96 %`: rounded down, so that 100 % is all of them. */
export const percent = (share: number | undefined): string =>
  share === undefined ? NONE : `${Math.floor(share * 100)} %`;
export const inTimeText = (row: QualityRow): string => percent(shareInTime(row));

/** `142/88`: each number's own median, of no one reading. */
export const medianPeakText = ({ peaks }: QualityRow): string => (peaks === null ? NONE : spoken(peaks.median));
/** `159/80, highest diastolic 150/115`. */
export const highestPeakText = ({ peaks }: QualityRow): string =>
  (peaks && highestBpText({ highestBp: peaks.highest, highestDiastolicBp: peaks.highestDiastolic })) ?? NONE;

/** `4 of 120`. */
export const reachedText = ({ peaks }: QualityRow, which: 'raised' | 'high'): string =>
  peaks === null ? NONE : `${peaks[which]} of ${peaks.of}`;
