/**
 * Guessing is slowed where it comes from, never for the person guessed at: five tries of one person from one source, then waits that
 * double. An enrolled screen is a source of its own, so nobody can keep a nurse out of it from elsewhere. Real time. Pure over its arguments.
 */
import type { Duration, Instant } from '#core/reading.ts';

export const FREE_TRIES = 5;
/** Of all persons together, from one address that is no enrolled screen. */
export const FREE_TRIES_OF_ADDRESS = 20;
export const FIRST_WAIT_MS: Duration = 30_000;
export const LONGEST_WAIT_MS: Duration = 15 * 60_000;
/** After so long without a try the count begins anew. */
export const FORGET_MS: Duration = 24 * 60 * 60_000;
const MOST_KEPT = 10_000;

export interface Source {
  readonly kind: 'enrolled' | 'address';
  /** The screen's id, or the network address. */
  readonly id: string;
}

interface Count {
  tries: number;
  at: Instant;
}

export class Throttle {
  readonly #now: () => Instant;
  /** Apart, so that a flood of addresses pushes no screen out. */
  readonly #counts = { enrolled: new Map<string, Count>(), address: new Map<string, Count>() };

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** How long this one has to wait before the next try; 0: not at all. */
  waitMs(person: string, source: Source): Duration {
    const counts = this.#counts[source.kind];
    return Math.max(
      0,
      ...keysOf(person, source).map(({ key, free }) => {
        const count = counts.get(key);
        return count === undefined ? 0 : this.#leftOf(count, free);
      }),
    );
  }

  /** Counted when it begins, so that tries at once are not one. */
  tried(person: string, source: Source): void {
    const counts = this.#counts[source.kind];
    for (const { key } of keysOf(person, source)) {
      const count = counts.get(key);
      const now = this.#now();
      const tries = count && now - count.at < FORGET_MS ? count.tries : 0;
      counts.delete(key);
      counts.set(key, { tries: tries + 1, at: now });
      for (const oldest of counts.keys()) {
        if (counts.size <= MOST_KEPT) break;
        counts.delete(oldest);
      }
    }
  }

  /** The secret was right: the person counts anew here, and the try counts for nothing. */
  succeeded(person: string, source: Source): void {
    this.#counts[source.kind].delete(keyOf(person, source));
    this.#takeBack(source, [addressKey(source)]);
  }

  /** Nobody could look at it. */
  unjudged(person: string, source: Source): void {
    this.#takeBack(source, [keyOf(person, source), addressKey(source)]);
  }

  #takeBack(source: Source, keys: readonly string[]): void {
    const counts = this.#counts[source.kind];
    for (const key of keys) {
      const count = counts.get(key);
      if (!count) continue;
      count.tries -= 1;
      if (count.tries <= 0) counts.delete(key);
    }
  }

  #leftOf({ tries, at }: Count, free: number): Duration {
    const over = tries - free;
    // A clock that was set back shuts nobody out.
    if (over < 0 || this.#now() < at) return 0;
    return at + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(over, 30)) - this.#now();
  }
}

const keyOf = (person: string, { id }: Source): string => JSON.stringify([id, person]);
const addressKey = ({ id }: Source): string => JSON.stringify([id]);

function keysOf(person: string, source: Source): readonly { readonly key: string; readonly free: number }[] {
  const own = { key: keyOf(person, source), free: FREE_TRIES };
  return source.kind === 'enrolled' ? [own] : [own, { key: addressKey(source), free: FREE_TRIES_OF_ADDRESS }];
}
