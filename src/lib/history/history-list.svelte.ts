/** The list of past visits as the server gives it, page by page. */
import type { Refusal } from '#core/refusal.ts';
import type { HistoryFilter, HistoryPage, PastVisit } from '#protocol/history.ts';
import type { Line } from '../live/line.ts';

/** While the server still makes its list, real ms. */
const AGAIN_MS = 1_000;

export class HistoryList {
  readonly #line: Line;
  readonly #stop: () => void;
  #filter: HistoryFilter | undefined;
  #visits = $state.raw<readonly PastVisit[] | null>(null);
  #last = $state.raw<HistoryPage | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #isBusy = $state(false);
  #isUnanswered = $state(false);
  /** Counts the questions: an answer to one from before nobody was named is dropped. */
  #asked = 0;
  /** Something else was asked for while a question was under way: its answer is not shown, and the newest is asked next. */
  #isOvertaken = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(line: Line) {
    this.#line = line;
    this.#stop = line.onConnect(() => {
      if (this.#filter !== undefined && (this.#visits === null || this.#isUnanswered)) void this.#fetch();
    });
  }

  /** Newest first; null until the first answer, and while nobody may see them. */
  get visits(): readonly PastVisit[] | null {
    return this.#visits;
  }

  /** Of what is asked for, all pages together. */
  get total(): number {
    return this.#last?.total ?? 0;
  }

  get chairs(): HistoryPage['chairs'] {
    return this.#last?.chairs ?? [];
  }

  /** Visits the server has not listed yet. */
  get unlisted(): number {
    return this.#last?.unlisted ?? 0;
  }

  get hasMore(): boolean {
    return this.#last !== null && this.#last.next !== null;
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
  ask(filter: HistoryFilter): Promise<void> {
    this.#filter = filter;
    return this.#fetch();
  }

  /** The next page, below what is shown. */
  async more(): Promise<void> {
    const after = this.#last?.next;
    if (this.#filter === undefined || after === null || after === undefined || this.#isBusy) return;
    await this.#fetch(after);
  }

  /** Nobody is named at this screen any more: nothing of it may stay. */
  clear(): void {
    clearTimeout(this.#again);
    this.#asked += 1;
    this.#filter = undefined;
    this.#visits = this.#last = this.#refused = null;
    this.#isBusy = this.#isUnanswered = this.#isOvertaken = false;
  }

  dispose(): void {
    this.clear();
    this.#stop();
  }

  async #fetch(after?: string): Promise<void> {
    if (this.#filter === undefined) return;
    if (this.#isBusy) {
      this.#isOvertaken = true;
      return;
    }
    clearTimeout(this.#again);
    const asked = (this.#asked += 1);
    this.#isBusy = true;
    const answer = await this.#line.request('history:list', {
      filter: this.#filter,
      ...(after !== undefined && { after }),
    });
    if (asked !== this.#asked) return;
    this.#isBusy = false;
    if (this.#isOvertaken) {
      this.#isOvertaken = false;
      return this.#fetch();
    }
    this.#isUnanswered = answer === null;
    if (answer === null) return;
    this.#refused = answer.ok ? null : answer.refusal;
    if (!answer.ok) {
      this.#visits = this.#last = null;
      return;
    }
    const page = answer.data;
    this.#visits = after === undefined ? page.visits : [...(this.#visits ?? []), ...page.visits];
    this.#last = page;
    if (after === undefined && page.unlisted > 0) this.#again = setTimeout(() => void this.#fetch(), AGAIN_MS);
  }
}
