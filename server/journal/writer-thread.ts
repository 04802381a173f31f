/** The main thread's end of the writer: starts it, and starts it anew when it dies. */
import { Worker } from 'node:worker_threads';
import type { Duration } from '#core/reading.ts';
import type { FromWriter, ThreadOptions, ToWriter } from './messages.ts';

export interface WriterListener {
  ready(): void;
  message(message: Exclude<FromWriter, { type: 'ready' }>): void;
  /** It died without being asked to; it is being started again. */
  stopped(reason: string): void;
}

const FIRST_RESTART_MS: Duration = 100;
/** Closing folds the write-ahead log into the database; the log alone is as good. */
const LONGEST_CLOSE_MS: Duration = 5_000;
const LONGEST_RESTART_MS: Duration = 5_000;

export class WriterThread {
  readonly #options: ThreadOptions;
  readonly #listener: WriterListener;
  readonly #script: URL;
  #worker: Worker;
  readonly #started = Promise.withResolvers<string | undefined>();
  #restartMs = FIRST_RESTART_MS;
  #restart: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(options: ThreadOptions, listener: WriterListener, script = new URL('./writer.ts', import.meta.url)) {
    this.#options = options;
    this.#listener = listener;
    this.#script = script;
    this.#worker = this.#start();
  }

  /** Undefined once it is ready for the first time, or why it did not come to that. */
  get started(): Promise<string | undefined> {
    return this.#started.promise;
  }

  post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  /** Resolves when the thread has ended. @param answers false = it is dead or hangs: end it as it is. */
  async close(answers: boolean): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#restart);
    if (!answers) {
      await this.#worker.terminate();
      return;
    }
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    const giveUp = setTimeout(() => void this.#worker.terminate(), LONGEST_CLOSE_MS);
    this.post({ type: 'close' });
    await ended;
    clearTimeout(giveUp);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#options });
    let reason = 'it ended';
    worker.on('message', (message: FromWriter) => {
      if (message.type !== 'ready') {
        this.#listener.message(message);
        return;
      }
      this.#restartMs = FIRST_RESTART_MS;
      this.#started.resolve(undefined);
      this.#listener.ready();
    });
    worker.on('error', (error: Error) => (reason = error.message));
    worker.on('exit', () => {
      this.#started.resolve(reason);
      if (this.#closing) return;
      this.#listener.stopped(reason);
      this.#restart = setTimeout(() => (this.#worker = this.#start()), this.#restartMs);
      this.#restartMs = Math.min(this.#restartMs * 2, LONGEST_RESTART_MS);
    });
    return worker;
  }
}
