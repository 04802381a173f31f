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

function withOximetry(state: VisitState, reading: OximetryReading): VisitState {
  const { measuredAt: at, spo2Pct, pulseBpm, causes } = reading;
  const next: VisitState = {
    ...state,
    oximetry: reading,
    // What was measured before it came off may be another finger's.
    ...(causes.includes('probe-off') && { probeSeenOff: true, recentOximetry: [] }),
    ...(pulseBpm !== undefined && { lastPulse: { value: pulseBpm, at } }),
  };
  if (spo2Pct === undefined) return next;
  const valued = { ...withSteadiness(next, spo2Pct, at), lastSpo2: { value: spo2Pct, at } };
  if (reading.quality !== 'good') return valued;
  const { lowestSpo2: lowest, phase } = state;
  const counts = phase.name === 'infusion' || phase.name === 'recovery';
  return {
    ...valued,
    ...(counts && (!lowest || spo2Pct < lowest.value) && { lowestSpo2: { value: spo2Pct, at } }),
    probeSeenOn: state.probeSeenOn || state.probeSeenOff === true,
    recentOximetry: withSample(next, { at, spo2Pct, pulseBpm }),
  };
}

/** The last `medianWindowMs`, and the one sample before it that shows the window is full. */
function withSample({ recentOximetry, protocol }: VisitState, sample: OximetrySample): readonly OximetrySample[] {
  const newest = recentOximetry.at(-1);
  if (newest && sample.at - newest.at < SAMPLE_APART_MS) return recentOximetry;
  const from = sample.at - protocol.baseline.medianWindowMs;
  const firstKept = Math.max(
    0,
    recentOximetry.findLastIndex((each) => each.at <= from),
  );
  return [...recentOximetry.slice(firstKept), sample];
}

/** Since when SpO2 has been good enough to go home on air, without a gap. Judged until monitoring ends: the probe is off after that. */
function withSteadiness(state: VisitState, spo2Pct: number, at: Instant): VisitState {
  if (state.phase.name === 'discharge') return state;
  const { baseline, lastSpo2, protocol, spo2SteadySince } = state;
  const steady =
    baseline !== undefined &&
    state.oxygenLPerMin === 0 &&
    spo2Pct >= baseline.spo2Pct - protocol.discharge.spo2BelowBaselinePct;
  if (!steady) return without(state, 'spo2SteadySince');
  const unbroken = lastSpo2 !== undefined && at - lastSpo2.at <= protocol.technical.staleMs;
  return { ...state, spo2SteadySince: unbroken ? (spo2SteadySince ?? at) : at };
}

function withBp(state: VisitState, bp: NibpReading): VisitState {
  const { highestBp } = state;
  const overridden = reaches(bp, state.protocol.recovery.noOverrideFrom)
    ? without(state.overridden, 'bp-stable')
    : state.overridden;
  return {
    ...state,
    overridden,
    bps: [...state.bps, bp].slice(-KEPT_BPS),
    highestBp: highestBp && !isHigher(bp, highestBp) ? highestBp : bp,
  };
}

export const isHigher = (bp: NibpReading, than: NibpReading): boolean =>
  bp.systolicMmHg > than.systolicMmHg ||
  (bp.systolicMmHg === than.systolicMmHg && bp.diastolicMmHg > than.diastolicMmHg);
