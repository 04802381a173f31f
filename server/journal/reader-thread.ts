/** The main thread's end of the reader: started by the first question, and anew by the next one should it have died. */
import { Worker } from 'node:worker_threads';
import type { FromReader, Question, ReaderAnswers, ThreadOptions, ToReader } from './messages.ts';

interface Asked {
  readonly resolve: (answer: ReaderAnswers[Question['type']]) => void;
  readonly reject: (error: Error) => void;
}

export class ReaderThread {
  readonly #options: ThreadOptions;
  readonly #asked = new Map<number, Asked>();
  #worker: Worker | undefined;
  #questions = 0;
  #isClosed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Rejects when the database cannot be read, and once the journal is closed. */
  ask<Q extends Question>(question: Q): Promise<ReaderAnswers[Q['type']]> {
    if (this.#isClosed) return Promise.reject(new Error('The journal is closed.'));
    const { promise, resolve, reject } = Promise.withResolvers<ReaderAnswers[Question['type']]>();
    const id = ++this.#questions;
    this.#asked.set(id, { resolve, reject });
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id, question } satisfies ToReader);
    return promise as Promise<ReaderAnswers[Q['type']]>;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./reader.ts', import.meta.url), { workerData: this.#options });
    let reason = 'The journal is closed.';
    worker.on('message', (reply: FromReader) => {
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
