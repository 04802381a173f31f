/** A reading as a row of the spool, and back. */
import type { Instant, Reading } from '#core/reading.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { fromColumns, toColumns } from '../../journal/reading-columns.ts';

export interface SpoolRow {
  readonly n: number;
  readonly run: number;
  readonly device_id: string;
  readonly epoch: string;
  readonly seq: number;
  readonly at: Instant;
  readonly device_lag_ms: number | null;
  readonly kind: number;
  readonly quality: number;
  readonly causes: number;
  readonly v1: number | null;
  readonly v2: number | null;
  readonly v3: number | null;
  readonly v4: number | null;
  readonly json: string | null;
}

/** In the order of the table's columns, from `at` on. */
export type SpoolValues = readonly (number | string | null)[];

export function valuesOf({ deviceId: _, epoch: __, seq: ___, ...rest }: WireReading): SpoolValues {
  const reading = rest as Reading;
  const columns = toColumns(reading, reading.measuredAt);
  if (!columns) return [Math.round(reading.measuredAt), null, 0, 0, 0, null, null, null, null, JSON.stringify(reading)];
  const { at, deviceLagMs, kind, quality, causes, v1, v2, v3, v4 } = columns;
  return [at, deviceLagMs, kind, quality, causes, v1, v2, v3, v4, null];
}

/** @param stampOf from the clock of its run to the clock of this one */
export function readingOf(row: SpoolRow, stampOf: (stamp: Instant) => Instant): WireReading {
  const { device_id: deviceId, epoch, seq, json } = row;
  const reading =
    json === null ? fromColumns({ ...row, lagMs: 0, deviceLagMs: row.device_lag_ms }) : (JSON.parse(json) as Reading);
  return { ...reading, measuredAt: stampOf(reading.measuredAt), deviceId, epoch, seq };
}
