/** A visit's readings as its figures need them: values and when, read as columns, some 4,000 of them in a few ms. */
import type { DatabaseSync } from 'node:sqlite';
import { NIBP_FAILURES, QUALITIES, READING_KINDS } from '#core/reading.ts';
import type { Cause, Reading } from '#core/reading.ts';

type Tuple = readonly [
  kind: number,
  measuredAt: number,
  quality: number,
  v1: number | null,
  v2: number | null,
  v3: number | null,
  v4: number | null,
];

/** No figure asks for a cause. */
const NO_CAUSES: readonly Cause[] = [];
const OXIMETRY = READING_KINDS.indexOf('oximetry');

export function readingsForFigures(journal: DatabaseSync, stream: number, seq: number): readonly Reading[] {
  const select = journal.prepare(
    'SELECT kind, at - lag_ms, quality, v1, v2, v3, v4 FROM readings WHERE stream = ? AND seq <= ? ORDER BY seq',
  );
  select.setReturnArrays(true);
  return (select.all(stream, seq) as unknown as Tuple[]).map(readingOf);
}

function readingOf([kind, measuredAt, code, v1, v2, , v4]: Tuple): Reading {
  const measured = { measuredAt, quality: QUALITIES[code] ?? 'none', causes: NO_CAUSES };
  if (kind === OXIMETRY) {
    // Of most readings both are there: no object is copied for them.
    if (v1 !== null && v2 !== null && v4 === null)
      return { kind: 'oximetry', measuredAt, quality: measured.quality, causes: NO_CAUSES, spo2Pct: v1, pulseBpm: v2 };
    return {
      kind: 'oximetry',
      ...measured,
      ...(v1 !== null && { spo2Pct: v1 }),
      ...(v2 !== null && { pulseBpm: v2 }),
      ...(v4 !== null && { respiratoryRatePerMin: v4 }),
    };
  }
  switch (READING_KINDS[kind]) {
    case 'nibp':
      return { kind: 'nibp', ...measured, systolicMmHg: v1 ?? Number.NaN, diastolicMmHg: v2 ?? Number.NaN };
    case 'nibp-failed':
      return { kind: 'nibp-failed', ...measured, failure: NIBP_FAILURES[v1 ?? -1] ?? 'device-fault' };
    default:
      return { kind: 'cuff-pressure', ...measured, cuffPressureMmHg: v1 ?? Number.NaN };
  }
}
