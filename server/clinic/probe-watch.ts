/** Sees an oximeter go from off to on a finger while its chair is free: the proof of fit for the visit that opens next. */
import type { Duration, Instant, Reading } from '#core/reading.ts';

/** A reading older than this proves nothing about now. */
const LIVE_MS: Duration = 5_000;

export class ProbeWatch {
  readonly #chairs = new Map<string, 'off' | 'on'>();

  see(chairId: string, reading: Reading, now: Instant): void {
    if (reading.kind !== 'oximetry' || now - reading.measuredAt > LIVE_MS) return;
    if (reading.causes.includes('probe-off')) this.#chairs.set(chairId, 'off');
    else if (reading.quality === 'good' && this.#chairs.get(chairId) === 'off') this.#chairs.set(chairId, 'on');
  }

  /** Whether it was seen, and forgets it: each visit needs its own proof. */
  take(chairId: string): boolean {
    const seen = this.#chairs.get(chairId) === 'on';
    this.#chairs.delete(chairId);
    return seen;
  }
}
