/**
 * A reading as integers. Codes are positions in the lists of src/core/reading.ts and never change their meaning.
 * What integers cannot hold exactly (a value between two steps, an unknown key) is kept as JSON instead: never rounded.
 */
import { CAUSES, NIBP_FAILURES, QUALITIES, READING_KINDS } from '#core/reading.ts';
import type { Instant, Reading } from '#core/reading.ts';

/** Values by kind: oximetry = SpO2 %, pulse, perfusion index × 100, respiratory rate; nibp = systolic, diastolic, mean, pulse; nibp-failed = failure; cuff-pressure = mmHg. */
export interface ReadingColumns {
  readonly kind: number;
  readonly at: Instant;
  /** Received minus measured, ms. */
  readonly lagMs: number;
  /** Received minus the device's own stamp, ms; null = it has none. */
  readonly deviceLagMs: number | null;
  readonly quality: number;
  /** Bit n = CAUSES[n]. */
  readonly causes: number;
  readonly v1: number | null;
  readonly v2: number | null;
  readonly v3: number | null;
  readonly v4: number | null;
}

type Values = readonly [number | undefined, number | undefined, number | undefined, number | undefined];

const PERFUSION_STEPS = 100;

function valuesOf(reading: Reading): Values {
  switch (reading.kind) {
    case 'oximetry': {
      const steps = reading.perfusionIndexPct === undefined ? undefined : perfusionSteps(reading.perfusionIndexPct);
      return [reading.spo2Pct, reading.pulseBpm, steps, reading.respiratoryRatePerMin];
    }
    case 'nibp':
      return [reading.systolicMmHg, reading.diastolicMmHg, reading.meanMmHg, reading.pulseBpm];
    case 'nibp-failed':
      return [NIBP_FAILURES.indexOf(reading.failure), undefined, undefined, undefined];
    case 'cuff-pressure':
      return [reading.cuffPressureMmHg, undefined, undefined, undefined];
  }
}

function perfusionSteps(pct: number): number {
  const steps = Math.round(pct * PERFUSION_STEPS);
  return steps / PERFUSION_STEPS === pct ? steps : Number.NaN;
}

/** Undefined when a cause is unknown, repeated or out of order: the bits would lose it. */
function causeBits(reading: Reading): number | undefined {
  let bits = 0;
  let last = -1;
  for (const cause of reading.causes) {
    const index = CAUSES.indexOf(cause);
    if (index <= last) return undefined;
    last = index;
    bits |= 1 << index;
  }
  return bits;
}

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);

/** @returns undefined when the columns cannot hold it exactly. */
export function toColumns(reading: Reading, at: Instant): ReadingColumns | undefined {
  const causes = causeBits(reading);
  if (causes === undefined) return undefined;
  const values = valuesOf(reading);
  const lagMs = at - reading.measuredAt;
  const deviceLagMs = reading.deviceAt === undefined ? null : at - reading.deviceAt;
  const quality = QUALITIES.indexOf(reading.quality);
  let keys = deviceLagMs === null ? 4 : 5;
  for (const value of values) {
    if (value === undefined) continue;
    if (!isWhole(value)) return undefined;
    keys++;
  }
  const isWholeMs =
    isWhole(at) && isWhole(reading.measuredAt) && (deviceLagMs === null || isWhole(reading.deviceAt ?? 0));
  if (!isWholeMs || quality < 0 || values[0] === -1 || Object.keys(reading).length !== keys) return undefined;
  const [v1 = null, v2 = null, v3 = null, v4 = null] = values;
  return { kind: READING_KINDS.indexOf(reading.kind), at, lagMs, deviceLagMs, quality, causes, v1, v2, v3, v4 };
}

const causesOf = new Map<number, Reading['causes']>();

function causesFrom(bits: number): Reading['causes'] {
  let causes = causesOf.get(bits);
  if (causes === undefined) {
    causes = Object.freeze(CAUSES.filter((_, index) => (bits & (1 << index)) !== 0));
    causesOf.set(bits, causes);
  }
  return causes;
}

/** The inverse of `toColumns`. A code outside the lists is a damaged row: a bug, or a tampered database (`verify` says which). */
export function fromColumns(columns: ReadingColumns): Reading {
  const { kind, at, lagMs, deviceLagMs, v1, v2, v3, v4 } = columns;
  const quality = QUALITIES[columns.quality];
  if (quality === undefined) throw new Error(`A reading of quality ${columns.quality}.`);
  const measured = {
    measuredAt: at - lagMs,
    ...(deviceLagMs === null ? undefined : { deviceAt: at - deviceLagMs }),
    quality,
    causes: causesFrom(columns.causes),
  };
  const name = READING_KINDS[kind];
  if (name === undefined) throw new Error(`A reading of kind ${kind}.`);
  switch (name) {
    case 'oximetry':
      return {
        kind: name,
        ...measured,
        ...(v1 === null ? undefined : { spo2Pct: v1 }),
        ...(v2 === null ? undefined : { pulseBpm: v2 }),
        ...(v3 === null ? undefined : { perfusionIndexPct: v3 / PERFUSION_STEPS }),
        ...(v4 === null ? undefined : { respiratoryRatePerMin: v4 }),
      };
    case 'nibp':
      return {
        kind: name,
        ...measured,
        systolicMmHg: v1 ?? Number.NaN,
        diastolicMmHg: v2 ?? Number.NaN,
        ...(v3 === null ? undefined : { meanMmHg: v3 }),
        ...(v4 === null ? undefined : { pulseBpm: v4 }),
      };
    case 'nibp-failed':
      return { kind: name, ...measured, failure: NIBP_FAILURES[v1 ?? -1] ?? 'device-fault' };
    case 'cuff-pressure':
      return { kind: name, ...measured, cuffPressureMmHg: v1 ?? Number.NaN };
  }
}
