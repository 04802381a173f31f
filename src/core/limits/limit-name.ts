/**
 * The limits a provider may change for one patient: a closed set. One for each number a medium or high level compares with; the silent
 * advisories, sedation, and everything technical stay the protocol's.
 */
import type { Instant } from '../reading.ts';

export const LIMIT_NAMES = [
  'spo2-low-medium',
  'spo2-low-high',
  'pulse-high-medium',
  'pulse-high-high',
  'pulse-low-medium',
  'pulse-low-high',
  'systolic-high-medium',
  'systolic-high-high',
  'diastolic-high-medium',
  'diastolic-high-high',
  'systolic-low-medium',
  'systolic-low-high',
  'rr-high-medium',
  'rr-high-high',
  'rr-low-medium',
  'rr-low-high',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** How far a limit may be set, in its parameter's unit: data of the protocol. */
export interface LimitRange {
  readonly atLeast: number;
  readonly atMost: number;
}

/** One limit of one visit that is not the protocol's. */
export interface ChangedLimit {
  readonly limit: number;
  readonly byName: string;
  readonly at: Instant;
  readonly reason: string;
}

export type ChangedLimits = Readonly<Partial<Record<LimitName, ChangedLimit>>>;

export interface LimitChange {
  readonly name: LimitName;
  readonly from: number;
  readonly to: number;
  /** `to` is the protocol's own again. */
  readonly toProtocol?: true;
}

/** One act: who changed what, when, and why. */
export interface LimitsChanged {
  readonly at: Instant;
  readonly byName: string;
  readonly reason: string;
  readonly changes: readonly LimitChange[];
  /** The verbal order it came of. */
  readonly orderId?: string;
}
