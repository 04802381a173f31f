/** Thins a long line to what the pixels can show, keeping every extreme and every gap. */

export interface LinePoint {
  readonly x: number;
  /** Null ends the line: what follows begins anew. */
  readonly y: number | null;
}

/** Readings further apart than this are not joined, ms: the age at which a periodic value is stale. */
export const GAP_MS = 5_000;

export interface Bucketing<Row> {
  readonly rows: readonly Row[];
  readonly valueOf: (row: Row) => number | null;
  readonly from: number;
  readonly to: number;
  /** Buckets over the axis: one for each pixel, or fewer. */
  readonly columns: number;
  /** A bucket that varies by no more than this is drawn as its mean: the last digit of a device flickers. */
  readonly quiet: number;
}

interface Run {
  readonly column: number;
  count: number;
  sum: number;
  first: Sample;
  lowest: Sample;
  highest: Sample;
  last: Sample;
}
interface Sample {
  readonly at: number;
  readonly value: number;
}

/** The mean of a quiet bucket, else its first, lowest, highest and last in order of time; a null between readings more than `GAP_MS` apart. */
export function bucketed<Row extends { readonly at: number }>(bucketing: Bucketing<Row>): LinePoint[] {
  const { rows, valueOf, from, to, columns, quiet } = bucketing;
  const width = Math.max(1, to - from) / Math.max(1, columns);
  const points: LinePoint[] = [];
  let run: Run | null = null;
  let isAlone = true;

  const close = (): void => {
    if (run === null) return;
    for (const sample of drawn(run, quiet)) points.push({ x: sample.at, y: sample.value });
    run = null;
  };
  const endLine = (at: number): void => {
    const last = points.at(-1);
    // A reading alone between two gaps is a dot: a line of almost no length, with round ends.
    if (isAlone && last && last.y !== null) points.push({ x: last.x + width / 2, y: last.y });
    points.push({ x: at, y: null });
  };

  let before: Sample | null = null;
  for (const row of rows) {
    const value = valueOf(row);
    if (value === null || row.at < from || row.at > to) continue;
    const sample = { at: row.at, value };
    if (before !== null && row.at - before.at > GAP_MS) {
      close();
      endLine((before.at + row.at) / 2);
      isAlone = true;
    } else if (before !== null) isAlone = false;
    const column = Math.floor((row.at - from) / width);
    if (run === null || (run as Run).column !== column) {
      close();
      run = { column, count: 1, sum: value, first: sample, lowest: sample, highest: sample, last: sample };
    } else widen(run, sample);
    before = sample;
  }
  close();
  if (isAlone && before !== null) points.push({ x: before.at + width / 2, y: before.value });
  return points;
}

function widen(run: Run, sample: Sample): void {
  if (sample.value < run.lowest.value) run.lowest = sample;
  if (sample.value > run.highest.value) run.highest = sample;
  run.last = sample;
  run.count += 1;
  run.sum += sample.value;
}

function drawn(run: Run, quiet: number): Sample[] {
  const { first, lowest, highest, last } = run;
  if (highest.value - lowest.value <= quiet) {
    return [{ at: (first.at + last.at) / 2, value: run.sum / run.count }];
  }
  const middle = lowest.at <= highest.at ? [lowest, highest] : [highest, lowest];
  return [...new Set([first, ...middle, last])];
}
