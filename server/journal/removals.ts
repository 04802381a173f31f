/** The main thread's end of removals: each is asked of the writer's thread and answered once. One that the thread died of is not tried again. */
import type { FromWriter, ToWriter } from './messages.ts';
import type { Removal, Removed } from './remove-stream.ts';

type Answer = Extract<FromWriter, { type: 'removed' }>;

export class Removals {
  readonly #post: (message: ToWriter) => void;
  readonly #asked = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  #count = 0;

  constructor(post: (message: ToWriter) => void) {
    this.#post = post;
  }

  async remove(removal: Removal): Promise<Removed> {
    const { removed } = await this.#ask((id) => ({ type: 'remove', id, removal }));
    return removed ?? { removed: false, why: 'not-there' };
  }

  async overwrite(): Promise<void> {
    await this.#ask((id) => ({ type: 'overwrite', id }));
  }

  answered(answer: Answer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if (answer.error === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(answer.error));
  }

  stopped(reason: string): void {
    for (const { reject } of this.#asked.values()) reject(new Error(reason));
    this.#asked.clear();
  }

  #ask(message: (id: number) => ToWriter): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const id = ++this.#count;
    this.#asked.set(id, { resolve, reject });
    this.#post(message(id));
    return promise;
  }
}
