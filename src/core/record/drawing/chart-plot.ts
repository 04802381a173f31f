/** Where everything of the chart stands: its time axis, and a band of its own scale for each value. */
import type { Instant } from '../../reading.ts';
import { BAND_SHARE, bandRange, BANDS, type Band, type Range } from './band.ts';
import type { ChartSeries } from './chart-series.ts';
import type { VisitRecord } from '../visit-record.ts';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** `14:23`, in the clinic's zone. */
  readonly clock: (at: Instant) => string;
}

export interface Box {
  readonly top: number;
  readonly bottom: number;
}

export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly from: Instant;
  readonly to: Instant;
  readonly phases: Box;
  readonly bands: Readonly<Record<Band, Box>>;
  readonly ranges: Readonly<Record<Band, Range>>;
  readonly alerts: Box;
  readonly entries: Box;
  /** Of the times' letters. */
  readonly timesAt: number;
  x(at: Instant): number;
  y(band: Band, value: number): number;
}

/** In the drawing's units; a figure of the scale is 7.5 high. */
export const SIZE = { text: 7.5, small: 6.5, mark: 8, entry: 11 } as const;
const LEFT = 46;
const RIGHT = 36;
const ROW = { phases: 15, alerts: 32, entries: 29, times: 13 } as const;
/** Before the first of what the record holds, and after the last. */
const MARGIN_MS = 60_000;

export const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Letters of the record's face are about so wide; only to keep words from each other. */
export const widthOf = (text: string, size: number): number => text.length * size * 0.54;

export function plotOf(record: VisitRecord, series: ChartSeries, { width, height }: ChartSize): Plot {
  const { from, to } = spanOf(record, series);
  const [left, right] = [LEFT, width - RIGHT];
  const top = ROW.phases;
  const foot = height - ROW.times - ROW.entries - ROW.alerts;
  const share = BANDS.reduce((sum, band) => sum + BAND_SHARE[band], 0);
  let at: number = top;
  const bands = Object.fromEntries(
    BANDS.map((band) => {
      const box = { top: at, bottom: at + ((foot - top) * BAND_SHARE[band]) / share };
      at = box.bottom;
      return [band, box];
    }),
  ) as Record<Band, Box>;
  const ranges = rangesOf(record, series);
  return {
    left,
    right,
    from,
    to,
    phases: { top: 0, bottom: top },
    bands,
    ranges,
    alerts: { top: foot, bottom: foot + ROW.alerts },
    entries: { top: foot + ROW.alerts, bottom: height - ROW.times },
    timesAt: height - 3,
    x: (instant) => tenth(left + ((instant - from) / (to - from)) * (right - left)),
    y: (band, value) => {
      const { min, max } = ranges[band];
      const box = bands[band];
      return tenth(box.bottom - ((value - min) / (max - min)) * (box.bottom - box.top));
    },
  };
}

/** From what was recorded first to what was recorded last: a patient who waits for a ride for hours makes no chart of hours. */
function spanOf(record: VisitRecord, { oximetry, bps }: ChartSeries): { readonly from: Instant; readonly to: Instant } {
  const { openedAt, ended, treatment, entries, alerts, phases } = record;
  const times = [
    ...[oximetry.at(0)?.at, oximetry.at(-1)?.at, bps[0]?.at, bps.at(-1)?.at, treatment?.startedAt, treatment?.endedAt],
    ...entries.map(({ at }) => at),
    ...alerts.flatMap(({ onsetAt, endedAt }) => [onsetAt, endedAt ?? onsetAt]),
    ...phases.flatMap(({ name, to }) => (name === 'recovery' ? [to] : [])),
  ].flatMap((at) => (at === undefined ? [] : [at]));
  const first = times.reduce((least, at) => Math.min(least, at), ended.at) - MARGIN_MS;
  const last = times.reduce((most, at) => Math.max(most, at), openedAt) + MARGIN_MS;
  const from = Math.max(openedAt - MARGIN_MS, first);
  return { from, to: Math.max(from + MARGIN_MS, Math.min(ended.at, last)) };
}

function rangesOf({ baseline }: VisitRecord, { oximetry, bps }: ChartSeries): Record<Band, Range> {
  const range = (band: Band, values: readonly (number | null | undefined)[]): Range => {
    const known = values.flatMap((value) => (value === null || value === undefined ? [] : [value]));
    const some = known.length === 0 ? [100] : known;
    return bandRange(
      band,
      some.reduce((least, value) => Math.min(least, value), Infinity),
      some.reduce((most, value) => Math.max(most, value), -Infinity),
    );
  };
  return {
    bp: range('bp', [
      ...[baseline?.systolicMmHg, baseline?.diastolicMmHg],
      ...bps.flatMap((bp) => [bp.systolicMmHg, bp.diastolicMmHg]),
    ]),
    spo2: range('spo2', [baseline?.spo2Pct, ...oximetry.map(({ spo2Pct }) => spo2Pct)]),
    pulse: range('pulse', [baseline?.pulseBpm, ...oximetry.map(({ pulseBpm }) => pulseBpm)]),
  };
}
