/** The hashes that prove people, screens and codes, and when they are on the disk. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Durable, Journal, SecretKind } from '../journal/journal.ts';
import { LATE_MS } from '../clinic/durability.ts';

export class Secrets {
  readonly #journal: Pick<Journal, 'putSecret' | 'secrets'>;
  #last: Promise<void> = Promise.resolve();

  constructor(journal: Pick<Journal, 'putSecret' | 'secrets'>) {
    this.#journal = journal;
  }

  of(kind: SecretKind): ReadonlyMap<string, string> {
    return this.#journal.secrets(kind);
  }

  /** @param value null forgets */
  put(kind: SecretKind, id: string, value: string | null): Durable {
    const put = this.#journal.putSecret(kind, id, value);
    this.#last = put.durable;
    return put;
  }

  forget(kind: SecretKind, id: string): void {
    if (this.of(kind).has(id)) this.put(kind, id, null);
  }

  /** All that was put, and what the journal was given before, is on the disk; or the disk is late, which shuts nobody out. */
  async settled(): Promise<void> {
    const gaveUp = new AbortController();
    await Promise.race([
      this.#last,
      wait(LATE_MS, undefined, { ref: false, signal: gaveUp.signal }).catch(() => undefined),
    ]);
    gaveUp.abort();
  }
}
