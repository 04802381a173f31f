/**
 * How long something took while this machine could work on it. On a machine that many share, a process may get no turn for a second:
 * that is not the product's recovery. Of the time between two looks no more than a little counts.
 */
import type { Span } from './ledger.ts';

const LOOK_MS = 20;
const COUNTED_MS = 30;

/** How often it notes how the wall clock stood. */
const NOTE_MS = 200;

export class FairClock {
  #ms = 0;
  readonly #notes: { readonly at: number; readonly ms: number }[] = [];
  #at = performance.now();
  readonly #timer = setInterval(() => this.#look(), LOOK_MS);

  get now(): number {
    this.#look();
    return this.#ms;
  }

  /** When the machine gave this process less than two thirds of its turns, by the wall clock. */
  get busy(): readonly Span[] {
    return this.#notes.flatMap((note, n) => {
      const before = this.#notes[n - 1];
      const isBusy = before && note.ms - before.ms < ((note.at - before.at) * 2) / 3;
      return isBusy ? [{ from: before.at, until: note.at }] : [];
    });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#ms += Math.min(now - this.#at, COUNTED_MS);
    this.#at = now;
    const at = Date.now();
    const last = this.#notes.at(-1);
    if (!last || at - last.at >= NOTE_MS) this.#notes.push({ at, ms: this.#ms });
  }
}
