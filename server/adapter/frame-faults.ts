/** Counts what a decoder refuses and says so now and then: a noisy line must not fill the log. */
import type { Logger } from 'pino';
import type { DecodeRefusal } from '#devices/decoder.ts';

export class FrameFaults {
  readonly #log: Logger;
  #counts = new Map<DecodeRefusal['code'], number>();
  #last: DecodeRefusal | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  count(refusals: readonly DecodeRefusal[]): void {
    for (const refusal of refusals) {
      this.#counts.set(refusal.code, (this.#counts.get(refusal.code) ?? 0) + 1);
      this.#last = refusal;
    }
  }

  /** One line with the counts since the last one, and the newest as an example; none when all was well. */
  report(): void {
    if (!this.#last) return;
    this.#log.warn({ counts: Object.fromEntries(this.#counts), example: this.#last.message }, 'frames refused');
    this.#counts = new Map();
    this.#last = undefined;
  }
}
