/** The trend of one visit for its chart: its readings as columns, and what its alert facts fold into. */
import type { DatabaseSync } from 'node:sqlite';
import { absenceReason } from '#core/alerts/reason.ts';
import type { VisitEvent } from '#core/event.ts';
import { pastAlerts } from '#core/past/past-alerts.ts';
import type { NibpReading, OximetryReading, Reading } from '#core/reading.ts';
import type { Trend } from '#protocol/trend.ts';
import { findStream, storedRows } from './read-rows.ts';
import { fromColumns } from './reading-columns.ts';
import { toEvent } from './rows.ts';

/** Readings recorded after `sinceSeq`, by measurement time; alerts always all. A visit nobody knows has an empty trend. */
export function trendOf(db: DatabaseSync, visitId: string, sinceSeq: number): Trend {
  const stream = findStream(db, { kind: 'visit', id: visitId });
  const readings: Reading[] = [];
  const events: VisitEvent[] = [];
  const fresh = new Set<Reading>();
  for (const row of stream === undefined ? [] : storedRows(db, stream.number)) {
    const event = 'columns' in row ? undefined : (toEvent(row) as VisitEvent);
    const reading = 'columns' in row ? fromColumns(row.columns) : readingIn(event);
    if (event !== undefined) events.push(event);
    if (reading === undefined) continue;
    readings.push(reading);
    if (row.seq > sinceSeq) fresh.add(reading);
  }
  const shown = readings.filter((reading) => fresh.has(reading)).sort((a, b) => a.measuredAt - b.measuredAt);
  return {
    upTo: stream?.seq ?? 0,
    oximetry: oximetryColumns(shown.filter((reading) => reading.kind === 'oximetry')),
    bps: shown.filter((reading) => reading.kind === 'nibp').map(bpPoint),
    alerts: pastAlerts(events, readings),
  };
}

function readingIn(event: VisitEvent | undefined): Reading | undefined {
  return event?.type === 'bp-entered' || event?.type === 'reading-recorded' ? event.reading : undefined;
}

function oximetryColumns(readings: readonly OximetryReading[]): Trend['oximetry'] {
  const absences = readings
    .filter(({ spo2Pct }) => spo2Pct === undefined)
    .map((reading) => ({ at: reading.measuredAt, reason: absenceReason(reading) }));
  return { ...columnsOf(readings), ...(absences.length > 0 && { absences }) };
}

const columnsOf = (readings: readonly OximetryReading[]): Trend['oximetry'] => ({
  at: readings.map(({ measuredAt }) => measuredAt),
  spo2Pct: readings.map(({ spo2Pct }) => spo2Pct ?? null),
  pulseBpm: readings.map(({ pulseBpm }) => pulseBpm ?? null),
});

const bpPoint = (bp: NibpReading): Trend['bps'][number] => ({
  at: bp.measuredAt,
  systolicMmHg: bp.systolicMmHg,
  diastolicMmHg: bp.diastolicMmHg,
  meanMmHg: bp.meanMmHg ?? null,
  byHand: bp.byHand === true,
});
