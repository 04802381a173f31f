/** Clinic time of a soak as its clients go by it, and who waits for it. */
import type { Duration, Instant } from '#core/reading.ts';

/** Thrown into every course that still waits: the clinic closes. */
export class DayOver extends Error {}

export class Day {
  readonly rate: number;
  readonly #startedAt = Date.now();
  readonly #from = performance.now();
  readonly #waiting = new Set<{ readonly at: Instant; readonly go: () => void; readonly stop: (why: Error) => void }>();
  #isOver = false;

  constructor(rate: number) {
    this.rate = rate;
  }

  /** The adapters' clock: it runs at the clinic's speed, and begins where it likes. */
  get now(): Instant {
    return this.#startedAt + Math.trunc(this.passed);
  }

  /** Clinic ms since the start. */
  get passed(): Duration {
    return (performance.now() - this.#from) * this.rate;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Rejects with `DayOver` when the clinic closes meanwhile. */
  wait(ms: Duration): Promise<void> {
    if (this.#isOver) return Promise.reject(new DayOver());
    return new Promise((go, stop) => this.#waiting.add({ at: this.now + ms, go, stop }));
  }

  minutes(minutes: number): Promise<void> {
    return this.wait(minutes * 60_000);
  }

  /** Wakes whoever waited long enough. */
  tick(): void {
    const { now } = this;
    for (const each of this.#waiting)
      if (each.at <= now) {
        this.#waiting.delete(each);
        each.go();
      }
  }

  close(): void {
    this.#isOver = true;
    for (const { stop } of this.#waiting) stop(new DayOver());
    this.#waiting.clear();
  }
}
