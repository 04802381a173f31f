/** What the chart of a record draws: each value at its own time, however late it came. */
import type { VisitEvent } from '../../event.ts';
import type { Instant, NibpReading, OximetryReading, Reading } from '../../reading.ts';

export interface OximetryPoint {
  readonly at: Instant;
  readonly spo2Pct: number | null;
  readonly pulseBpm: number | null;
  /** The device itself doubted it. */
  readonly isDoubtful: boolean;
}

export interface BpBar {
  readonly at: Instant;
  readonly systolicMmHg: number;
  readonly diastolicMmHg: number;
  readonly meanMmHg: number | null;
  /** A person typed it. */
  readonly byHand: boolean;
}

/** Each in order of measurement. */
export interface ChartSeries {
  readonly oximetry: readonly OximetryPoint[];
  readonly bps: readonly BpBar[];
  /** Cuff cycles that gave no BP. */
  readonly failures: readonly Instant[];
}

export function chartSeries(events: readonly VisitEvent[]): ChartSeries {
  const readings = events
    .flatMap((event): readonly Reading[] =>
      event.type === 'reading-recorded' || event.type === 'bp-entered' ? [event.reading] : [],
    )
    .toSorted((a, b) => a.measuredAt - b.measuredAt);
  return {
    oximetry: readings.flatMap((reading) => (reading.kind === 'oximetry' ? [pointOf(reading)] : [])),
    bps: readings.flatMap((reading) => (reading.kind === 'nibp' ? [barOf(reading)] : [])),
    failures: readings.flatMap((reading) => (reading.kind === 'nibp-failed' ? [reading.measuredAt] : [])),
  };
}

/** What the device calls no usable value is none, whatever number stands beside it. */
const pointOf = ({ measuredAt: at, spo2Pct, pulseBpm, quality }: OximetryReading): OximetryPoint => ({
  at,
  spo2Pct: quality === 'none' ? null : (spo2Pct ?? null),
  pulseBpm: quality === 'none' ? null : (pulseBpm ?? null),
  isDoubtful: quality === 'poor',
});

const barOf = (bp: NibpReading): BpBar => ({
  at: bp.measuredAt,
  systolicMmHg: bp.systolicMmHg,
  diastolicMmHg: bp.diastolicMmHg,
  meanMmHg: bp.meanMmHg ?? null,
  byHand: bp.byHand === true,
});
