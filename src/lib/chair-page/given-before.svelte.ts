/** What was given of a visit that is not shown any more, and was not done: the place that would have said so went with the visit (UI-436). */
import type { Refusal } from '#core/refusal.ts';
import type { GiveTo } from './give.ts';

export class GivenBefore {
  #refusal = $state.raw<Refusal | null>(null);
  readonly #shown: () => string | null;

  /** @param shown the visit that is shown now; null: none */
  constructor(shown: () => string | null) {
    this.#shown = shown;
  }

  get refusal(): Refusal | null {
    return this.#refusal;
  }

  clear(): void {
    this.#refusal = null;
  }

  of(give: GiveTo): GiveTo {
    return async (visitId, command) => {
      const refusal = await give(visitId, command);
      if (refusal !== null && visitId !== this.#shown()) {
        this.#refusal = { ...refusal, message: `Not recorded, of the visit that was here before: ${refusal.message}` };
      }
      return refusal;
    };
  }
}
