/** The main thread's end of a thread that answers questions: started by the first one, and anew by the next should it have died. */
import { Worker } from 'node:worker_threads';

export interface ToAsked<Question> {
  readonly id: number;
  readonly question: Question;
}
export type FromAsked<Answer> =
  { readonly id: number; readonly answer: Answer } | { readonly id: number; readonly error: string };

interface Asked<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** `Answers` has the type of each question's answer, by the question's `type`. */
export class AskedThread<Question extends { readonly type: keyof Answers }, Answers> {
  readonly #script: URL;
  readonly #workerData: unknown;
  readonly #closedText: string;
  readonly #asked = new Map<number, Asked<Answers[keyof Answers]>>();
  #worker: Worker | undefined;
  #questions = 0;
  #isClosed = false;

  /** @param closedText what a question meets once this is closed */
  constructor(script: URL, workerData: unknown, closedText: string) {
    this.#script = script;
    this.#workerData = workerData;
    this.#closedText = closedText;
  }

  /** Rejects when the database cannot be read, and once this is closed. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q['type']]> {
    if (this.#isClosed) return Promise.reject(new Error(this.#closedText));
    const { promise, resolve, reject } = Promise.withResolvers<Answers[keyof Answers]>();
    const id = ++this.#questions;
    this.#asked.set(id, { resolve, reject });
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, question } satisfies ToAsked<Question>);
    return promise as Promise<Answers[Q['type']]>;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#workerData });
    let reason = this.#closedText;
    worker.on('message', (reply: FromAsked<Answers[keyof Answers]>) => {
      const asked = this.#asked.get(reply.id);
      this.#asked.delete(reply.id);
      if ('answer' in reply) asked?.resolve(reply.answer);
      else asked?.reject(new Error(reply.error));
    });
    worker.on('error', (error: Error) => (reason = error.message));
    worker.on('exit', () => {
      this.#worker = undefined;
      for (const { reject } of this.#asked.values()) reject(new Error(reason));
      this.#asked.clear();
    });
    return worker;
  }
}
