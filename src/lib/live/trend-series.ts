/**
 * What a trend chart draws, as plain arrays (Chart.js must never see a `$state` proxy). History comes by HTTP and is the truth;
 * points taken from the live view only bridge the seconds until the next fetch.
 */
import type { ChairView } from '#core/view.ts';
import type { Trend } from '#protocol/trend.ts';

export interface OximetryPoint {
  readonly at: number;
  readonly spo2Pct: number | null;
  readonly pulseBpm: number | null;
  /** Why it has no SpO₂. */
  readonly absence?: string;
}
export type BpPoint = Trend['bps'][number];
export type AlertSpan = Trend['alerts'][number];

export interface TrendSeries {
  readonly oximetry: readonly OximetryPoint[];
  readonly bps: readonly BpPoint[];
  readonly alerts: readonly AlertSpan[];
}

export const emptySeries: TrendSeries = { oximetry: [], bps: [], alerts: [] };

/** Rows of a later answer may be older by measurement time (a backlog): sorted in, and the later answer wins at one instant. */
export function withHistory(series: TrendSeries, trend: Trend): TrendSeries {
  const why = new Map(trend.oximetry.absences?.map(({ at, reason }) => [at, reason]));
  const fetched = trend.oximetry.at.map((at, row): OximetryPoint => {
    const absence = why.get(at);
    return {
      at,
      spo2Pct: trend.oximetry.spo2Pct[row] ?? null,
      pulseBpm: trend.oximetry.pulseBpm[row] ?? null,
      ...(absence !== undefined && { absence }),
    };
  });
  return {
    oximetry: mergedByTime(series.oximetry, fetched),
    bps: mergedByTime(series.bps, trend.bps),
    alerts: mergedAlerts(series.alerts, trend.alerts),
  };
}

/** Adds what the view shows now and the series does not have; the same series when there is nothing new. */
export function withLive(series: TrendSeries, view: Pick<ChairView, 'spo2' | 'pulse' | 'nibp'>): TrendSeries {
  const { spo2, pulse, nibp } = view;
  const at = Math.max(spo2.status === 'live' ? spo2.at : 0, pulse.status === 'live' ? pulse.at : 0);
  const last = series.oximetry.at(-1)?.at ?? 0;
  const oximetry =
    at > last
      ? [
          ...series.oximetry,
          {
            at,
            spo2Pct: spo2.status === 'live' && spo2.at === at ? spo2.value : null,
            pulseBpm: pulse.status === 'live' && pulse.at === at ? pulse.value : null,
          },
        ]
      : series.oximetry;
  const bp = nibp.last;
  const bps =
    bp && bp.at > (series.bps.at(-1)?.at ?? 0)
      ? [
          ...series.bps,
          {
            at: bp.at,
            systolicMmHg: bp.systolicMmHg,
            diastolicMmHg: bp.diastolicMmHg,
            meanMmHg: bp.meanMmHg ?? null,
            byHand: bp.byHand,
          },
        ]
      : series.bps;
  if (oximetry === series.oximetry && bps === series.bps) return series;
  return { oximetry, bps, alerts: series.alerts };
}

/** Only from the first fetched row on: a visit of hours must not be sorted anew for its last seconds. A row that says nothing new stays. */
function mergedByTime<Row extends { readonly at: number }>(
  known: readonly Row[],
  fetched: readonly Row[],
): readonly Row[] {
  if (fetched.length === 0) return known;
  const first = fetched.reduce((least, { at }) => Math.min(least, at), Infinity);
  let before = known.length;
  while (before > 0 && (known[before - 1]?.at ?? 0) >= first) before -= 1;
  const byTime = new Map(known.slice(before).map((row) => [row.at, row]));
  for (const row of fetched) {
    const there = byTime.get(row.at);
    if (!there || !isSame(there, row)) byTime.set(row.at, row);
  }
  const tail = [...byTime.values()].toSorted((a, b) => a.at - b.at);
  return [...known.slice(0, before), ...tail];
}

function isSame(row: object, other: object): boolean {
  const [values, others] = [Object.entries(row), new Map(Object.entries(other))];
  return values.length === others.size && values.every(([key, value]) => others.get(key) === value);
}

function mergedAlerts(known: readonly AlertSpan[], fetched: readonly AlertSpan[]): readonly AlertSpan[] {
  if (fetched.length === 0) return known;
  const byId = new Map([...known, ...fetched].map((alert) => [alert.alertId, alert]));
  return [...byId.values()].toSorted((a, b) => a.onsetAt - b.onsetAt);
}
