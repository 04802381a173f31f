/** The phases of a visit, as a union whose members hold only their own fields (docs/SPEC.md, PH). */
import type { Instant, Duration } from './reading.ts';

export const PHASE_NAMES = ['baseline', 'infusion', 'recovery', 'discharge', 'ended'] as const;
export type PhaseName = (typeof PHASE_NAMES)[number];

export interface Baseline {
  readonly frozenAt: Instant;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly meanMmHg: number;
  readonly spo2Pct: number;
  readonly pulseBpm: number;
  /** Oxygen flow while it was measured, L/min; 0 = room air. */
  readonly oxygenLPerMin: number;
  readonly nibpAt: Instant;
}

/** Where a pre-infusion BP leaves the start. `approved` = a provider overrode a hold, with a reason. */
export type Gate = 'no-bp' | 'clear' | 'repeat' | 'hold' | 'no-start' | 'approved';

/** A pause of the pump; `to` is absent while it lasts. */
export interface PumpPause {
  readonly from: Instant;
  readonly to?: Instant;
}

export interface Infusion {
  readonly startedAt: Instant;
  readonly plannedMs: Duration;
  readonly pauses: readonly PumpPause[];
  /** Esketamine only: the nasal devices given, first to third; the first one's time is `startedAt`. */
  readonly devices: readonly NasalDevice[];
}

export interface NasalDevice {
  readonly at: Instant;
  readonly mg: number;
  readonly lot: string;
}

export const STOP_REASONS = [
  'completed',
  'side-effect',
  'vital-sign',
  'patient-request',
  'provider-order',
  'line-problem',
  'other',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export interface InfusionEnd {
  readonly endedAt: Instant;
  readonly reason: StopReason;
  /** Read off the pump by a person, mL; the amount Vigil shows otherwise is an estimate. */
  readonly pumpVolumeMl?: number;
}

export interface Recovery {
  readonly startedAt: Instant;
  /** Monitoring went on after it had ended: nothing can have been measured in between (AL-195). */
  readonly watchedAgainAt?: Instant;
  /** A provider's choice at the upper mark. */
  readonly decision?: {
    readonly choice: 'extend' | 'treated';
    readonly at: Instant;
    readonly byName: string;
    readonly orderId?: string;
  };
}

export const ENDINGS = ['home', 'transferred', 'left-against-advice', 'cancelled', 'wrong-patient'] as const;
export type Ending = (typeof ENDINGS)[number];

export type Phase =
  | { readonly name: 'baseline'; readonly since: Instant }
  | { readonly name: 'infusion'; readonly infusion: Infusion }
  | { readonly name: 'recovery'; readonly infusion: Infusion; readonly end: InfusionEnd; readonly recovery: Recovery }
  | {
      readonly name: 'discharge';
      readonly infusion: Infusion;
      readonly end: InfusionEnd;
      readonly recovery: Recovery;
      readonly monitoringEndedAt: Instant;
      /** "Ready, waiting for ride": no longer watched, still on the chair's page until the end of the visit. */
      readonly waitingSince?: Instant;
    }
  | {
      readonly name: 'ended';
      readonly endedAt: Instant;
      readonly ending: Ending;
      /** Who signed it, with whom the patient left, and why where it asks why. */
      readonly byName?: string;
      readonly escortName?: string;
      readonly reason?: string;
      readonly infusion?: Infusion;
      readonly end?: InfusionEnd;
    };

/** For the ride: ready to go, watched no more, and on no chair. */
export const isWaiting = ({ phase }: { readonly phase: Phase }): boolean =>
  phase.name === 'discharge' && phase.waitingSince !== undefined;
