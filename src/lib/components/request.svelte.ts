/** One request to the server from one place on the page: whether it is on its way, and the sentence it was refused with. */
import type { Refusal } from '#core/refusal.ts';

export class Request {
  #busy = $state(false);
  #refusal = $state.raw<Refusal | null>(null);
  #isSoStill: () => boolean = () => true;

  get busy(): boolean {
    return this.#busy;
  }

  get refusal(): Refusal | null {
    // Read first: who shows it must hear of the next one, also while this one is mended.
    const refusal = this.#refusal;
    return refusal !== null && this.#isSoStill() ? refusal : null;
  }

  /** True when it was done. A second request waits for nobody: it is ignored while the first is on its way. */
  async send(ask: () => Promise<Refusal | null>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    this.clear();
    try {
      this.#refusal = await ask();
    } finally {
      this.#busy = false;
    }
    return this.#refusal === null;
  }

  /**
   * A sentence the page itself has to say: an empty field.
   * @param isSoStill false once it is mended: then the sentence is gone
   */
  refuse(message: string, isSoStill: () => boolean = () => true): void {
    this.#isSoStill = isSoStill;
    this.#refusal = { code: 'malformed', message };
  }

  clear(): void {
    this.#isSoStill = () => true;
    this.#refusal = null;
  }
}
