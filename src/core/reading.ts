/**
 * A reading: one validated measurement, with its unit in the name of each value and its quality beside it.
 * Values a device marks as missing are absent, never a number (see docs/SPEC.md, DV).
 */

/** Epoch milliseconds of the one clinic clock (docs/adr/0003-one-clinic-clock.md). */
export type Instant = number;
/** Milliseconds. */
export type Duration = number;

export const READING_KINDS = ['oximetry', 'nibp', 'nibp-failed', 'cuff-pressure'] as const;
export type ReadingKind = (typeof READING_KINDS)[number];

/** `good`: live and trustworthy. `poor`: a number the device itself doubts. `none`: no usable value. */
export const QUALITIES = ['good', 'poor', 'none'] as const;
export type Quality = (typeof QUALITIES)[number];

/** Why a value is poor or absent; each is set by a device's own status bits. The order is the journal's bit order: append only. */
export const CAUSES = [
  'probe-off',
  'sensor-disconnected',
  'sensor-fault',
  'searching',
  'low-perfusion',
  'artefact',
  'poor-signal',
  'motion',
  'low-battery',
  'cuff-too-loose',
  'irregular-pulse',
  'implausible',
  'device-restarted',
  'demonstration',
  'no-value',
  'interference',
  'improper-position',
  'pulse-out-of-range',
  'calibrating',
  'from-storage',
  'device-fault',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Why a cuff cycle gave no blood pressure. Append only. */
export const NIBP_FAILURES = [
  'weak-signal',
  'artefact',
  'cuff-leak',
  'over-pressure',
  'timed-out',
  'stopped',
  'cuff-not-fitted',
  'implausible',
  'device-fault',
] as const;
export type NibpFailure = (typeof NIBP_FAILURES)[number];

interface Measured {
  /** When it was measured, in clinic time (the adapter's stamp, corrected by its measured offset). */
  readonly measuredAt: Instant;
  /** The device's own raw time stamp, where it has one; kept, never used for a decision. */
  readonly deviceAt?: Instant;
  readonly quality: Quality;
  readonly causes: readonly Cause[];
}

export interface OximetryReading extends Measured {
  readonly kind: 'oximetry';
  readonly spo2Pct?: number;
  readonly pulseBpm?: number;
  readonly perfusionIndexPct?: number;
  readonly respiratoryRatePerMin?: number;
}

export interface NibpReading extends Measured {
  readonly kind: 'nibp';
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly meanMmHg?: number;
  readonly pulseBpm?: number;
  /** True when a person typed it. */
  readonly byHand?: true;
}

/** A cuff cycle that ended without a value. It is a fact of the record, not an omission. */
export interface NibpFailedReading extends Measured {
  readonly kind: 'nibp-failed';
  readonly failure: NibpFailure;
}

/** The cuff is inflated or deflating: a cycle is running. */
export interface CuffPressureReading extends Measured {
  readonly kind: 'cuff-pressure';
  readonly cuffPressureMmHg: number;
}

export type Reading = OximetryReading | NibpReading | NibpFailedReading | CuffPressureReading;

/** Identity of a reading on the wire: exactly once is judged by it (docs/adapter-protocol.md). */
export interface ReadingIdentity {
  readonly deviceId: string;
  /** A random id, new whenever the sender's counter starts anew. */
  readonly epoch: string;
  /** 1, 2, 3 … within the epoch. */
  readonly seq: number;
}
