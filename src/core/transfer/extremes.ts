/** The furthest each vital went in a visit, with when: what a crew that takes over asks first. */
import type { Instant } from '../reading.ts';

export interface OximetryRow {
  readonly at: Instant;
  readonly spo2Pct: number | null;
  readonly pulseBpm: number | null;
}
export interface BpRow {
  readonly at: Instant;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
}

/** A value and when it was first reached. */
export interface Reached {
  readonly value: number;
  readonly at: Instant;
}

export interface Extremes {
  readonly lowestSpo2?: Reached;
  readonly highestPulse?: Reached;
  readonly lowestPulse?: Reached;
  /** By its systolic number, then its diastolic one. */
  readonly highestBp?: BpRow;
  /** By its diastolic number, when that is above the one of `highestBp`: another reading. */
  readonly highestDiastolicBp?: BpRow;
  readonly lowestBp?: BpRow;
}

/** @param isBeyond the first is further than the second */
function furthest<Row>(rows: readonly Row[], isBeyond: (a: Row, b: Row) => boolean): Row | undefined {
  let found: Row | undefined;
  for (const row of rows) if (found === undefined || isBeyond(row, found)) found = row;
  return found;
}

const reached = (rows: readonly OximetryRow[], of: 'spo2Pct' | 'pulseBpm'): readonly Reached[] =>
  rows.flatMap((row) => {
    const value = row[of];
    return value === null ? [] : [{ value, at: row.at }];
  });

const higherBp = (a: BpRow, b: BpRow): boolean =>
  a.systolicMmHg > b.systolicMmHg || (a.systolicMmHg === b.systolicMmHg && a.diastolicMmHg > b.diastolicMmHg);

/** @param oximetry in order of time, as charted @param bps likewise */
export function extremesOf(oximetry: readonly OximetryRow[], bps: readonly BpRow[]): Extremes {
  const spo2 = reached(oximetry, 'spo2Pct');
  const pulse = reached(oximetry, 'pulseBpm');
  const highestBp = furthest(bps, higherBp);
  const highestDiastolicBp = furthest(bps, (a, b) => a.diastolicMmHg > b.diastolicMmHg);
  const isAnother = (highestDiastolicBp?.diastolicMmHg ?? 0) > (highestBp?.diastolicMmHg ?? 0);
  const found = {
    lowestSpo2: furthest(spo2, (a, b) => a.value < b.value),
    highestPulse: furthest(pulse, (a, b) => a.value > b.value),
    lowestPulse: furthest(pulse, (a, b) => a.value < b.value),
    highestBp,
    highestDiastolicBp: isAnother ? highestDiastolicBp : undefined,
    lowestBp: furthest(bps, (a, b) => higherBp(b, a)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, row]) => row !== undefined)) as Extremes;
}
