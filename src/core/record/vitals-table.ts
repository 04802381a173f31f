/** The vitals of a visit as a flowsheet has them: a row every five minutes, and one for each cuff cycle, with a BP or without. */
import { absenceReason } from '../alerts/reason.ts';
import type { Duration, Instant, NibpFailure, NibpReading, OximetryReading, Reading } from '../reading.ts';
import type { VisitRecord } from './visit-record.ts';

export const ROW_EVERY_MS: Duration = 5 * 60_000;

/** What was measured longer before the opening is no part of the visit, whatever its clock said. */
export const BEFORE_OPENING_MS: Duration = 3_600_000;
/** A week of them: where a visit lasted longer they stand further apart. */
const MOST_ROWS = 2_016;

export interface VitalsRow {
  readonly at: Instant;
  /** Nearest to `at` within the protocol's `staleMs`; null: there was none. */
  readonly spo2Pct: number | null;
  readonly pulseBpm: number | null;
  readonly respiratoryRatePerMin: number | null;
  /** The oximeter itself doubted them. */
  readonly isDoubtful: boolean;
  /** Why there is no SpO2. */
  readonly absent?: string;
  readonly bp?: Pick<NibpReading, 'systolicMmHg' | 'diastolicMmHg' | 'meanMmHg' | 'pulseBpm' | 'byHand'>;
  /** The cycle gave no BP. */
  readonly bpFailure?: NibpFailure;
}

/** @param readings of the visit, in any order */
export function vitalsTable(
  { protocol, openedAt, phases, ended, gaps }: Pick<VisitRecord, 'protocol' | 'openedAt' | 'phases' | 'ended' | 'gaps'>,
  readings: readonly Reading[],
): readonly VitalsRow[] {
  const inVisit = readings
    .filter(({ measuredAt }) => measuredAt >= openedAt - BEFORE_OPENING_MS && measuredAt <= ended.at)
    .toSorted((a, b) => a.measuredAt - b.measuredAt);
  const oximetry = inVisit.filter((reading) => reading.kind === 'oximetry');
  const cycles = inVisit.filter((reading) => reading.kind === 'nibp' || reading.kind === 'nibp-failed');
  const from = inVisit[0]?.measuredAt;
  if (from === undefined) return [];
  // The probe is off after the end of monitoring: there is nothing to write down.
  const until = phases.findLast(({ name }) => name !== 'discharge')?.to ?? ended.at;
  const times: Instant[] = [];
  const everyMs = ROW_EVERY_MS * Math.max(1, Math.ceil((until - from) / (ROW_EVERY_MS * MOST_ROWS)));
  for (let at = from; at <= until; at += everyMs) times.push(at);
  const row = (at: Instant): VitalsRow => rowAt(at, oximetry, gaps, protocol.technical.staleMs);
  const atCycles = new Set(cycles.map(({ measuredAt }) => measuredAt));
  return [
    ...times.filter((at) => !atCycles.has(at)).map(row),
    ...cycles.map((cycle) => ({ ...row(cycle.measuredAt), ...cycleIn(cycle) })),
  ].toSorted((a, b) => a.at - b.at);
}

function cycleIn(cycle: Extract<Reading, { readonly kind: 'nibp' | 'nibp-failed' }>): Partial<VitalsRow> {
  if (cycle.kind === 'nibp-failed') return { bpFailure: cycle.failure };
  const { systolicMmHg, diastolicMmHg, meanMmHg, pulseBpm, byHand } = cycle;
  return {
    bp: {
      systolicMmHg,
      diastolicMmHg,
      ...(meanMmHg !== undefined && { meanMmHg }),
      ...(pulseBpm !== undefined && { pulseBpm }),
      ...(byHand && { byHand }),
    },
  };
}

function rowAt(
  at: Instant,
  oximetry: readonly OximetryReading[],
  gaps: VisitRecord['gaps'],
  staleMs: Duration,
): VitalsRow {
  const near = nearBy(oximetry, at, staleMs);
  const valued = near.find(({ spo2Pct, pulseBpm }) => spo2Pct !== undefined || pulseBpm !== undefined);
  const gap = gaps.find((each) => at >= each.from && at < each.to);
  const reason = gap?.why ?? (near[0] ? absenceReason(near[0]) : 'no readings');
  return {
    at,
    spo2Pct: valued?.spo2Pct ?? null,
    pulseBpm: valued?.pulseBpm ?? null,
    respiratoryRatePerMin: valued?.respiratoryRatePerMin ?? null,
    isDoubtful: valued !== undefined && valued.quality !== 'good',
    ...(valued?.spo2Pct === undefined && { absent: reason }),
  };
}

/** Nearest first; of two as near the earlier. */
function nearBy(oximetry: readonly OximetryReading[], at: Instant, staleMs: Duration): readonly OximetryReading[] {
  let low = 0;
  let high = oximetry.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((oximetry[middle]?.measuredAt ?? Infinity) < at - staleMs) low = middle + 1;
    else high = middle;
  }
  const near: OximetryReading[] = [];
  for (let reading = oximetry[low]; reading && reading.measuredAt <= at + staleMs; reading = oximetry[++low])
    near.push(reading);
  const distance = ({ measuredAt }: OximetryReading): number => Math.abs(measuredAt - at);
  return near.toSorted((a, b) => distance(a) - distance(b));
}
