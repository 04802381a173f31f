/** The clinic's what-if, as the server runs it: started here or by somebody else, asked again every second while it runs. */
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { Refusal } from '#core/refusal.ts';
import type { WhatIfFilter, WhatIfOrder, WhatIfView } from '#protocol/what-if.ts';
import { noAnswer } from '../live/line.ts';
import type { Line } from '../live/line.ts';

const AGAIN_MS = 1_000;

/** What the panel shows. */
export interface WhatIfShown {
  /** Null: not known yet. */
  readonly view: WhatIfView | null;
  readonly order: WhatIfOrder;
  readonly refused: Refusal | null;
  readonly start: (protocol: ClinicalProtocol, filter: WhatIfFilter) => Promise<Refusal | null>;
  readonly cancel: () => Promise<Refusal | null>;
  readonly more: () => Promise<void>;
  readonly orderBy: (order: WhatIfOrder) => void;
}

export class WhatIfLook implements WhatIfShown {
  readonly #line: Line;
  readonly #stop: () => void;
  readonly #mayLook: () => boolean;
  #view = $state.raw<WhatIfView | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #order = $state<WhatIfOrder>('most-changed');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** @param mayLook a provider or an administrator is signed in */
  constructor(line: Line, mayLook: () => boolean) {
    this.#line = line;
    this.#mayLook = mayLook;
    this.#stop = line.onConnect(() => void this.look());
  }

  get view(): WhatIfView | null {
    return this.#view;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  get order(): WhatIfOrder {
    return this.#order;
  }

  readonly look = async (): Promise<void> => {
    clearTimeout(this.#timer);
    if (!this.#mayLook()) return this.forget();
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('what-if:watch', { order: this.#order, after: 0 });
    if (asked !== this.#asked) return;
    if (!this.#mayLook()) return this.forget();
    if (answer?.ok === true) this.#view = answer.data;
    this.#refused = answer?.ok === false ? answer.refusal : null;
    const isOver = answer !== null && this.#view?.run?.state !== 'running';
    if (!isOver && this.#refused === null) this.#timer = setTimeout(() => void this.look(), AGAIN_MS);
  };

  readonly start = async (protocol: ClinicalProtocol, filter: WhatIfFilter): Promise<Refusal | null> => {
    if (!this.#mayLook()) return { code: 'not-allowed', message: NOBODY_NAMED };
    const answer = await this.#line.request('what-if:start', { protocol, filter });
    await this.look();
    return answer === null ? noAnswer : answer.ok ? null : answer.refusal;
  };

  readonly cancel = async (): Promise<Refusal | null> => {
    const runId = this.#view?.run?.runId;
    if (runId === undefined) return null;
    const answer = await this.#line.request('what-if:cancel', { runId });
    await this.look();
    return answer === null ? noAnswer : answer.ok ? null : answer.refusal;
  };

  readonly more = async (): Promise<void> => {
    const [view, after] = [this.#view, this.#view?.next];
    if (!view || after === null || after === undefined) return;
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('what-if:watch', { order: this.#order, after });
    if (asked !== this.#asked || answer?.ok !== true) return;
    if (answer.data.run?.runId !== view.run?.runId) return void this.look();
    this.#view = { ...answer.data, visits: [...view.visits, ...answer.data.visits] };
  };

  readonly orderBy = (order: WhatIfOrder): void => {
    this.#order = order;
    void this.look();
  };

  /** Nobody who may see it is named at this screen any more. */
  forget(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.#view = this.#refused = null;
  }

  dispose(): void {
    this.forget();
    this.#stop();
  }
}
