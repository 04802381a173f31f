/** How often something took how long, as plain numbers: it costs a few comparisons where it is counted, and nothing else until somebody asks. */
import type { Duration } from '#core/reading.ts';

export class Histogram {
  /** Upper bounds, rising; what is above the last is counted in one more. */
  readonly bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = bounds.map(() => 0).concat(0);
  }

  observe(value: number): void {
    const { bounds } = this;
    let at = 0;
    while (at < bounds.length && value > (bounds[at] ?? Infinity)) at += 1;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += value;
  }

  /** For each bound how many were not above it, and last how many there were. */
  get cumulative(): readonly number[] {
    let sofar = 0;
    return this.#counts.map((count) => (sofar += count));
  }

  get sum(): number {
    return this.#sum;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }
}

/** For what a person or a disk waits for. */
export const durations = (): Histogram =>
  new Histogram([0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] satisfies readonly Duration[]);

/** For work on the main thread: finer below, since all that waits behind it waits as long. */
export const shortDurations = (): Histogram =>
  new Histogram([0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1_000] satisfies readonly Duration[]);

export const amounts = (): Histogram => new Histogram([1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000]);
