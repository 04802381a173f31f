/** The first answer of each command, so that a repeat after a lost answer is harmless (WS-20). */

/** A page repeats within seconds: an hour of a busy clinic's taps. */
const KEPT = 2_000;

export class AnswerCache<T> {
  readonly #answers = new Map<string, Promise<T>>();

  /** @param make called once for each id; its answer may still be on its way when the repeat comes. */
  once(id: string, make: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(id);
    if (known) return known;
    const answer = make();
    this.#answers.set(id, answer);
    const oldest = this.#answers.keys().next();
    if (this.#answers.size > KEPT && !oldest.done) this.#answers.delete(oldest.value);
    return answer;
  }
}
