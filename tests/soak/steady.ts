/** Whether a soak stayed flat: a line through the second half that a few bad minutes cannot bend, against a stated bound. */

export interface Point {
  /** Clinic hours since the start. */
  readonly hour: number;
  readonly value: number;
}

const middle = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;
export const medianOf = (values: readonly number[]): number => middle(values.toSorted((a, b) => a - b));

/** Theil and Sen's: the median of the slopes of all pairs, a hour. 29 % of the points may be anything. */
export function slope(points: readonly Point[]): number {
  const slopes: number[] = [];
  for (const [index, one] of points.entries())
    for (const other of points.slice(index + 1))
      if (other.hour > one.hour) slopes.push((other.value - one.value) / (other.hour - one.hour));
  return medianOf(slopes);
}

/** The first half fills what is filled once: pools, caches up to their bound, compiled code. */
export const secondHalf = (points: readonly Point[]): readonly Point[] => points.slice(Math.floor(points.length / 2));

export interface Bound {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly Point[];
  /** What it may grow by in an hour, given its median: why stands in docs/soak.md. */
  readonly mayGrow: (median: number) => number;
}

export interface Judged {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly perHour: number;
  readonly mayGrow: number;
  readonly isFlat: boolean;
}

export function judge({ name, unit, values, mayGrow }: Bound): Judged {
  const late = secondHalf(values);
  const median = medianOf(late.map(({ value }) => value));
  const perHour = slope(late);
  const limit = mayGrow(median);
  return { name, unit, median, perHour, mayGrow: limit, isFlat: perHour <= limit };
}
