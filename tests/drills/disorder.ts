/** A sender that says everything twice, or in another order than it should. */
import type { Transmit } from '#gateway/sender.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import type { Random } from '../fuzz/random.ts';

export type DisorderMode = 'none' | 'twice' | 're-ordered';

/** So many of the newest readings go again with each message. */
const AGAIN = 30;
/** So long messages are gathered before they go in another order. */
const GATHER_MS = 1_400;

export class Disorder {
  mode: DisorderMode = 'none';
  readonly #random: Random;
  #newest: readonly WireReading[] = [];
  #gathered: (() => void)[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  around(transmit: Transmit): Transmit {
    return async (payload) => {
      this.#newest = [...this.#newest, ...payload.readings].slice(-AGAIN);
      if (this.mode === 're-ordered') await this.#turn();
      const first = transmit(payload);
      if (this.mode === 'twice') {
        void transmit({ readings: payload.readings });
        void transmit({ readings: this.#newest.toReversed() });
      }
      return first;
    };
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#gathered.push(resolve);
      if (this.#gathered.length === 1) setTimeout(() => this.#release(), GATHER_MS);
    });
  }

  #release(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    while (gathered.length > 0) gathered.splice(this.#random.nat(gathered.length), 1)[0]?.();
  }
}
