/** How long the record is kept, as the server tells an administrator. */
import type { Refusal } from '#core/refusal.ts';
import type { KeepingView } from '#protocol/keeping.ts';
import type { Line } from '../live/line.ts';

/** What the section shows. Both null: it is being read. */
export interface KeepingShown {
  readonly view: KeepingView | null;
  readonly refused: Refusal | null;
  /** Reads it again. */
  readonly ask: () => Promise<void>;
}

const noAnswer: Refusal = { code: 'unavailable', message: 'Vigil did not answer: look again in a moment.' };

export class KeepingLook implements KeepingShown {
  readonly #line: Line;
  readonly #stop: () => void;
  readonly #mayRead: () => boolean;
  #view = $state.raw<KeepingView | null>(null);
  #refused = $state.raw<Refusal | null>(null);

  /** @param mayRead an administrator is signed in */
  constructor(line: Line, mayRead: () => boolean) {
    this.#line = line;
    this.#mayRead = mayRead;
    this.#stop = line.onConnect(() => void this.ask());
  }

  get view(): KeepingView | null {
    return this.#view;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  readonly ask = async (): Promise<void> => {
    if (!this.#mayRead()) return;
    const answer = await this.#line.request('keeping:look', {});
    if (!this.#mayRead()) return this.forget();
    if (answer?.ok === true) this.#view = answer.data;
    this.#refused = answer === null ? noAnswer : answer.ok ? null : answer.refusal;
  };

  forget(): void {
    this.#view = this.#refused = null;
  }

  dispose(): void {
    this.#stop();
  }
}
