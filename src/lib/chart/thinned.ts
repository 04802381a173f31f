/** The two lines of a trend, thinned to the pixels: what no new reading can change is thinned once, and only its end anew each second. */
import type { OximetryPoint } from '../live/trend-series.ts';
import { bucketed, type LinePoint } from '#core/record/drawing/bucket.ts';

export interface Lines {
  readonly spo2: LinePoint[];
  readonly pulse: LinePoint[];
}

export interface ThinnedLines {
  /** Up to the pixel in progress: the same object as long as nothing in it changed. */
  readonly settled: Lines;
  /** From its last reading on. */
  readonly end: Lines;
}

/** A line thinner than this shows nothing more, px. */
const BUCKET_PX = 2;

export class Thinner {
  #settledRows: readonly OximetryPoint[] = [];
  #settled: Lines = { spo2: [], pulse: [] };
  #scale = '';

  /** @param rows sorted by time; what they held before is known by its identity */
  take(
    rows: readonly OximetryPoint[],
    { axisFrom: from, axisTo: to }: { readonly axisFrom: number; readonly axisTo: number },
    widthPx: number,
  ): ThinnedLines {
    const columns = Math.max(1, Math.ceil(widthPx / BUCKET_PX));
    const scale = `${from} ${to} ${columns}`;
    const bucketMs = (to - from) / columns;
    const last = rows.at(-1)?.at ?? from;
    const openFrom = from + Math.floor((last - from) / bucketMs) * bucketMs;
    let open = rows.length;
    while (open > 0 && (rows[open - 1]?.at ?? 0) >= openFrom) open -= 1;
    const thin = (some: readonly OximetryPoint[]): Lines => {
      const common = { rows: some, from, to, columns };
      return {
        spo2: bucketed({ ...common, quiet: 1, valueOf: (row) => row.spo2Pct }),
        pulse: bucketed({ ...common, quiet: 4, valueOf: (row) => row.pulseBpm }),
      };
    };
    if (scale !== this.#scale || !this.#isSettled(rows, open)) {
      this.#scale = scale;
      this.#settledRows = rows.slice(0, open);
      this.#settled = thin(this.#settledRows);
    }
    return { settled: this.#settled, end: thin(rows.slice(Math.max(0, open - 1))) };
  }

  #isSettled(rows: readonly OximetryPoint[], open: number): boolean {
    const known = this.#settledRows;
    if (known.length !== open) return false;
    for (let row = 0; row < open; row += 1) if (known[row] !== rows[row]) return false;
    return true;
  }
}
