import type { Actor } from '../actor.ts';
import { isJudged, trackReading } from '../alerts/track.ts';
import { reaches } from '../blood-pressure.ts';
import { foldLate } from '../late/fold-late.ts';
import { seenBy } from '../off-monitor.ts';
import type { Instant, NibpReading, OximetryReading, Reading } from '../reading.ts';
import type { OximetrySample, VisitState } from '../visit-state.ts';
import { without } from './without.ts';

/** BPs kept in the state; older ones are in the journal. */
export const KEPT_BPS = 8;
/** Readings come once a second; what comes faster (a status change) adds nothing to a median. */
export const SAMPLE_APART_MS = 500;

/** A late reading, or one of a device that was there before, only charts: the state keeps nothing of it but an excursion (AL-170). */
export function foldReading(
  state: VisitState,
  reading: Reading,
  receivedAt: Instant,
  deviceId?: string,
  by?: Actor,
): VisitState {
  if (state.phase.name === 'ended') return state;
  if (!isJudged(state, reading, receivedAt, deviceId)) return foldLate(state, reading, receivedAt, by);
  return seenBy(trackReading(withLatest(state, reading), reading, receivedAt), reading, receivedAt);
}

function withLatest(state: VisitState, reading: Reading): VisitState {
  switch (reading.kind) {
    case 'oximetry':
      return withOximetry(state, reading);
    case 'nibp':
      return withBp(state, reading);
    case 'nibp-failed':
      return { ...state, lastBpFailure: reading };
    case 'cuff-pressure':
      return { ...state, cuffPressure: reading };
    default:
      return reading satisfies never;
  }
}

/** One copy of a state for each reading, filled in here and given away whole: a visit has thousands of them. */
type Draft = { -readonly [Key in keyof VisitState]: VisitState[Key] };

function withOximetry(state: VisitState, reading: OximetryReading): VisitState {
  const { measuredAt: at, spo2Pct, pulseBpm, causes } = reading;
  const steadySince = spo2Pct === undefined ? state.spo2SteadySince : steadyFrom(state, spo2Pct, at);
  const isSteadyNoMore = steadySince === undefined && state.spo2SteadySince !== undefined;
  const next: Draft = { ...(isSteadyNoMore ? without(state, 'spo2SteadySince') : state), oximetry: reading };
  if (causes.includes('probe-off')) {
    next.probeSeenOff = true;
    // What was measured before it came off may be another finger's.
    next.recentOximetry = [];
  }
  if (pulseBpm !== undefined) next.lastPulse = { value: pulseBpm, at };
  if (spo2Pct === undefined) return next;
  if (steadySince !== undefined) next.spo2SteadySince = steadySince;
  next.lastSpo2 = { value: spo2Pct, at };
  if (reading.quality !== 'good') return next;
  const { lowestSpo2: lowest, phase } = state;
  const counts = phase.name === 'infusion' || phase.name === 'recovery';
  if (counts && (!lowest || spo2Pct < lowest.value)) next.lowestSpo2 = { value: spo2Pct, at };
  next.probeSeenOn = state.probeSeenOn || state.probeSeenOff === true;
  next.recentOximetry = withSample(next, { at, spo2Pct, pulseBpm });
  return next;
}

/** The last `medianWindowMs`, and the one sample before it that shows the window is full. */
function withSample({ recentOximetry, protocol }: VisitState, sample: OximetrySample): readonly OximetrySample[] {
  const newest = recentOximetry.at(-1);
  if (newest && sample.at - newest.at < SAMPLE_APART_MS) return recentOximetry;
  const from = sample.at - protocol.baseline.medianWindowMs;
  let firstKept = 0;
  // They are in order of time, and each reading lets go one at most, or two: from the oldest on is the short way.
  while ((recentOximetry[firstKept + 1]?.at ?? Infinity) <= from) firstKept += 1;
  const kept = recentOximetry.slice(firstKept);
  kept.push(sample);
  return kept;
}

/** Since when SpO2 has been good enough to go home on air, without a gap. Judged until monitoring ends: the probe is off after that. */
function steadyFrom(state: VisitState, spo2Pct: number, at: Instant): Instant | undefined {
  const { baseline, lastSpo2, protocol, spo2SteadySince } = state;
  if (state.phase.name === 'discharge') return spo2SteadySince;
  const steady =
    baseline !== undefined &&
    state.oxygenLPerMin === 0 &&
    spo2Pct >= baseline.spo2Pct - protocol.discharge.spo2BelowBaselinePct;
  if (!steady) return undefined;
  const unbroken = lastSpo2 !== undefined && at - lastSpo2.at <= protocol.technical.staleMs;
  return unbroken ? (spo2SteadySince ?? at) : at;
}

function withBp(state: VisitState, bp: NibpReading): VisitState {
  const { highestBp, highestDiastolicBp } = state;
  const overridden = reaches(bp, state.protocol.recovery.noOverrideFrom)
    ? without(state.overridden, 'bp-stable')
    : state.overridden;
  return {
    ...state,
    overridden,
    bps: [...state.bps, bp].slice(-KEPT_BPS),
    highestBp: highestBp && !isHigher(bp, highestBp) ? highestBp : bp,
    highestDiastolicBp: highestDiastolicBp && !isDiastolicHigher(bp, highestDiastolicBp) ? highestDiastolicBp : bp,
  };
}

export const isHigher = (bp: NibpReading, than: NibpReading): boolean =>
  bp.systolicMmHg > than.systolicMmHg ||
  (bp.systolicMmHg === than.systolicMmHg && bp.diastolicMmHg > than.diastolicMmHg);

export const isDiastolicHigher = (bp: NibpReading, than: NibpReading): boolean => bp.diastolicMmHg > than.diastolicMmHg;
