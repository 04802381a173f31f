/**
 * Guessing is slowed where it comes from, never for the person guessed at: five tries of one person from one source, then waits that
 * double. An enrolled screen is a source of its own, so nobody can keep a nurse out of it from elsewhere; the PINs that are wrong there count
 * together as well, because whoever stands there may try one PIN of everybody. Real time. Pure over its arguments.
 */
import type { Duration, Instant } from '#core/reading.ts';

export const FREE_TRIES = 5;
/** Of all persons together, from one address that is no enrolled screen. */
export const FREE_TRIES_OF_ADDRESS = 20;
/** PINs of all persons together, wrong in an hour at one enrolled screen. A right one takes none of them back. */
export const FREE_PINS_OF_SCREEN = 15;
export const SCREEN_WINDOW_MS: Duration = 60 * 60_000;
export const FIRST_WAIT_MS: Duration = 30_000;
export const LONGEST_WAIT_MS: Duration = 15 * 60_000;
/** After so long without a try the count begins anew. */
export const FORGET_MS: Duration = 24 * 60 * 60_000;
const MOST_KEPT = 10_000;
/** Of the PINs of one screen: more waits no longer. */
const MOST_PINS = 32;

export interface Source {
  readonly kind: 'enrolled' | 'address';
  /** The screen's id, or the network address. */
  readonly id: string;
}

/** What is guessed at. PIN and password of one person are apart: whoever guesses the one makes nobody wait with the other. */
export interface Guess {
  readonly at: string;
  readonly with: 'pin' | 'password' | 'code';
}

interface Count {
  tries: number;
  at: Instant;
}

export class Throttle {
  readonly #now: () => Instant;
  /** Apart, so that a flood of addresses pushes no screen out. */
  readonly #counts = { enrolled: new Map<string, Count>(), address: new Map<string, Count>() };

  /** When a PIN was tried at an enrolled screen, oldest first. */
  readonly #pins = new Map<string, Instant[]>();

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** How long this one has to wait before the next try; 0: not at all. */
  waitMs(guess: Guess, source: Source): Duration {
    const counts = this.#counts[source.kind];
    return Math.max(
      this.#leftOfScreen(guess, source),
      ...keysOf(guess, source).map(({ key, free }) => {
        const count = counts.get(key);
        return count === undefined ? 0 : this.#leftOf(count, free);
      }),
    );
  }

  /** Counted when it begins, so that tries at once are not one. */
  tried(guess: Guess, source: Source): void {
    const counts = this.#counts[source.kind];
    if (countsTogether(guess, source))
      this.#pins.set(source.id, [...this.#lately(source), this.#now()].slice(-MOST_PINS));
    for (const { key } of keysOf(guess, source)) {
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

  /** The secret was right: the person counts anew here, and the try counts for nothing; those at others stay. */
  succeeded(guess: Guess, source: Source): void {
    this.#counts[source.kind].delete(keyOf(guess, source));
    this.#takeBack(source, [addressKey(source)]);
    this.#takeBackPin(guess, source);
  }

  /** Nobody could look at it. */
  unjudged(guess: Guess, source: Source): void {
    this.#takeBack(source, [keyOf(guess, source), addressKey(source)]);
    this.#takeBackPin(guess, source);
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

  #takeBackPin(guess: Guess, source: Source): void {
    if (!countsTogether(guess, source)) return;
    const left = this.#lately(source).slice(0, -1);
    if (left.length > 0) this.#pins.set(source.id, left);
    else this.#pins.delete(source.id);
  }

  /** A clock that was set back forgets what is still to come. */
  #lately({ id }: Source): readonly Instant[] {
    const now = this.#now();
    return (this.#pins.get(id) ?? []).filter((at) => at <= now && now - at < SCREEN_WINDOW_MS);
  }

  #leftOfScreen(guess: Guess, source: Source): Duration {
    if (!countsTogether(guess, source)) return 0;
    const lately = this.#lately(source);
    return Math.max(0, this.#leftOf({ tries: lately.length, at: lately.at(-1) ?? 0 }, FREE_PINS_OF_SCREEN));
  }

  #leftOf({ tries, at }: Count, free: number): Duration {
    const over = tries - free;
    // A clock that was set back shuts nobody out.
    if (over < 0 || this.#now() < at) return 0;
    return at + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(over, 30)) - this.#now();
  }
}

const countsTogether = (guess: Guess, source: Source): boolean => guess.with === 'pin' && source.kind === 'enrolled';
const keyOf = (guess: Guess, { id }: Source): string => JSON.stringify([id, guess.with, guess.at]);
const addressKey = ({ id }: Source): string => JSON.stringify([id]);

function keysOf(guess: Guess, source: Source): readonly { readonly key: string; readonly free: number }[] {
  const own = { key: keyOf(guess, source), free: FREE_TRIES };
  return source.kind === 'enrolled' ? [own] : [own, { key: addressKey(source), free: FREE_TRIES_OF_ADDRESS }];
}
