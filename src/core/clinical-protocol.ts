/**
 * A clinical protocol: the clinic's limits and times as data, versioned, bound to a visit at its start.
 * Every number lives here and cites its source; none lives in an `if`.
 */
import type { Scale } from './entry.ts';
import type { LimitName, LimitRange } from './limits/limit-name.ts';
import type { OrderableType } from './orders/verbal-order.ts';
import type { PhaseName } from './phase.ts';
import type { Duration } from './reading.ts';

export const PRIORITIES = ['low', 'medium', 'high'] as const;
/** IEC 60601-1-8 alarm condition priority. Low is Vigil's silent advisory. */
export type Priority = (typeof PRIORITIES)[number];

export const PARAMETERS = [
  'spo2Pct',
  'pulseBpm',
  'respiratoryRatePerMin',
  'systolicMmHg',
  'diastolicMmHg',
  /** Entered by a person, 0 (deeply sedated) to 5 (awake). */
  'moaas',
] as const;
export type Parameter = (typeof PARAMETERS)[number];

export const COMPARISONS = ['<', '<=', '>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A fixed number, or one that follows the patient's baseline of the same parameter. */
export type Threshold =
  | number
  | { readonly baselinePlus: number }
  | { readonly baselineTimes: number }
  /**
   * `then` when the baseline is below `baselineBelow`, else `otherwise`. While there is no baseline `then`: nobody can say yet that the
   * patient is not one of those whose resting value lies there (AL-202).
   */
  | { readonly baselineBelow: number; readonly then: number; readonly otherwise: number };

/** A comparison whose threshold needs a baseline is false while there is none. */
export type Condition =
  | { readonly of: Parameter; readonly is: Comparison; readonly than: Threshold }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export const VITAL_ALERT_KINDS = [
  'spo2-low',
  'pulse-high',
  'pulse-low',
  'bp-high',
  'bp-low',
  'rr-high',
  'rr-low',
  'sedation',
] as const;
export type VitalAlertKind = (typeof VITAL_ALERT_KINDS)[number];

/** One level of a rule. Levels of a rule are listed from the least to the most urgent, each priority once at most. */
export interface RuleLevel {
  readonly priority: Priority;
  readonly when: Condition;
  /** How long the condition must hold, in good signal. 0 = at once. */
  readonly delayMs: Duration;
  /** The delay instead, while the device calls the signal poor. */
  readonly poorSignalDelayMs?: Duration;
  /** The delay instead, while the device says that the finger moves. */
  readonly movedDelayMs?: Duration;
  /** Instead of `delayMs`, in what the level judges as good signal: how deep and how long. Absent: by the delay. */
  readonly satSeconds?: SatSeconds;
  /** Blood pressure: shown at once, silent until a repeat agrees, fails, or this long has passed. */
  readonly confirmWithinMs?: Duration;
  /** The level ends when this holds for `clearMs`. */
  readonly clearsWhen: Condition;
  readonly clearMs: Duration;
  /** The clearing time instead, while the device calls the signal poor. */
  readonly poorSignalClearMs?: Duration;
  /** What the alert's text compares with: `SpO2 84 < 90`. */
  readonly shows: { readonly of: Parameter; readonly is: Comparison; readonly than: Threshold };
}

/** A mode for low SpO2: reached by the sum of (limit − SpO2) × seconds below the limit, which values above it take away again. */
export interface SatSeconds {
  /** %·s. */
  readonly limit: number;
  /** So many falls below the limit within this time reach the level whatever their sum. */
  readonly crossings: number;
  readonly crossingsWithinMs: Duration;
}

export interface VitalRule {
  readonly alert: VitalAlertKind;
  /** Judged in these phases only. Leaving them ends its alert by a person's act. */
  readonly phases: readonly PhaseName[];
  readonly levels: readonly RuleLevel[];
  /** Where the numbers come from. */
  readonly source: string;
}

/** A blood pressure pair, mmHg: met when systolic OR diastolic reaches it. */
export interface BpPair {
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
}

export interface ClinicalProtocol {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly treatment: 'infusion' | 'administration';
  readonly drug: string;
  readonly baseline: {
    readonly nibpCount: number;
    readonly nibpMinApartMs: Duration;
    readonly nibpMaxApartMs: Duration;
    readonly nibpMaxAgeMs: Duration;
    readonly medianWindowMs: Duration;
    /** Pre-infusion BP is a gate, never an alarm. */
    readonly gate: {
      readonly repeatAbove: BpPair;
      readonly holdFrom: BpPair;
      readonly noStartFrom: BpPair;
      readonly repeatAfterMs: Duration;
    };
    /** A weight that differs from the last visit's by more than this share asks again. */
    readonly weightChangeShare: number;
    /** mg/kg × kg may differ from mg by this share before Vigil asks again. */
    readonly doseDisagreementShare: number;
    readonly source: string;
  };
  readonly infusion: {
    readonly plannedMs: Duration;
    readonly minPlannedMs: Duration;
    readonly maxPlannedMs: Duration;
    readonly bpEveryMs: Duration;
    readonly bpChoicesMs: readonly Duration[];
    /** Administration only: BP at these instants after the first device; empty = by interval. */
    readonly bpAtMs: readonly Duration[];
    readonly pauseReminderMs: Duration;
    /** Resuming asks for a new BP when the last is older than this. */
    readonly resumeBpMaxAgeMs: Duration;
    /** Resuming at or above this needs a provider. */
    readonly resumeNeedsProviderFrom: BpPair;
    readonly source: string;
  };
  readonly recovery: {
    readonly minimumMs: Duration;
    /** What `minimumMs` counts from: the stop of an infusion, or the first esketamine device. */
    readonly countsFrom: 'stop' | 'first-device';
    readonly upperMarkMs: Duration;
    readonly bpAtMs: readonly Duration[];
    readonly bpThenEveryMs: Duration;
    readonly bpExtendedEveryMs: Duration;
    readonly noOverrideFrom: BpPair;
    readonly source: string;
  };
  readonly discharge: {
    readonly bpWithinShare: number;
    readonly bpBelow: BpPair;
    readonly systolicAtLeastMmHg: number;
    readonly bpReadings: number;
    readonly bpApartMs: Duration;
    readonly bpMaxAgeMs: Duration;
    readonly spo2BelowBaselinePct: number;
    readonly spo2HeldMs: Duration;
    readonly offOxygenMs: Duration;
    readonly nauseaAtMost: number;
    readonly dissociationAtMost: number;
    readonly source: string;
  };
  readonly rules: readonly VitalRule[];
  /** What a nurse is offered to score. Absent: the usual ones. */
  readonly scales?: { readonly on: readonly Scale[]; readonly source: string };
  /** How far a provider may set a limit for one patient (AL-151). Absent: nobody may. A limit that is not named stays. */
  readonly patientLimits?: {
    readonly ranges: Readonly<Partial<Record<LimitName, LimitRange>>>;
    readonly source: string;
  };
  /** What a nurse may do on a provider's word, to be co-signed. Absent: nothing. */
  readonly verbalOrders?: {
    readonly commands: readonly OrderableType[];
    readonly source: string;
  };
  readonly technical: {
    /** Technical alerts exist in these phases only: nothing technical alarms without an armed visit. */
    readonly phases: readonly PhaseName[];
    /** A periodic value (SpO2, pulse) is stale, and drawn grey, after this. Also the longest gap a delay runs across. */
    readonly staleMs: Duration;
    /** A delay that has begun is kept while its value is missing for less than this; then it begins anew. Absent: however long. */
    readonly keptOverAbsenceMs?: Duration;
    readonly noSpo2: {
      readonly lowMs: Duration;
      readonly mediumMs: Duration;
      readonly highMs: Duration;
      readonly backMs: Duration;
      /** As silent as `lowMs`: no live value for so much of the window, in pieces. Absent: only a missing one is told. */
      readonly sparse?: { readonly windowMs: Duration; readonly missingMs: Duration };
    };
    readonly cuffOverdue: {
      readonly graceMs: Duration;
      readonly retryGraceMs: Duration;
      readonly highAfterIntervals: number;
    };
    readonly adapterLost: { readonly mediumMs: Duration };
    /** Absent = nobody looks after who can sound. */
    readonly sound?: {
      /** The chair's pages cannot, and the station has the sound. */
      readonly cannotMs: Duration;
      /** Nobody can; at once where an alert asks to be heard. */
      readonly nobodyMs: Duration;
      /** Somebody can again. */
      readonly backMs: Duration;
    };
    /** A device's "battery low" is over when so long a time of readings came without it. Absent: not told. */
    readonly lowBattery?: { readonly clearMs: Duration };
    /** Cuff and oximeter on one arm: how long after an inflation began a missing signal is put down to the cuff. Absent: not at all. */
    readonly sameArm?: { readonly absentMs: Duration };
    /** "I'm with the patient" keeps "no SpO2" from becoming high for so long. Absent: it cannot be said. */
    readonly attended?: { readonly holdMs: Duration };
    /** Off the monitor, outside the infusion, for so long. Absent: it cannot be left. */
    readonly offMonitor?: {
      readonly forMs: Duration;
      /** A signal that is there for so long after the tap: nobody has left, and it is over. Absent: that is not looked for. */
      readonly neverLeftMs?: Duration;
    };
    readonly bpRepeat: {
      readonly highWithinMs: Duration;
      readonly highEveryMs: Duration;
      readonly mediumEveryMs: Duration;
      /** A high BP's repeats go on until this many readings in a row are below. */
      readonly untilBelow: number;
      /** While BP is high, a failed cycle is tried again after this: the cuff maker's minimum between cycles. */
      readonly afterFailureMs: Duration;
      /** Of a cuff that Vigil starts: so many more tries after a failed one, then a person is asked. Absent = none. */
      readonly automaticRetries?: number;
    };
    readonly source: string;
  };
  /** What a person has left undone. Absent: nothing is said of it. */
  readonly undone?: {
    /** The pump is not said to have finished, so long after its planned end. */
    readonly pastEnd: { readonly lowMs: Duration; readonly mediumMs: Duration };
    /** A pause is low from `infusion.pauseReminderMs` on, and medium from this. */
    readonly pauseMediumMs: Duration;
    /** Recovery's criteria have been unmet for so long past its upper mark; unanswered, it goes on to the provider. */
    readonly upperMark: { readonly mediumMs: Duration; readonly toProviderMs: Duration };
    readonly source: string;
  };
  /** What happens to an alert that nobody answers, or that goes on after somebody did. */
  readonly alarm: {
    /** A high alert without acknowledgement is passed on after these. */
    readonly high: {
      readonly toStationMs: Duration;
      readonly toProviderMs: Duration;
      /** Instead, while nobody listens at the station. Absent = no sooner. */
      readonly unattendedToProviderMs?: Duration;
      readonly toSecondPersonMs: Duration;
    };
    readonly medium: { readonly toStationMs: Duration };
    readonly technicalMedium: { readonly toStationMs: Duration };
    /** Acknowledged and still true: it sounds again. `urgentMs` for high, and during the infusion for "no SpO2" and what stands in for it. */
    readonly soundsAgain: {
      readonly urgentMs: Duration;
      readonly mediumMs: Duration;
      /** SpO2 this much lower than at the acknowledgement. */
      readonly spo2FallPct: number;
      /** A new BP this much worse than at the acknowledgement, or at `bpFrom`. */
      readonly bpWorseMmHg: number;
      readonly bpFrom: BpPair;
    };
    readonly source: string;
  };
}
