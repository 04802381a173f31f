/** The visits that are sent to the clinic's FHIR server, as the server tells an administrator. */
import type { Refusal } from '#core/refusal.ts';
import type { ExchangeView } from '#protocol/exchange.ts';
import type { Line } from '../live/line.ts';

/** What the section shows. */
export interface ExchangeShown {
  /** Undefined: it is being read. Null: no FHIR server is set. */
  readonly view: ExchangeView | null | undefined;
  readonly refused: Refusal | null;
  /** Reads it again. */
  readonly ask: () => Promise<void>;
  /** All that was refused or waits is tried now. */
  readonly again: () => Promise<void>;
}

const noAnswer: Refusal = { code: 'unavailable', message: 'Vigil did not answer: look again in a moment.' };

export class ExchangeLook implements ExchangeShown {
  readonly #line: Line;
  readonly #stop: () => void;
  readonly #mayRead: () => boolean;
  #view = $state.raw<ExchangeView | null | undefined>(undefined);
  #refused = $state.raw<Refusal | null>(null);

  /** @param mayRead an administrator is signed in */
  constructor(line: Line, mayRead: () => boolean) {
    this.#line = line;
    this.#mayRead = mayRead;
    this.#stop = line.onConnect(() => void this.ask());
  }

  get view(): ExchangeView | null | undefined {
    return this.#view;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  readonly ask = (): Promise<void> => this.#request('exchange:look');
  readonly again = (): Promise<void> => this.#request('exchange:again');

  async #request(request: 'exchange:look' | 'exchange:again'): Promise<void> {
    if (!this.#mayRead()) return;
    const answer = await this.#line.request(request, {});
    if (!this.#mayRead()) return this.forget();
    if (answer?.ok === true) this.#view = answer.data.view;
    this.#refused = answer === null ? noAnswer : answer.ok ? null : answer.refusal;
  }

  forget(): void {
    this.#view = undefined;
    this.#refused = null;
  }

  dispose(): void {
    this.#stop();
  }
}
