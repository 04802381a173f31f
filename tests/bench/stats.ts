/** Percentiles and the medians of interleaved pairs. Absolute figures drift from machine to machine; their ratio to a floor does not. */

/** Nearest-rank percentile of unsorted samples; NaN when empty. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Median of the product's runs. */
  readonly product: number;
  /** Median of the bare floor's runs of the same session; null where there is no floor. */
  readonly floor: number | null;
  readonly ratio: number | null;
  /** At most this ratio (or this figure where there is no floor), or what `bound` says. */
  readonly goal: number;
  /** What `goal` bounds where it is not the ratio: the product's own figure, from above or from below. */
  readonly bound?: 'at most' | 'at least';
  readonly met: boolean;
  readonly pairs: readonly (readonly [product: number, floor: number])[];
}

const round = (value: number): number => Number(value.toPrecision(4));

/** The ratio is the median of the pairs' ratios, so that a slow minute weighs on both sides of its own pair only. */
export function compare(
  name: string,
  unit: string,
  goal: number,
  pairs: readonly (readonly [number, number])[],
): Figure {
  const ratio = median(pairs.map(([product, floor]) => product / floor));
  return {
    name,
    unit,
    product: round(median(pairs.map(([product]) => product))),
    floor: round(median(pairs.map(([, floor]) => floor))),
    ratio: round(ratio),
    goal,
    met: ratio <= goal,
    pairs: pairs.map(([product, floor]) => [round(product), round(floor)]),
  };
}

/** The figure itself has the goal; a floor of the same run only says how much of it is the product's. */
export function atMost(name: string, unit: string, goal: number, product: number, floor?: number): Figure {
  return {
    ...{ name, unit, goal, bound: 'at most', pairs: [], product: round(product), met: product <= goal },
    floor: floor === undefined ? null : round(floor),
    ratio: floor === undefined ? null : round(product / floor),
  };
}

export const atLeast = (name: string, unit: string, goal: number, product: number): Figure => ({
  ...{ name, unit, goal, bound: 'at least', pairs: [], product: round(product), met: product >= goal },
  ...{ floor: null, ratio: null },
});
