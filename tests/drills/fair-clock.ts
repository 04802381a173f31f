/**
 * How long something took while this machine could work on it. On a machine that many share, a process may get no turn for a second:
 * that is not the product's recovery. Of the time between two looks no more than a little counts.
 */
const LOOK_MS = 20;
const COUNTED_MS = 30;

export class FairClock {
  #ms = 0;
  #at = performance.now();
  readonly #timer = setInterval(() => this.#look(), LOOK_MS);

  get now(): number {
    this.#look();
    return this.#ms;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#ms += Math.min(now - this.#at, COUNTED_MS);
    this.#at = now;
  }
}
