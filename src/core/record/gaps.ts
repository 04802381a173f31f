/** When there was no SpO2 although somebody was watched, and why. */
import { absenceReason } from '../alerts/reason.ts';
import type { Instant, OximetryReading } from '../reading.ts';
import type { Course } from './course.ts';
import { heldUntil } from './live-values.ts';
import type { Interval } from './live-values.ts';
import type { Gap } from './visit-record.ts';

/** What may explain a gap by itself. */
interface Explanation extends Interval {
  readonly why: string;
}

/** @param taken when a cuff on the same arm was inflated */
export function gapsOf(
  course: Course,
  oximetry: readonly OximetryReading[],
  watched: readonly Interval[],
  taken: readonly Interval[],
): readonly Gap[] {
  const { state, away } = course;
  const { staleMs } = state.protocol.technical;
  const explanations: readonly Explanation[] = [
    ...(state.offMonitor ?? []).map(({ since, until, backAt }) => ({
      from: since,
      to: backAt ?? until,
      why: 'off the monitor',
    })),
    ...away,
    ...taken.map((each) => ({ ...each, why: 'cuff on the same arm' })),
  ];
  return missingIn(oximetry, watched, staleMs)
    .filter(({ lastAt, to }) => to - lastAt > staleMs)
    .map(({ from, to }) => ({ from, to, why: whyOf({ from, to }, explanations, oximetry, staleMs) }));
}

interface Missing extends Interval {
  /** When the last SpO2 before it was measured. */
  readonly lastAt: Instant;
}

function missingIn(
  oximetry: readonly OximetryReading[],
  watched: readonly Interval[],
  staleMs: number,
): readonly Missing[] {
  const found: Missing[] = [];
  for (const window of watched) {
    let lastAt = window.from;
    let from = window.from;
    oximetry.forEach(({ spo2Pct, measuredAt }, index) => {
      if (spo2Pct === undefined || measuredAt >= window.to) return;
      const to = heldUntil(oximetry, index, staleMs);
      if (to <= window.from) return;
      if (measuredAt > from) found.push({ from, to: measuredAt, lastAt });
      lastAt = Math.max(measuredAt, window.from);
      from = Math.max(from, to);
    });
    if (from < window.to) found.push({ from, to: window.to, lastAt });
  }
  return found;
}

/** What explains the whole of it; else each that explains a part, and what the oximeter itself said, or that it said nothing. */
function whyOf(
  { from, to }: Interval,
  explanations: readonly Explanation[],
  oximetry: readonly OximetryReading[],
  staleMs: number,
): string {
  const touching = explanations.filter((each) => each.from < to && each.to > from);
  const whole = touching.find((each) => each.from <= from + staleMs && each.to >= to - staleMs);
  if (whole) return whole.why;
  const said = oximetry.find(
    ({ measuredAt, spo2Pct }) => measuredAt >= from && measuredAt < to && spo2Pct === undefined,
  );
  return [...new Set([...touching.map(({ why }) => why), said ? absenceReason(said) : 'no readings'])].join(', ');
}
