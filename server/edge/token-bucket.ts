/** So many at once, and so many a second in the long run. It reads no clock. */
export interface Budget {
  readonly perSecond: number;
  /** What may come at once after a rest. */
  readonly burst: number;
}

export class TokenBucket {
  readonly #budget: Budget;
  #left: number;
  #at: number | undefined;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#left = budget.burst;
  }

  /**
   * What does not fit takes nothing.
   * @param now ms of a clock that never goes back; one that does gives nothing
   */
  take(now: number, cost = 1): boolean {
    this.#fill(now);
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }

  /** Nothing was taken lately: it may be forgotten. */
  isFull(now: number): boolean {
    this.#fill(now);
    return this.#left >= this.#budget.burst;
  }

  #fill(now: number): void {
    const { perSecond, burst } = this.#budget;
    const passedMs = Math.max(0, now - (this.#at ?? now));
    this.#left = Math.min(burst, this.#left + (passedMs * perSecond) / 1_000);
    this.#at = Math.max(now, this.#at ?? now);
  }
}
