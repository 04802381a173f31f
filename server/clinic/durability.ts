/**
 * Watches how long events wait for the disk. Screens wait with them, but never longer than LATE_MS: a full or hanging disk must not
 * silence a desaturation (docs/SPEC.md, WS). Real time, not clinic time: a disk does not run faster in a demo.
 */
import type { Duration } from '#core/reading.ts';

/** Screens have what they wait for within 500 ms; this leaves the rest of the way its share. */
export const LATE_MS: Duration = 400;

export interface DurabilityListener {
  /** Something has waited too long: from now on everything is shown at once, marked "not yet recorded". */
  onLate(): void;
  /** Everything is on the disk again. */
  onCaughtUp(): void;
}

export class Durability {
  readonly #listener: DurabilityListener;
  /** Since when each append waits, oldest first: the journal writes in order. */
  readonly #since: number[] = [];
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #late = false;

  constructor(listener: DurabilityListener) {
    this.#listener = listener;
  }

  /** True while the oldest waiting event has waited longer than LATE_MS. */
  get late(): boolean {
    return this.#late;
  }

  /** Real ms the oldest waiting event has waited; 0 when nothing waits. */
  get waitingMs(): Duration {
    const oldest = this.#since[0];
    return oldest === undefined ? 0 : performance.now() - oldest;
  }

  watch(durable: Promise<void>, onDurable?: () => void): void {
    this.#since.push(performance.now());
    this.#timer ??= setTimeout(() => this.#check(), LATE_MS);
    this.#last = durable;
    void durable.then(() => {
      this.#since.shift();
      onDurable?.();
      if (this.#since.length === 0) this.#caughtUp();
    });
  }

  /** Resolves when all that was given so far is on the disk. */
  all(): Promise<void> {
    return this.#last;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #check(): void {
    this.#timer = undefined;
    const oldest = this.#since[0];
    if (oldest === undefined || this.#late) return;
    const left = oldest + LATE_MS - performance.now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#check(), Math.ceil(left));
      return;
    }
    this.#late = true;
    this.#listener.onLate();
  }

  #caughtUp(): void {
    if (!this.#late) return;
    this.#late = false;
    this.#listener.onCaughtUp();
  }
}
