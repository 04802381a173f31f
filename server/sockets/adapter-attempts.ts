/** Adapters that wanted in and have no valid key, so that an administrator can admit them by a tap. In memory alone, and few. */
import type { Instant } from '#core/reading.ts';

export interface AdapterAttempt {
  readonly adapterId: string;
  /** The network address it came from. */
  readonly address: string;
  /** The newest, real time. */
  readonly at: Instant;
}

export const MOST_KEPT = 20;

export class AdapterAttempts {
  readonly #kept = new Map<string, AdapterAttempt>();

  add(attempt: AdapterAttempt): void {
    this.#kept.delete(attempt.adapterId);
    this.#kept.set(attempt.adapterId, attempt);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) return;
      this.#kept.delete(oldest);
    }
  }

  /** It was let in. */
  forget(adapterId: string): void {
    this.#kept.delete(adapterId);
  }

  /** Newest first. */
  get list(): readonly AdapterAttempt[] {
    return [...this.#kept.values()].reverse();
  }
}
