/**
 * Watches how long events wait for the disk. Screens wait with them, but never longer than LATE_MS: a full or hanging disk must not
 * silence a desaturation (docs/SPEC.md, WS). Real time, not clinic time: a disk does not run faster in a demo.
 */
import type { Duration } from '#core/reading.ts';

/** Screens have what they wait for within 500 ms; this leaves the rest of the way its share. */
export const LATE_MS: Duration = 400;

/** A disk that is late for a moment is marked on the screens; only one that stays away is an alert: it must not cry wolf. */
export const STUCK_MS: Duration = 2_000;

export interface DurabilityListener {
  /** Something has waited too long: from now on everything is shown at once, marked "not yet recorded". */
  onLate(): void;
  /** Still waiting: a person has to know. */
  onStuck(): void;
  /** All that waited when it was late is on the disk, and what came since goes there in time. Told only after `onLate`. */
  onCaughtUp(): void;
}

export class Durability {
  readonly #listener: DurabilityListener;
  /** Since when each append waits, oldest first: the journal writes in order. */
  readonly #since: number[] = [];
  /** For so long this thread stood still since something waits: what the disk has answered meanwhile was not heard. */
  #stoodMs = 0;
  #checkAt = 0;
  /** Of those that waited when it was found late, or stuck, so many still do. A busy clinic always has one that waits. */
  #owed = 0;
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #late = false;
  #stuck = false;

  constructor(listener: DurabilityListener) {
    this.#listener = listener;
  }

  /** True from when the oldest waiting event has waited longer than LATE_MS until the disk has caught up. */
  get late(): boolean {
    return this.#late;
  }

  /** True once the oldest waiting event waited longer than STUCK_MS, until the disk has caught up. */
  get stuck(): boolean {
    return this.#stuck;
  }

  /** Real ms the oldest waiting event has waited; 0 when nothing waits. */
  get waitingMs(): Duration {
    const oldest = this.#since[0];
    return oldest === undefined ? 0 : performance.now() - oldest;
  }

  watch(durable: Promise<void>, onDurable?: () => void): void {
    this.#since.push(performance.now());
    if (this.#timer === undefined) this.#checkIn(LATE_MS);
    this.#last = durable;
    void durable.then(() => {
      this.#since.shift();
      onDurable?.();
      this.#owed -= 1;
      if (this.#since.length === 0 || (this.#late && this.#owed <= 0 && this.waitingMs < LATE_MS / 2)) this.#caughtUp();
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
    if (this.#since.length === 0) return;
    this.#stoodMs += Math.max(0, performance.now() - this.#checkAt);
    const waited = this.waitingMs;
    const byDisk = waited - this.#stoodMs;
    if (waited >= LATE_MS && !this.#late) {
      this.#late = true;
      this.#owed = this.#since.length;
      this.#listener.onLate();
    }
    if (byDisk >= STUCK_MS && !this.#stuck) {
      this.#stuck = true;
      this.#owed = this.#since.length;
      this.#listener.onStuck();
    }
    if (this.#stuck) return;
    this.#checkIn(Math.ceil(waited >= LATE_MS ? STUCK_MS - byDisk : LATE_MS - waited));
  }

  #checkIn(ms: Duration): void {
    this.#checkAt = performance.now() + ms;
    this.#timer = setTimeout(() => this.#check(), ms);
  }

  #caughtUp(): void {
    this.#stoodMs = 0;
    if (!this.#late) return;
    this.#late = false;
    this.#stuck = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#since.length > 0) this.#checkIn(Math.ceil(LATE_MS - this.waitingMs));
    this.#listener.onCaughtUp();
  }
}
