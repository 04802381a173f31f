/**
 * A visit's readings by when they were measured, and for how long each value held: until the oximeter's next word, at most `staleMs`. What
 * was told late counts like the rest: it was measured.
 */
import type { Duration, Instant, NibpReading, OximetryReading, Reading } from '../reading.ts';
import type { VisitEvent } from '../event.ts';
import type { Course } from './course.ts';

export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

export interface ReadingsByKind {
  /** Each in order of measurement. */
  readonly oximetry: readonly OximetryReading[];
  readonly bps: readonly NibpReading[];
  readonly bpFailures: number;
  /** When the cuff was seen inflated. */
  readonly inflatedAt: readonly Instant[];
}

export const readingsIn = (events: readonly VisitEvent[]): readonly Reading[] =>
  events.flatMap((event) => (event.type === 'reading-recorded' || event.type === 'bp-entered' ? [event.reading] : []));

export function byKind(readings: readonly Reading[], endedAt: Instant): ReadingsByKind {
  const oximetry: OximetryReading[] = [];
  const bps: NibpReading[] = [];
  const inflatedAt: Instant[] = [];
  let bpFailures = 0;
  let inOrder = true;
  let last = -Infinity;
  for (const reading of readings) {
    if (reading.measuredAt > endedAt) continue;
    inOrder &&= reading.measuredAt >= last;
    last = reading.measuredAt;
    if (reading.kind === 'oximetry') oximetry.push(reading);
    else if (reading.kind === 'nibp') bps.push(reading);
    else if (reading.kind === 'cuff-pressure') inflatedAt.push(reading.measuredAt);
    else bpFailures += 1;
  }
  if (!inOrder) {
    oximetry.sort(byTime);
    bps.sort(byTime);
    inflatedAt.sort((a, b) => a - b);
  }
  return { oximetry, bps, bpFailures, inflatedAt };
}

const byTime = (a: Reading, b: Reading): number => a.measuredAt - b.measuredAt;

/** When somebody was watched: from the first SpO2 to the end of monitoring, without what lay between it and "monitoring goes on". */
export function watchedIn(course: Course, oximetry: readonly OximetryReading[]): readonly Interval[] {
  const first = oximetry.find(({ spo2Pct }) => spo2Pct !== undefined)?.measuredAt ?? Infinity;
  const spans: Interval[] = [];
  for (const { name, ...span } of course.phases) {
    const from = Math.max(span.from, first);
    if (name === 'discharge' || from >= span.to) continue;
    const last = spans.at(-1);
    if (last?.to === from) spans[spans.length - 1] = { from: last.from, to: span.to };
    else spans.push({ from, to: span.to });
  }
  return spans;
}

/** Until when the reading's values held. */
export function heldUntil(oximetry: readonly OximetryReading[], index: number, staleMs: Duration): Instant {
  const measuredAt = oximetry[index]?.measuredAt ?? Infinity;
  return Math.min(oximetry[index + 1]?.measuredAt ?? Infinity, measuredAt + staleMs);
}

/** When there was a live SpO2, as long stretches, inside what was watched. */
export function withSpo2(
  oximetry: readonly OximetryReading[],
  watched: readonly Interval[],
  staleMs: Duration,
): readonly Interval[] {
  const spans: { from: Instant; to: Instant }[] = [];
  oximetry.forEach(({ spo2Pct, measuredAt }, index) => {
    if (spo2Pct === undefined) return;
    const to = heldUntil(oximetry, index, staleMs);
    const last = spans.at(-1);
    if (last && last.to >= measuredAt) last.to = Math.max(last.to, to);
    else spans.push({ from: measuredAt, to });
  });
  return overlapOf(spans, watched);
}

/** @param spans in order, none touching the next @param of likewise */
function overlapOf(spans: readonly Interval[], of: readonly Interval[]): readonly Interval[] {
  return of.flatMap((window) =>
    spans.flatMap((span) => {
      const from = Math.max(span.from, window.from);
      const to = Math.min(span.to, window.to);
      return from < to ? [{ from, to }] : [];
    }),
  );
}

export const lengthOf = (spans: readonly Interval[]): Duration =>
  spans.reduce((sum, { from, to }) => sum + (to - from), 0);

/** When a cuff on the oximeter's own arm took its pulse: what was measured then says nothing of the patient (AL-84). */
export function takenByCuff({ judging, state }: Course, inflatedAt: readonly Instant[]): readonly Interval[] {
  const { sameArm, staleMs } = state.protocol.technical;
  if (sameArm === undefined || !judging.some((each) => each.sameArm)) return [];
  const runs: { from: Instant; to: Instant }[] = [];
  let lastAt = -Infinity;
  for (const at of inflatedAt) {
    const run = runs.at(-1);
    if (run && at - lastAt <= staleMs) run.to = Math.min(at + staleMs, run.from + sameArm.absentMs);
    else if (judgedAt(judging, at)?.sameArm) runs.push({ from: at, to: at + staleMs });
    lastAt = at;
  }
  return runs;
}

/** What held at an instant, of things that hold until the next. */
export const judgedAt = <Each extends { readonly from: Instant }>(
  each: readonly Each[],
  at: Instant,
): Each | undefined => each.findLast(({ from }) => from <= at);
