/** The chart in words: what stood at one instant, and the whole visit as a table. */
import type { Entry, RecordedEntry } from '#core/entry.ts';
import type { BpPoint, OximetryPoint, TrendSeries } from '../live/trend-series.ts';
import { GAP_MS } from '#core/record/drawing/bucket.ts';
import type { Mark } from './marks.ts';

/** How far from the finger a BP or a mark still counts as under it, px. */
const REACH_PX = 12;

export interface Readout {
  readonly at: number;
  readonly spo2Pct: number | null;
  readonly pulseBpm: number | null;
  readonly bp: BpPoint | null;
  readonly marks: readonly Mark[];
}

export function readoutAt(series: TrendSeries, marks: readonly Mark[], at: number, msPerPx: number): Readout {
  const reach = REACH_PX * msPerPx;
  const near = nearest(series.oximetry, at);
  // Wider than a gap only where one pixel already is.
  const oximetry = near && Math.abs(near.at - at) <= Math.max(GAP_MS, msPerPx) ? near : null;
  const bp = nearest(series.bps, at);
  return {
    at,
    spo2Pct: oximetry?.spo2Pct ?? null,
    pulseBpm: oximetry?.pulseBpm ?? null,
    bp: bp && Math.abs(bp.at - at) <= reach ? bp : null,
    // What has a length is under the finger from its beginning to its end.
    marks: marks.filter((mark) => at >= mark.at - reach && at <= (mark.until ?? mark.at) + reach),
  };
}

/** The row nearest in time, by halving; rows are sorted. */
function nearest<Row extends { readonly at: number }>(rows: readonly Row[], at: number): Row | null {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const after = rows[low];
  const before = rows[low - 1];
  if (!after || !before) return after ?? before ?? null;
  return after.at - at < at - before.at ? after : before;
}

export interface TableRow {
  readonly at: number;
  readonly oximetry: OximetryPoint | null;
  readonly bp: BpPoint | null;
  /** Entered by a person. */
  readonly byHand: Extract<Entry, { readonly kind: 'vitals' }> | null;
}

const TABLE_STEP_MS = 5 * 60_000;

/** Every five minutes, every BP and every vital sign by hand, the newest first; a row with nothing in it is left out. */
export function tableRows(series: TrendSeries, entries: readonly RecordedEntry[] = []): readonly TableRow[] {
  const byHand = new Map(entries.flatMap(({ at, entry }) => (entry.kind === 'vitals' ? [[at, entry] as const] : [])));
  const first = series.oximetry[0]?.at ?? Infinity;
  const last = series.oximetry.at(-1)?.at ?? -Infinity;
  const times = new Set([...series.bps.map((bp) => bp.at), ...byHand.keys()]);
  for (let at = Math.ceil(first / TABLE_STEP_MS) * TABLE_STEP_MS; at <= last; at += TABLE_STEP_MS) times.add(at);
  return [...times]
    .toSorted((a, b) => b - a)
    .map((at): TableRow => {
      const near = nearest(series.oximetry, at);
      return {
        at,
        oximetry: near && Math.abs(near.at - at) <= GAP_MS ? near : null,
        bp: series.bps.find((bp) => bp.at === at) ?? null,
        byHand: byHand.get(at) ?? null,
      };
    })
    .filter((row) => row.oximetry !== null || row.bp !== null || row.byHand !== null);
}
