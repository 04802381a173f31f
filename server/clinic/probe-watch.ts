/** Sees an oximeter go from off to on a finger while its chair is free: the proof of fit for the visit that opens next. */
import type { Duration, Instant, Reading } from '#core/reading.ts';

/** A reading older than this proves nothing about now. */
const LIVE_MS: Duration = 5_000;

export class ProbeWatch {
  readonly #chairs = new Map<string, { readonly deviceId: string; readonly seen: 'off' | 'on' }>();

  see(chairId: string, deviceId: string, reading: Reading, now: Instant): void {
    if (reading.kind !== 'oximetry' || now - reading.measuredAt > LIVE_MS) return;
    const before = this.#chairs.get(chairId);
    if (reading.causes.includes('probe-off')) this.#chairs.set(chairId, { deviceId, seen: 'off' });
    else if (before?.deviceId !== deviceId) this.#chairs.delete(chairId);
    else if (reading.quality === 'good') this.#chairs.set(chairId, { deviceId, seen: 'on' });
  }

  /** The chair has another oximeter, or none. */
  forget(chairId: string): void {
    this.#chairs.delete(chairId);
  }

  /** Whether it was seen, and forgets it: each visit needs its own proof. */
  take(chairId: string): boolean {
    const seen = this.#chairs.get(chairId)?.seen === 'on';
    this.#chairs.delete(chairId);
    return seen;
  }
}
