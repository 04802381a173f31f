/** The main thread's end of the waveforms' writer: starts it, and starts it anew when it dies. */
import { Worker } from 'node:worker_threads';
import type { Duration } from '#core/reading.ts';
import type { FromWaveformWriter, ToWaveformWriter, WaveformThreadOptions } from './messages.ts';

const RESTART_MS: Duration = 5_000;
const LONGEST_CLOSE_MS: Duration = 2_000;

export interface WriterLinkListener {
  heard(message: FromWaveformWriter): void;
  /** It died without being asked to, with all it had not answered; it is being started again. */
  stopped(reason: string): void;
}

export class WriterLink {
  readonly #options: WaveformThreadOptions;
  readonly #listener: WriterLinkListener;
  readonly #restartMs: Duration;
  #worker: Worker | undefined;
  #restart: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(options: WaveformThreadOptions, listener: WriterLinkListener, restartMs = RESTART_MS) {
    this.#options = options;
    this.#listener = listener;
    this.#restartMs = restartMs;
    this.#start();
  }

  /** @returns false while there is no thread to take it. */
  post(message: ToWaveformWriter): boolean {
    this.#worker?.postMessage(message);
    return this.#worker !== undefined;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    clearTimeout(this.#restart);
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    const giveUp = setTimeout(() => void worker.terminate(), LONGEST_CLOSE_MS);
    this.post({ type: 'close' });
    await ended;
    clearTimeout(giveUp);
  }

  #start(): void {
    const worker = new Worker(new URL('./waveform-writer.ts', import.meta.url), { workerData: this.#options });
    this.#worker = worker;
    let reason = 'it ended';
    worker.on('message', (message: FromWaveformWriter) => {
      if (message.type === 'unusable') this.#isOver = true;
      this.#listener.heard(message);
    });
    worker.on('error', (error: Error) => (reason = error.message));
    worker.on('exit', () => {
      this.#worker = undefined;
      if (this.#isOver) return;
      this.#listener.stopped(reason);
      this.#restart = setTimeout(() => this.#start(), this.#restartMs);
    });
  }
}
