/** How far an adapter's clock is from the clinic's. A wrong clock is corrected by what is measured, never a reason to discard. */
import type { Duration, Instant } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';

const PROBES = 5;
/** A fresh measurement answers a stamp that looks wrong; more often would only load the wire. */
const AT_MOST_EVERY_MS: Duration = 500;

/** The adapter keeps what it sent. */
export const CLOCK_UNKNOWN = refuse('unavailable', 'The adapter did not answer clock:probe: send these again.');

export class AdapterClock {
  /** Asks the adapter for its clock; rejects when it does not answer in time. */
  readonly #probe: () => Promise<number>;
  readonly #now: () => Instant;
  #offsetMs: Duration | undefined;
  /** The least it can be: an adapter answers a probe after it was asked. */
  #leastMs: Duration = -Infinity;
  #measuring: Promise<void> | undefined;
  #measuredAt = -Infinity;

  constructor(probe: () => Promise<number>, now: () => Instant) {
    this.#probe = probe;
    this.#now = now;
  }

  /** Clinic time minus the adapter's; undefined until first measured. */
  get offsetMs(): Duration | undefined {
    return this.#offsetMs;
  }

  /** Clinic time of a stamp. Call `measured` first. */
  toClinic(stamp: Instant): Instant {
    return Math.round(stamp + (this.#offsetMs ?? 0));
  }

  /**
   * Something of this stamp is here: it was measured by now. The middle of a slow round trip is wrong by up to half of it, which at a
   * demo's pace is seconds; a stamp narrows what the probes leave open, and no further: one that is wrong moves no clock.
   */
  heard(stamp: Instant): void {
    const most = this.#now() - stamp;
    if (this.#offsetMs !== undefined && most < this.#offsetMs) this.#offsetMs = Math.max(most, this.#leastMs);
  }

  /** Resolves once an offset is known; rejects when the adapter does not answer. */
  async measured(): Promise<void> {
    if (this.#offsetMs === undefined) await this.measure();
  }

  /** A stamp looks wrong: is it the stamp, or has the adapter's clock been set? Asked twice: a network that was bad may just have come back. */
  async isSure(): Promise<boolean> {
    if (performance.now() - this.#measuredAt <= AT_MOST_EVERY_MS) return true;
    const isAnswered = (): Promise<boolean> =>
      this.measure().then(
        () => true,
        () => false,
      );
    return (await isAnswered()) || isAnswered();
  }

  /** The offset of the probe that came back quickest, within what all of them leave possible. */
  measure(): Promise<void> {
    this.#measuring ??= this.#measureOnce().finally(() => (this.#measuring = undefined));
    return this.#measuring;
  }

  async #measureOnce(): Promise<void> {
    let best = { roundTrip: Infinity, offsetMs: 0 };
    let [least, most] = [-Infinity, Infinity];
    for (let i = 0; i < PROBES; i += 1) {
      const [started, asked] = [performance.now(), this.#now()];
      const stamp = await this.#probe();
      const roundTrip = performance.now() - started;
      least = Math.max(least, asked - stamp);
      most = Math.min(most, this.#now() - stamp);
      if (roundTrip < best.roundTrip) best = { roundTrip, offsetMs: (asked + this.#now()) / 2 - stamp };
    }
    this.#leastMs = Math.min(least, most);
    this.#offsetMs = Math.min(Math.max(best.offsetMs, least), most);
    this.#measuredAt = performance.now();
  }
}
