/** The newest seal over a visit, for what is printed of it. Asked at each connection; printing waits for no answer. */
import type { CoveringSeal } from '#protocol/printed-seal.ts';
import type { Line } from '../live/line.ts';

/** Null: nothing is sealed yet. Undefined: not known, nobody answered or nobody may know. */
export type ShownSeal = CoveringSeal | null | undefined;

export class VisitSeal {
  readonly #line: Line;
  readonly #visitId: () => string | null;
  readonly #stop: () => void;
  #seal = $state.raw<ShownSeal>(undefined);

  /** @param visitId null: none is shown yet */
  constructor(line: Line, visitId: () => string | null) {
    this.#line = line;
    this.#visitId = visitId;
    this.#stop = line.onConnect(() => void this.ask());
  }

  get seal(): ShownSeal {
    return this.#seal;
  }

  /** Resolves once it is answered, or nobody did. */
  async ask(): Promise<void> {
    const visitId = this.#visitId();
    const answer = visitId === null ? null : await this.#line.request('seal:of', { visitId });
    if (this.#visitId() !== visitId) return;
    this.#seal = answer?.ok === true ? answer.data.covering : undefined;
  }

  dispose(): void {
    this.#stop();
  }
}
