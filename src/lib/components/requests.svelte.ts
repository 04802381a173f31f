/** The requests of one place with several buttons: while one is on its way, another is sent all the same. One sentence is shown, the last. */
import { SvelteSet } from 'svelte/reactivity';
import type { Refusal } from '#core/refusal.ts';

export class Requests {
  readonly #onWay = new SvelteSet<string>();
  #refusal = $state.raw<Refusal | null>(null);

  /** @param what it asks for: `check steady-gait`, `acknowledge <alertId>` */
  isBusy(what: string): boolean {
    return this.#onWay.has(what);
  }

  get refusal(): Refusal | null {
    return this.#refusal;
  }

  /** True when it was done. The same one again is ignored while the first is on its way; nothing else is. */
  async send(what: string, ask: () => Promise<Refusal | null>): Promise<boolean> {
    if (this.#onWay.has(what)) return false;
    this.#onWay.add(what);
    this.clear();
    try {
      const refusal = await ask();
      // What is done does not take away the sentence of another that was refused meanwhile.
      if (refusal !== null) this.#refusal = refusal;
      return refusal === null;
    } finally {
      this.#onWay.delete(what);
    }
  }

  clear(): void {
    this.#refusal = null;
  }
}
