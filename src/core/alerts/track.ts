import { isToldTwice } from '../alone/told-twice.ts';
import type { VitalAlertKind } from '../clinical-protocol.ts';
import { MINUTES_AGO } from '../command.ts';
import type { Cause, Duration, Instant, NibpReading, OximetryReading, Reading } from '../reading.ts';
import { fedBy, isOfPresentDevice } from '../feeds.ts';
import type { VisitState } from '../visit-state.ts';
import type { Excess } from './alert.ts';
import type { Clock } from './clock.ts';
import { withHeard } from './heard.ts';
import type { HeardAt } from './heard.ts';
import type { Values } from './condition.ts';
import { JUDGED_BY } from './judged-by.ts';
import { lost, measuredAgain } from './open-alert.ts';
import { absenceIn, CUFF_ON_THIS_ARM } from './reason.ts';
import { rulesOf } from './rules-of.ts';
import type { SatSum } from './sat-seconds.ts';
import { absentFrom, inflated, isTakenAt } from './same-arm.ts';
import type { Inflation } from './same-arm.ts';
import { gapsAfter } from './sparse.ts';
import type { Spo2Gaps } from './sparse.ts';
import { begunAnew, trackAbsence, trackValue } from './track-rule.ts';

export interface LevelTrack {
  /** Runs while the level's condition holds; `excess` is the worst value of the run against the level's limit. */
  readonly when?: Clock & { readonly excess: Excess };
  /**
   * A run that a doubtful value outside the level interrupted: it goes on with the next value that meets the level, and is forgotten by
   * a good value, or once it has stood still for the level's longer clearing time.
   */
  readonly paused?: Clock & { readonly excess: Excess };
  /** Runs while its clearing condition holds. */
  readonly clear?: Clock;
  /** The same of good signal alone: a doubtful value ends it. */
  readonly clearGood?: Clock;
  /** Of a level with SatSeconds. */
  readonly sum?: SatSum;
  /** Of a level that waits for a repeat: the first reading that met it since it last cleared. */
  readonly metAt?: Instant;
}

/** `moved`: it saw the finger move, the commonest cause of a wrong low value. `poor`: anything else. */
export type Doubt = 'none' | 'poor' | 'moved';

export interface RuleTrack {
  /** Measurement time of the newest reading with a value. */
  readonly valueAt: Instant;
  /** What the device itself said against the value of that reading. */
  readonly doubt: Doubt;
  /** One for each level of the rule. */
  readonly levels: readonly LevelTrack[];
}

/** The alert engine's bounded memory: since when each condition has held. Folded from readings only, so replay equals live. */
export interface Tracks {
  readonly rules: Readonly<Partial<Record<VitalAlertKind, RuleTrack>>>;
  /** The present run of readings with an SpO2, without a gap longer than `staleMs`. */
  readonly spo2Run?: { readonly since: Instant; readonly lastAt: Instant };
  /** When there was no live SpO2, of late; absent where nobody counts that. */
  readonly spo2Gaps?: Spo2Gaps;
  /** When the newest judged BP was received. */
  readonly bpReceivedAt?: Instant;
  /** When the newest judged failure of a cycle was received. */
  readonly bpFailureReceivedAt?: Instant;
  readonly heardAt?: HeardAt;
  /** When the newest reading came in which the device said that its battery is low. */
  readonly lowBatteryAt?: HeardAt;
  /** The newest run of cuff pressures without a gap longer than `staleMs`. */
  readonly inflation?: Inflation;
}

export const noTracks: Tracks = { rules: {} };

/** The longest ago that a person can say a BP was taken: a short interval must not let it pass in silence (AL-196). */
const TOLD_LATE_MS: Duration = Math.max(...MINUTES_AGO) * 60_000;

/** What of a visit says whether a reading is judged. */
export type Judging = Pick<
  VisitState,
  'protocol' | 'setUp' | 'feeds' | 'oximetry' | 'bps' | 'lastBpFailure' | 'cuffPressure' | 'joinedUntil'
>;

/**
 * Whether a reading received at `at` is judged: newer than the last of its kind, still valid (AL-5), and of the device that is there
 * now (PH-92). Others only chart.
 */
export function isJudged(state: Judging, reading: Reading, at: Instant, deviceId?: string): boolean {
  if (!isOfPresentDevice(state, reading, deviceId)) return false;
  const { technical, infusion } = state.protocol;
  const age = at - reading.measuredAt;
  const bpValidMs = (state.setUp.bpEveryMs ?? infusion.bpEveryMs) + technical.cuffOverdue.graceMs;
  switch (reading.kind) {
    case 'oximetry':
      return age <= technical.staleMs && reading.measuredAt > (state.oximetry?.measuredAt ?? -Infinity);
    case 'nibp':
      return (
        age <= (reading.byHand ? Math.max(bpValidMs, TOLD_LATE_MS + technical.cuffOverdue.graceMs) : bpValidMs) &&
        reading.measuredAt > (state.bps.at(-1)?.measuredAt ?? -Infinity) &&
        !isToldTwice(state, reading)
      );
    case 'nibp-failed':
      return age <= bpValidMs && reading.measuredAt > (state.lastBpFailure?.measuredAt ?? -Infinity);
    case 'cuff-pressure':
      return age <= technical.staleMs && reading.measuredAt > (state.cuffPressure?.measuredAt ?? -Infinity);
  }
}

/**
 * Folds a judged reading, received at `at`, into the clocks, and into the extreme and the condition of open alerts.
 * Call it after the latest values are set.
 */
