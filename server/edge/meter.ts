/** What one socket may send: over its budget a message is refused, and a socket that goes on is closed. Others lose nothing. */
import type { Refusal } from '#core/refusal.ts';
import { TokenBucket } from './token-bucket.ts';
import type { Budget } from './token-bucket.ts';

export interface MeterOptions {
  readonly messages: Budget;
  /** Messages that carry many things are counted by these, in a budget of their own: what is late never uses up what is now. */
  readonly bulk?: { readonly budget: Budget; sizeOf(event: string, payload: unknown): number };
  readonly refusal: Refusal;
  readonly onRefused: (refusal: Refusal) => void;
  /** Called once. */
  readonly onFlood: () => void;
  /** Ms of a clock that never goes back. */
  readonly now?: () => number;
}

/** Who does not stop after so many refusals is no program that waits. */
const REFUSALS: Budget = { perSecond: 20, burst: 500 };

export class Meter {
  readonly #options: MeterOptions;
  readonly #messages: TokenBucket;
  readonly #bulk: TokenBucket | undefined;
  readonly #refusals = new TokenBucket(REFUSALS);
  #isFlooded = false;

  constructor(options: MeterOptions) {
    this.#options = options;
    this.#messages = new TokenBucket(options.messages);
    this.#bulk = options.bulk && new TokenBucket(options.bulk.budget);
  }

  /** @returns why this message is not taken. */
  readonly admit = (event: string, payload: unknown): Refusal | undefined => {
    const { bulk, refusal, onRefused, onFlood, now = () => performance.now() } = this.#options;
    const at = now();
    const size = bulk?.sizeOf(event, payload) ?? 0;
    const fits = this.#messages.take(at) && (size === 0 || this.#bulk?.take(at, size) === true);
    if (fits && !this.#isFlooded) return undefined;
    onRefused(refusal);
    if (!this.#isFlooded && !this.#refusals.take(at)) {
      this.#isFlooded = true;
      onFlood();
    }
    return refusal;
  };
}
