/**
 * Readings of many chairs that arrive close together go to the disk together: one commit for a group costs a tenth of one for each.
 * The first of a lull goes at once, and so does anything but a plain reading: an alert or a person's act never waits here.
 */
import type { Duration } from '#core/reading.ts';
import type { RunningVisit } from './running-visit.ts';

/** Nothing one could see on values that come once a second. */
export const WINDOW_MS: Duration = 25;

export class CommitWindow {
  readonly #waiting = new Set<RunningVisit>();
  #flushedAt = -Infinity;
  #lastVisit: RunningVisit | undefined;
  #flushed: PromiseWithResolvers<undefined> | undefined;

  /** The visit has events to be committed: now, or with those of other visits in a moment. */
  add(visit: RunningVisit): void {
    const waitMs = this.#flushedAt + WINDOW_MS - performance.now();
    const isAlone = this.#waiting.size === 0 && (waitMs <= 0 || visit === this.#lastVisit);
    this.#waiting.add(visit);
    if (isAlone || visit.isUrgent) this.flush();
    else this.#flushLater(waitMs);
  }

  flush(): void {
    this.#flushedAt = performance.now();
    for (const visit of this.#waiting) {
      visit.commit();
      this.#lastVisit = visit;
    }
    this.#waiting.clear();
    this.#flushed?.resolve(undefined);
    this.#flushed = undefined;
  }

  /** Resolves when nothing waits here any more; undefined when nothing does. */
  get flushed(): Promise<undefined> | undefined {
    return this.#flushed?.promise;
  }

  #flushLater(waitMs: Duration): void {
    if (this.#flushed) return;
    this.#flushed = Promise.withResolvers();
    const mine = this.#flushed;
    setTimeout(
      () => {
        if (this.#flushed === mine) this.flush();
      },
      Math.max(1, waitMs),
    );
  }
}
