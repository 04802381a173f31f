/** What the rows of a recording say to the engine: readings, the sampling interval, the baseline. */
import type { Baseline } from '#core/phase.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Duration, Instant, NibpReading, OximetryReading } from '#core/reading.ts';
import type { Recording, Row } from './recording.ts';

/** The protocol a recording is replayed with. */
export const PROTOCOL = publishedProtocols[0];
/** Stands for a baseline value the recording does not have. */
const NEUTRAL = { spo2Pct: 98, pulseBpm: 75, systolicMmHg: 120, diastolicMmHg: 75 };

/** Clinic time is the recording's own, ms. */
export const instantOf = (row: Row): Instant => Math.round(row.t_s * 1000);

export const hasOximetry = ({ spo2, pulse, rr }: Row): boolean =>
  spo2 !== undefined || pulse !== undefined || rr !== undefined;

export function oximetryOf({ spo2, pulse, rr }: Row, measuredAt: Instant): OximetryReading {
  return {
    kind: 'oximetry',
    measuredAt,
    quality: spo2 === undefined && pulse === undefined ? 'none' : 'good',
    causes: spo2 === undefined ? ['no-value'] : [],
    ...(spo2 !== undefined && { spo2Pct: spo2 }),
    ...(pulse !== undefined && { pulseBpm: pulse }),
    ...(rr !== undefined && { respiratoryRatePerMin: rr }),
  };
}

/** undefined unless the row has both numbers. */
export function bpOf({ sbp, dbp, map }: Row, measuredAt: Instant): NibpReading | undefined {
  if (sbp === undefined || dbp === undefined) return undefined;
  const values = { systolicMmHg: sbp, diastolicMmHg: dbp, ...(map !== undefined && { meanMmHg: map }) };
  return { kind: 'nibp', measuredAt, quality: 'good', causes: [], ...values };
}

/**
 * Rows further apart than a value stays valid are the recording's own sampling interval (one row a minute), not a lost
 * signal: such a row's values are given again every second for one median interval. 0 = rows stand for themselves.
 */
export function holdOf({ rows }: Recording): Duration {
  const spacings = rows.slice(1).map((row, index) => instantOf(row) - instantOf(rows[index] ?? row));
  const spacingMs = median(spacings) ?? 0;
  return spacingMs > PROTOCOL.technical.staleMs ? spacingMs : 0;
}

/** SpO2 and pulse: the median of the first minute with values, or of so long. BP: the recording's first. */
export function baselineOf(
  { rows }: Recording,
  frozenAt: Instant,
  windowMs: Duration = PROTOCOL.baseline.medianWindowMs,
): Baseline {
  const bp = rows.map((row) => bpOf(row, frozenAt)).find((each) => each !== undefined);
  const systolicMmHg = bp?.systolicMmHg ?? NEUTRAL.systolicMmHg;
  const diastolicMmHg = bp?.diastolicMmHg ?? NEUTRAL.diastolicMmHg;
  return {
    frozenAt,
    nibpAt: frozenAt,
    systolicMmHg,
    diastolicMmHg,
    meanMmHg: bp?.meanMmHg ?? diastolicMmHg + (systolicMmHg - diastolicMmHg) / 3,
    spo2Pct: firstMedian(rows, 'spo2', windowMs) ?? NEUTRAL.spo2Pct,
    pulseBpm: firstMedian(rows, 'pulse', windowMs) ?? NEUTRAL.pulseBpm,
    oxygenLPerMin: 0,
  };
}

function firstMedian(rows: readonly Row[], column: 'spo2' | 'pulse', windowMs: Duration): number | undefined {
  const first = rows.find((row) => row[column] !== undefined);
  if (first === undefined) return undefined;
  const until = instantOf(first) + windowMs;
  return median(rows.filter((row) => instantOf(row) < until).flatMap((row) => row[column] ?? []));
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}
