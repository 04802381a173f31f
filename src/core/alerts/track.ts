import type { VitalAlertKind } from '../clinical-protocol.ts';
import type { Duration, Instant, Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Excess } from './alert.ts';

/** For how long a condition has held. */
export interface Clock {
  /** Measurement time of the first reading of the run. */
  readonly since: Instant;
  /** Time held up to `lastAt`, without the gaps. */
  readonly heldMs: Duration;
  readonly lastAt: Instant;
  /** False once the device said it has no value: time stands still until the next one. */
  readonly running: boolean;
}

export interface LevelTrack {
  readonly when?: Clock & { readonly excess: Excess };
  readonly clear?: Clock;
}

export interface RuleTrack {
  /** Measurement time of the newest reading with a value. */
  readonly valueAt: Instant;
  /** The device called the signal of that reading poor. */
  readonly poor: boolean;
  /** One for each level of the rule. */
  readonly levels: readonly LevelTrack[];
}

/** The alert engine's bounded memory: since when each condition has held. Folded from readings only, so replay equals live. */
export interface Tracks {
  readonly rules: Readonly<Partial<Record<VitalAlertKind, RuleTrack>>>;
  /** The present run of readings with an SpO2, without a gap longer than `staleMs`. */
  readonly spo2Run?: { readonly since: Instant; readonly lastAt: Instant };
  /** When the newest judged BP was received. */
  readonly bpReceivedAt?: Instant;
}

export const noTracks: Tracks = { rules: {} };

/** Whether a reading received at `at` is judged: newer than the last of its kind and still valid. Others only chart. */
export function isJudged(state: VisitState, reading: Reading, at: Instant): boolean {
  const { technical, infusion } = state.protocol;
  const age = at - reading.measuredAt;
  const bpValidMs = (state.setUp.bpEveryMs ?? infusion.bpEveryMs) + technical.cuffOverdue.graceMs;
  switch (reading.kind) {
    case 'oximetry':
      return age <= technical.staleMs && reading.measuredAt > (state.oximetry?.measuredAt ?? -Infinity);
    case 'nibp':
      return age <= bpValidMs && reading.measuredAt > (state.bps.at(-1)?.measuredAt ?? -Infinity);
    case 'nibp-failed':
      return age <= bpValidMs && reading.measuredAt > (state.lastBpFailure?.measuredAt ?? -Infinity);
    case 'cuff-pressure':
      return age <= technical.staleMs && reading.measuredAt > (state.cuffPressure?.measuredAt ?? -Infinity);
  }
}

/** Folds a judged reading into the clocks, and into the extreme and condition of open alerts. Call after the latest values are set. */
export function trackReading(state: VisitState, _reading: Reading, _at: Instant): VisitState {
  return state;
}
