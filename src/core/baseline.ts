/** The baseline every change is measured from: two BPs and a minute of good signal, before the start (docs/SPEC.md, PH). */
import { meanOf } from './blood-pressure.ts';
import { inWords, minutes } from './minutes.ts';
import type { Baseline } from './phase.ts';
import type { Instant, NibpReading } from './reading.ts';
import type { Result } from './refusal.ts';
import { accept, refuse } from './refusal.ts';
import type { OximetrySample, VisitState } from './visit-state.ts';

/**
 * The baseline that could be frozen at `now`. BPs count if taken by `startAt`, which is earlier than `now`
 * when a start is recorded some minutes late.
 * Refused as `not-ready`, naming all that is missing.
 */
export function baselineCandidate(state: VisitState, now: Instant, startAt: Instant = now): Result<Baseline> {
  const bps = baselineBps(state, startAt);
  const signal = goodMinute(state, now);
  const missing = [bps, signal].filter((part) => typeof part === 'string');
  if (typeof bps === 'string' || typeof signal === 'string') return refuse('not-ready', missing.join(' '));
  const mean = (of: (bp: NibpReading) => number): number =>
    Math.round(bps.reduce((sum, bp) => sum + of(bp), 0) / bps.length);
  return accept({
    frozenAt: now,
    systolicMmHg: mean((bp) => bp.systolicMmHg),
    diastolicMmHg: mean((bp) => bp.diastolicMmHg),
    meanMmHg: mean(meanOf),
    spo2Pct: median(signal.map((sample) => sample.spo2Pct)),
    pulseBpm: median(signal.map((sample) => sample.pulseBpm)),
    oxygenLPerMin: state.oxygenLPerMin,
    nibpAt: Math.max(...bps.map((bp) => bp.measuredAt)),
  });
}

/** Why a BP of `nibpAt` is too old for a start at `startAt`, as a sentence; undefined = it is not. */
export function baselineTooOld(state: VisitState, nibpAt: Instant, startAt: Instant): string | undefined {
  const { nibpMaxAgeMs } = state.protocol.baseline;
  if (startAt - nibpAt <= nibpMaxAgeMs) return undefined;
  return `The baseline's BP is older than ${inWords(nibpMaxAgeMs)}: ${takeNew(state)}`;
}

const apart = (state: VisitState): string => {
  const { nibpMinApartMs, nibpMaxApartMs } = state.protocol.baseline;
  return `${minutes(nibpMinApartMs)} to ${minutes(nibpMaxApartMs)} min`;
};
const takeNew = (state: VisitState): string =>
  `take ${state.protocol.baseline.nibpCount} new ones, ${apart(state)} apart.`;

/** The newest BP and those before it at the right distance, newest first; or a sentence saying what is missing. */
function baselineBps(state: VisitState, startAt: Instant): readonly NibpReading[] | string {
  const { nibpCount, nibpMinApartMs, nibpMaxApartMs } = state.protocol.baseline;
  const newestFirst = state.bps.filter((bp) => bp.measuredAt <= startAt).toReversed();
  const newest = newestFirst[0];
  if (!newest) return `The baseline needs ${nibpCount} BPs, ${apart(state)} apart: take the first.`;
  const tooOld = baselineTooOld(state, newest.measuredAt, startAt);
  if (tooOld !== undefined) return tooOld;
  // The newest itself is no distance from itself, so it is not counted twice.
  const counted = newestFirst.reduce(
    (chosen, bp) => {
      const gap = (chosen.at(-1) ?? newest).measuredAt - bp.measuredAt;
      return chosen.length < nibpCount && gap >= nibpMinApartMs && gap <= nibpMaxApartMs ? [...chosen, bp] : chosen;
    },
    [newest],
  );
  if (counted.length >= nibpCount) return counted;
  return startAt - newest.measuredAt <= nibpMaxApartMs
    ? `The baseline needs another BP ${apart(state)} after the last.`
    : `The last BP has no partner ${apart(state)} before it: ${takeNew(state)}`;
}

type FullSample = OximetrySample & { readonly pulseBpm: number };

/** The last minute of good signal without a gap longer than a value lives; or a sentence saying what is missing. */
function goodMinute(state: VisitState, now: Instant): readonly FullSample[] | string {
  const { medianWindowMs } = state.protocol.baseline;
  const { staleMs } = state.protocol.technical;
  const samples = state.recentOximetry.filter((sample): sample is FullSample => sample.pulseBpm !== undefined);
  const newest = samples.at(-1);
  const needed = `SpO₂ and pulse need ${medianWindowMs / 1000} s of good signal`;
  if (!newest || now - newest.at > staleMs) return `${needed}: look at the probe.`;
  // Before the first there is nothing: that too is a gap.
  const run = samples.slice(
    samples.findLastIndex((sample, i) => sample.at - (samples[i - 1]?.at ?? -Infinity) > staleMs),
  );
  const heldMs = newest.at - (run[0]?.at ?? newest.at);
  if (heldMs < medianWindowMs) return `${needed}: ${inWords(heldMs)} so far.`;
  return run.filter((sample) => sample.at > newest.at - medianWindowMs);
}

/** Rounded to a whole number, as the values are shown. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const high = sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0;
  return Math.round((low + high) / 2);
}
