/** What is unsigned, as the server lists it. Nobody tells of a record that somebody else signed: it is asked again every half minute. */
import type { Refusal } from '#core/refusal.ts';
import type { RecordsToSign } from '#protocol/to-sign.ts';
import type { Line } from '../live/line.ts';

/** Real ms. */
const LOOK_AGAIN_MS = 30_000;
/** While the server still makes its list. */
const MAKING_MS = 1_000;

export class ToSignList {
  readonly #line: Line;
  readonly #stop: () => void;
  #records = $state.raw<RecordsToSign | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #isUnanswered = $state(false);
  /** Counts the questions: an answer to one from before nobody was named is dropped. */
  #asked = 0;
  #isWanted = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(line: Line) {
    this.#line = line;
    this.#stop = line.onConnect(() => {
      if (this.#isWanted) void this.ask();
    });
  }

  /** Null until the first answer, and while nobody may see them. */
  get records(): RecordsToSign | null {
    return this.#records;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Nobody answered the newest question: what is shown may be old. */
  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** What is shown stays until the answer is there. */
  async ask(): Promise<void> {
    clearTimeout(this.#again);
    this.#isWanted = true;
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('records:unsigned', {});
    if (asked !== this.#asked) return;
    this.#isUnanswered = answer === null;
    if (answer === null) return;
    this.#refused = answer.ok ? null : answer.refusal;
    this.#records = answer.ok ? answer.data : null;
    if (answer.ok)
      this.#again = setTimeout(() => void this.ask(), answer.data.unlisted > 0 ? MAKING_MS : LOOK_AGAIN_MS);
  }

  /** Nobody is named at this screen any more: nothing of it may stay. */
  clear(): void {
    clearTimeout(this.#again);
    this.#asked += 1;
    this.#isWanted = this.#isUnanswered = false;
    this.#records = this.#refused = null;
  }

  dispose(): void {
    this.clear();
    this.#stop();
  }
}
