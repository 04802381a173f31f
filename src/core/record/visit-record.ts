/**
 * What remains of a visit that is over (docs/SPEC.md, REC): the report, its PDF, every export, the series and the quality page say what
 * stands here and nothing else. `recordOf` makes it of the visit's events and readings.
 */
import type { Condition, Parameter, Priority, VitalAlertKind } from '../clinical-protocol.ts';
import type { CareChange } from '../care/care.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { Criterion } from '../discharge.ts';
import type { RecordedEntry } from '../entry.ts';
import type { LimitsChanged } from '../limits/limit-name.ts';
import type { OffMonitor } from '../off-monitor.ts';
import type { VerbalOrder } from '../orders/verbal-order.ts';
import type { PastAlert } from '../past/past-alerts.ts';
import type { Baseline, Ending, NasalDevice, PhaseName, PumpPause, StopReason } from '../phase.ts';
import type { Duration, Instant } from '../reading.ts';
import type { SetUp } from '../setup.ts';
import type { BpRow, Reached } from '../transfer/extremes.ts';
import type { AlarmAnswer } from './alarm-answers.ts';
import type { SignOff } from './sign-off.ts';

export interface VisitRecord {
  readonly visitId: string;
  readonly patientId: string;
  /** It came from a file of recorded vitals: nobody gave it in this clinic. */
  readonly imported?: ImportedFrom;
  /** It was put in from a file of another clinic's Vigil: nobody here gave it, or answers for it. The events do not know it. */
  readonly broughtFrom?: OtherSite;
  /** Where it was, in order; the last is where it ended. */
  readonly chairs: readonly { readonly chairId: string; readonly from: Instant }[];
  /** As it was bound at the opening, with its version. */
  readonly protocol: ClinicalProtocol;
  readonly openedAt: Instant;
  readonly ended: {
    readonly at: Instant;
    readonly ending: Ending;
    readonly byName?: string;
    readonly escortName?: string;
    readonly reason?: string;
  };
  /** Each that was reached, in order. */
  readonly phases: readonly { readonly name: PhaseName; readonly from: Instant; readonly to: Instant }[];
  readonly identity?: { readonly at: Instant; readonly byName: string };
  /** The last word of it. */
  readonly setUp: SetUp;
  readonly baseline?: Baseline & {
    readonly corrections: readonly { readonly at: Instant; readonly byName: string; readonly reason: string }[];
  };
  /** Absent: it was never started. */
  readonly treatment?: Treatment;
  readonly vitals: VitalsSummary;
  /** Of each level of each vital rule, as the limits were at each instant: in the order of the protocol's rules. What was never measured is left out. */
  readonly outside: readonly OutsideLimit[];
  /** In order of onset. */
  readonly alerts: readonly PastAlert[];
  /** What became of each of them that was medium or high. */
  readonly answers: readonly AlarmAnswer[];
  /** At least one alert asked to be heard: medium or high, not answered, not paused, not waiting for a repeat. */
  readonly audibleMs: Duration;
  /** Side effects, interventions, oxygen, scales, vitals by hand, responses, notes, emergency steps: by when they happened. */
  readonly entries: readonly RecordedEntry[];
  /** As they stood when monitoring ended, or at the visit's end. Empty: it never came to recovery. */
  readonly criteria: readonly CriterionAtEnd[];
  readonly limitChanges: readonly LimitsChanged[];
  /** No SpO2 for longer than the protocol's `staleMs`, between the first one and the end of monitoring; why, as far as it is known. */
  readonly gaps: readonly Gap[];
  readonly orders: readonly VerbalOrder[];
  readonly emergencies: readonly { readonly from: Instant; readonly to?: Instant }[];
  readonly care: readonly CareChange[];
  readonly offMonitor: readonly OffMonitor[];
  /** What of it does not agree, each a sentence for a person. Never silently filled. */
  readonly contradictions: readonly string[];
  readonly signOff: SignOff;
}

/** Another clinic, as its file names it: nothing proves that it is that one. */
export interface OtherSite {
  readonly siteId: string;
  readonly name: string;
}

export interface ImportedFrom {
  /** Of the file, without its folder. */
  readonly file: string;
  readonly sha256: string;
}

export interface Treatment {
  readonly startedAt: Instant;
  /** Absent: nobody said that it ended. */
  readonly endedAt?: Instant;
  readonly stopReason?: StopReason;
  readonly plannedMs: Duration;
  readonly pauses: readonly PumpPause[];
  /** Without the pauses. */
  readonly givenMs: Duration;
  readonly doseMg?: number;
  /** Of an infusion: the dose × the share of the planned time. An estimate. */
  readonly estimatedMg?: number;
  readonly pumpVolumeMl?: number;
  /** Read off the pump by a person × the concentration. */
  readonly pumpMg?: number;
  /** Esketamine: each device given. */
  readonly devices: readonly NasalDevice[];
}

/**
 * Of SpO2 and pulse the values of good signal, until monitoring ended; every BP counts. `highest` and `lowest` from the start of treatment
 * on (of a visit that never came to it: all of it).
 */
export interface VitalsSummary {
  readonly highestBp?: BpRow;
  /** The reading with the highest diastolic number, when it is another than `highestBp`. */
  readonly highestDiastolicBp?: BpRow;
  readonly lowestBp?: BpRow;
  readonly lastBp?: BpRow;
  readonly lowestSpo2?: Reached;
  readonly lastSpo2?: Reached;
  readonly highestPulse?: Reached;
  readonly lowestPulse?: Reached;
  readonly lastPulse?: Reached;
  /**
   * Highest systolic over the baseline's, mmHg; absent without a baseline or without a BP since the start. It is the rise of `highestBp`; the
   * diastolic one is that of `highestDiastolicBp` where that is another reading.
   */
  readonly systolicRiseMmHg?: number;
  readonly diastolicRiseMmHg?: number;
  readonly bpCount: number;
  /** Cuff cycles that gave no BP. */
  readonly bpFailures: number;
  /** From the first SpO2 to the end of monitoring, and how much of it had a live one. */
  readonly watchedMs: Duration;
  readonly withSignalMs: Duration;
}

export interface OutsideLimit {
  readonly kind: VitalAlertKind;
  readonly priority: Priority;
  /** In words: `SpO₂ < 90`, `SYS ≥ 160 or DIA ≥ 100`; each that held, where it was changed: `SpO₂ < 90, then SpO₂ < 88`. */
  readonly limit: string;
  readonly of: Parameter;
  readonly when: Condition;
  /** Of a periodic value of good signal: how long it held there. */
  readonly forMs?: Duration;
  /** Of a BP, or of a score that was entered: so many of so many. */
  readonly count?: { readonly beyond: number; readonly of: number };
}

export interface CriterionAtEnd {
  readonly criterion: Criterion;
  readonly status: 'met' | 'unmet' | 'overridden';
  readonly detail: string;
  /** Of one set aside. */
  readonly reason?: string;
}

export interface Gap {
  readonly from: Instant;
  readonly to: Instant;
  /**
   * `off the monitor`, `server away`, `adapter lost`, `cuff on the same arm`; else what the oximeter said (`probe off`), or `no readings`.
   * More than one, where none explains all of it: `adapter lost, probe off`.
   */
  readonly why: string;
}
