/**
 * The limits as a person reads them from the protocol's page, for judging the engine from outside: nothing here is shared with
 * the rules' code, and a test holds these numbers against the published protocol.
 */
import type { AlertKind } from '#core/alerts/alert.ts';

export type JudgedKind = Extract<AlertKind, 'spo2-low' | 'pulse-high' | 'pulse-low' | 'bp-high' | 'bp-low'>;

/** A row of vital signs; seconds from the begin. */
export interface Sample {
  readonly s: number;
  readonly spo2?: number;
  readonly pulse?: number;
  readonly sbp?: number;
  readonly dbp?: number;
}

export interface HeldLimit {
  readonly isBeyond: (value: number) => boolean;
  readonly holdS: number;
}

/** Of a value that comes every second. */
export interface PeriodicLimits {
  readonly kind: JudgedKind;
  readonly value: (sample: Sample) => number | undefined;
  readonly medium: HeldLimit;
  readonly high: HeldLimit;
  /** Back in range: an event ends. */
  readonly over: HeldLimit;
}

const below = (limit: number) => (value: number) => value < limit;
const above = (limit: number) => (value: number) => value > limit;
const atMost = (limit: number) => (value: number) => value <= limit;
const atLeast = (limit: number) => (value: number) => value >= limit;

export const spo2Low: PeriodicLimits = {
  kind: 'spo2-low',
  value: ({ spo2 }) => spo2,
  medium: { isBeyond: below(90), holdS: 15 },
  high: { isBeyond: atMost(85), holdS: 0 },
  over: { isBeyond: atLeast(92), holdS: 10 },
};

export const pulseHigh: PeriodicLimits = {
  kind: 'pulse-high',
  value: ({ pulse }) => pulse,
  medium: { isBeyond: above(120), holdS: 15 },
  high: { isBeyond: above(140), holdS: 5 },
  over: { isBeyond: atMost(115), holdS: 15 },
};

/** A person whose pulse at rest is under 60 is slow at 45. */
export const pulseLow = (baselineBpm: number): PeriodicLimits => ({
  kind: 'pulse-low',
  value: ({ pulse }) => pulse,
  medium: { isBeyond: below(baselineBpm < 60 ? 45 : 50), holdS: 15 },
  high: { isBeyond: below(40), holdS: 5 },
  over: { isBeyond: atLeast(baselineBpm < 60 ? 50 : 55), holdS: 15 },
});

/** A value is what the device shows for this long; a longer gap breaks a run. */
export const GAP_S = 5;

/** A BP is one event of its own: at once, or once its repeat agrees or is missing. */
export const BP = {
  high: { systolic: 180, diastolic: 110 },
  medium: { systolic: 160, diastolic: 100 },
  low: { medium: 90, high: 80, belowBaseline: 0.2 },
  repeatWithinS: 180,
} as const;