export function trackReading(state: VisitState, reading: Reading, at: Instant): VisitState {
  const tracks = withDevice(state, reading, at);
  if (reading.kind === 'nibp-failed') return { ...state, tracks: { ...tracks, bpFailureReceivedAt: at } };
  if (reading.kind !== 'oximetry' && reading.kind !== 'nibp') return { ...state, tracks };
  const { alerts, rules } = trackRules(state, reading);
  if (reading.kind === 'nibp') return { ...state, alerts, tracks: { ...tracks, rules, bpReceivedAt: at } };
  const gaps = withGaps(state, tracks, reading);
  return { ...state, alerts, tracks: { ...withRun(gaps, reading, state.protocol.technical.staleMs), rules } };
}

/** What a reading tells of the device itself. */
function withDevice({ tracks, protocol }: VisitState, reading: Reading, at: Instant): Tracks {
  const heardAt = withHeard(tracks.heardAt, reading, at);
  const kind = fedBy(reading);
  const isLow = kind !== undefined && reading.causes.includes('low-battery');
  return {
    ...tracks,
    ...(heardAt && { heardAt }),
    ...(isLow && { lowBatteryAt: { ...tracks.lowBatteryAt, [kind]: at } }),
    ...(reading.kind === 'cuff-pressure' && {
      inflation: inflated(tracks.inflation, reading.measuredAt, protocol.technical.staleMs),
    }),
  };
}

/** A person entered a score that happened at `at`: judged when no newer one is there. */
export function trackSedation(state: VisitState, moaas: number, at: Instant): VisitState {
  const entered = { kind: 'entry', measuredAt: at, quality: 'good', causes: [], moaas } as const;
  const { alerts, rules } = trackRules(state, entered);
  return { ...state, alerts, tracks: { ...state.tracks, rules } };
}

const MOVED: readonly Cause[] = ['artefact', 'motion'];

export function doubtOf({ quality, causes }: Pick<OximetryReading, 'quality' | 'causes'>): Doubt {
  if (quality === 'good') return 'none';
  return causes.some((cause) => MOVED.includes(cause)) ? 'moved' : 'poor';
}

interface EnteredScore {
  readonly kind: 'entry';
  readonly measuredAt: Instant;
  readonly quality: 'good';
  readonly causes: readonly [];
  readonly moaas: number;
}

/** The clocks of every rule after a reading, and the open alerts. What the reading says of its device is not looked at. */
function trackRules(
  state: VisitState,
  reading: OximetryReading | NibpReading | EnteredScore,
): Pick<VisitState, 'alerts'> & Pick<Tracks, 'rules'> {
  const { protocol, phase, baseline } = state;
  const { staleMs } = protocol.technical;
  const { measuredAt, quality } = reading;
  const doubt = doubtOf(reading);
  const values: Values = reading;
  const cuffTakesIt = reading.kind === 'oximetry' && isTakenAt(state, measuredAt);
  const rules: Partial<Record<VitalAlertKind, RuleTrack>> = {};
  const alerts = { ...state.alerts };
  for (const rule of rulesOf(state)) {
    const kind = rule.alert;
    const before = state.tracks.rules[kind];
    const alert = alerts[kind];
    if (JUDGED_BY[kind].reading !== reading.kind) {
      if (before) rules[kind] = before;
    } else if (!rule.phases.includes(phase.name)) {
      // Nothing is remembered of a phase in which the rule is not judged.
    } else if (cuffTakesIt) {
      // Neither low nor in range says anything of the patient: what was held is kept, and nothing open ends (AL-84).
      if (before) rules[kind] = trackAbsence(rule, before, measuredAt, staleMs);
      if (alert) alerts[kind] = lost(alert, CUFF_ON_THIS_ARM);
    } else if (JUDGED_BY[kind].parameters.every((parameter) => values[parameter] !== undefined)) {
      rules[kind] = trackValue(rule, kept(state, reading, before), {
        values,
        measuredAt,
        quality,
        doubt,
        baseline,
        staleMs,
      });
      if (alert) alerts[kind] = measuredAgain(alert, rule, values, baseline);
    } else if (reading.kind === 'oximetry') {
      if (before) rules[kind] = trackAbsence(rule, before, measuredAt, staleMs);
      if (alert) alerts[kind] = lost(alert, absenceIn(reading));
    }
  }
  return { alerts, rules };
}

/** What the readings before this one left, without the runs whose value has been missing for too long (AL-203). */
function kept(
  state: VisitState,
  { kind, measuredAt }: Pick<Reading | EnteredScore, 'kind' | 'measuredAt'>,
  before: RuleTrack | undefined,
): RuleTrack | undefined {
  const { keptOverAbsenceMs = Infinity } = state.protocol.technical;
  // A blood pressure and an entry come seldom by their nature.
  if (before === undefined || kind !== 'oximetry') return before;
  return measuredAt - absentFrom(state, before.valueAt) < keptOverAbsenceMs ? before : begunAnew(before);
}

function withGaps(state: VisitState, tracks: Tracks, { spo2Pct, measuredAt }: OximetryReading): Tracks {
  const spo2Gaps = spo2Pct === undefined ? undefined : gapsAfter(state, measuredAt);
  return spo2Gaps ? { ...tracks, spo2Gaps } : tracks;
}

function withRun(tracks: Tracks, reading: OximetryReading, staleMs: Duration): Tracks {
  const { spo2Run, ...rest } = tracks;
  if (reading.spo2Pct === undefined) return rest;
  const lastAt = reading.measuredAt;
  const unbroken = spo2Run !== undefined && lastAt - spo2Run.lastAt <= staleMs;
  return { ...rest, spo2Run: { since: unbroken ? spo2Run.since : lastAt, lastAt } };
}
