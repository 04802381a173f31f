/** When the next thing recorded happened. It falls back to now, so that a forgotten "5 min" cannot mistime the next tap. */
import type { MinutesAgo } from '#core/command.ts';

/** Real ms an unused choice stays. */
const FORGET_MS = 30_000;

export class When {
  #minutesAgo = $state<MinutesAgo>(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get minutesAgo(): MinutesAgo {
    return this.#minutesAgo;
  }

  /** `5 min ago`; nothing for now. */
  get text(): string {
    return this.#minutesAgo === 0 ? '' : `${this.#minutesAgo} min ago`;
  }

  choose(minutesAgo: MinutesAgo): void {
    this.#minutesAgo = minutesAgo;
    clearTimeout(this.#timer);
    if (minutesAgo !== 0) this.#timer = setTimeout(() => this.reset(), FORGET_MS);
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#minutesAgo = 0;
  }
}
