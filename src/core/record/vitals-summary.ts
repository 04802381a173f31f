/** A visit's furthest and last values, and how much of the time somebody watched there was one. */
import { extremesOf } from '../transfer/extremes.ts';
import type { BpRow, OximetryRow, Reached } from '../transfer/extremes.ts';
import type { NibpReading } from '../reading.ts';
import type { Course } from './course.ts';
import { lengthOf, withSpo2 } from './live-values.ts';
import type { Interval, ReadingsByKind } from './live-values.ts';
import type { VitalsSummary } from './visit-record.ts';

const bpRow = ({ measuredAt: at, systolicMmHg, diastolicMmHg }: NibpReading): BpRow => ({
  at,
  systolicMmHg,
  diastolicMmHg,
});

/** @param taken when a cuff on the same arm was inflated: what the oximeter said then is no value */
export function vitalsSummary(
  { state }: Course,
  { oximetry, bps, bpFailures }: ReadingsByKind,
  watched: readonly Interval[],
  taken: readonly Interval[],
): VitalsSummary {
  const { phase, baseline, protocol } = state;
  const from = phase.infusion?.startedAt ?? -Infinity;
  const rows: OximetryRow[] = [];
  for (const { measuredAt: at, quality, spo2Pct = null, pulseBpm = null } of oximetry) {
    if (quality !== 'good' || (spo2Pct === null && pulseBpm === null)) continue;
    if (
      watched.some((span) => at >= span.from && at < span.to) &&
      !taken.some((span) => at >= span.from && at < span.to)
    )
      rows.push({ at, spo2Pct, pulseBpm });
  }
  const bpRows = bps.map(bpRow);
  const since = bpRows.filter(({ at }) => at >= from);
  const { lowestSpo2, highestPulse, lowestPulse, highestBp, highestDiastolicBp, lowestBp } = extremesOf(
    rows.filter(({ at }) => at >= from),
    since,
  );
  const lastBp = bpRows.at(-1);
  const lastSpo2 = lastOf(rows, 'spo2Pct');
  const lastPulse = lastOf(rows, 'pulseBpm');
  const isGiven = phase.infusion !== undefined && baseline !== undefined && since.length > 0;
  return {
    ...(highestBp && { highestBp }),
    ...(highestDiastolicBp && { highestDiastolicBp }),
    ...(lowestBp && { lowestBp }),
    ...(lastBp && { lastBp }),
    ...(lowestSpo2 && { lowestSpo2 }),
    ...(lastSpo2 && { lastSpo2 }),
    ...(highestPulse && { highestPulse }),
    ...(lowestPulse && { lowestPulse }),
    ...(lastPulse && { lastPulse }),
    ...(isGiven && {
      systolicRiseMmHg: Math.max(...since.map(({ systolicMmHg }) => systolicMmHg)) - baseline.systolicMmHg,
      diastolicRiseMmHg: Math.max(...since.map(({ diastolicMmHg }) => diastolicMmHg)) - baseline.diastolicMmHg,
    }),
    bpCount: bps.length,
    bpFailures,
    watchedMs: lengthOf(watched),
    withSignalMs: lengthOf(withSpo2(oximetry, watched, protocol.technical.staleMs)),
  };
}

function lastOf(rows: readonly OximetryRow[], of: 'spo2Pct' | 'pulseBpm'): Reached | undefined {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    const value = row?.[of];
    if (row && value !== null && value !== undefined) return { value, at: row.at };
  }
  return undefined;
}
