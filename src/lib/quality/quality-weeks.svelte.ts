/** The weeks of the quality page as the server gives them. */
import type { Refusal } from '#core/refusal.ts';
import type { QualityAnswer, QualityFilter } from '#protocol/quality.ts';
import type { Line } from '../live/line.ts';

/** While the server still makes its list, real ms. */
const AGAIN_MS = 1_000;

export class QualityWeeks {
  readonly #line: Line;
  readonly #stop: () => void;
  #filter: QualityFilter | undefined;
  #found = $state.raw<QualityAnswer | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #isBusy = $state(false);
  #isUnanswered = $state(false);
  /** Counts the questions: an answer to an earlier one is dropped. */
  #asked = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(line: Line) {
    this.#line = line;
    this.#stop = line.onConnect(() => {
      if (this.#filter !== undefined && (this.#found === null || this.#isUnanswered)) void this.ask(this.#filter);
    });
  }

  /** Null until the first answer, and while nobody may see it. */
  get found(): QualityAnswer | null {
    return this.#found;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Nobody answered the newest question. */
  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** What is shown stays until the answer is there. */
  async ask(filter: QualityFilter): Promise<void> {
    clearTimeout(this.#again);
    this.#filter = filter;
    const asked = (this.#asked += 1);
    this.#isBusy = true;
    const answer = await this.#line.request('quality:weeks', filter);
    if (asked !== this.#asked) return;
    this.#isBusy = false;
    this.#isUnanswered = answer === null;
    if (answer === null) return;
    this.#refused = answer.ok ? null : answer.refusal;
    this.#found = answer.ok ? answer.data : null;
    if (answer.ok && answer.data.unlisted > 0) this.#again = setTimeout(() => void this.ask(filter), AGAIN_MS);
  }

  /** Nobody is named at this screen any more. */
  clear(): void {
    clearTimeout(this.#again);
    this.#asked += 1;
    this.#filter = undefined;
    this.#found = this.#refused = null;
    this.#isBusy = this.#isUnanswered = false;
  }

  dispose(): void {
    this.clear();
    this.#stop();
  }
}
