/** A what-if over many visits, one visit a thread at a time. A thread that dies takes nothing with it: its visit is tried once more, then named. */
import { Worker } from 'node:worker_threads';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { VisitWhatIf } from '#core/what-if/visit-what-if.ts';
import type { WhatIfFilter } from '#protocol/what-if.ts';
import type { ChosenVisit, FromThread, ToThread, WhatIfThreadOptions } from './messages.ts';
import { THREAD_MEMORY_MB } from './threads.ts';

export interface PoolJob {
  /** The journal's database. */
  readonly database: string;
  readonly protocol: ClinicalProtocol;
  readonly filter: WhatIfFilter;
  readonly threads: number;
  /** What the threads run; default: the what-if's own. */
  readonly script?: URL;
  readonly onChosen: (visits: readonly ChosenVisit[], fitting: number) => void;
  readonly onDone: (result: VisitWhatIf, patientName: string | null) => void;
  readonly onBroken: (visit: ChosenVisit, reason: string) => void;
}

export type PoolEnd = { readonly how: 'done' | 'cancelled' } | { readonly how: 'failed'; readonly trouble: string };

export interface PoolRun {
  readonly ended: Promise<PoolEnd>;
  /** Ends within the visit a thread is at. */
  cancel(): void;
}

/** Threads that die and die, with nothing done between, are the machine's fault and not a visit's; one that dies before any visit even more so. */
const MOST_DEATHS_IN_A_ROW = 8;
const DEATHS_WITHOUT_VISIT = 3;
const SCRIPT = new URL('./what-if-thread.ts', import.meta.url);

export const runPool = (job: PoolJob): PoolRun => new Pool(job);

class Pool implements PoolRun {
  readonly ended: Promise<PoolEnd>;
  readonly #job: PoolJob;
  readonly #resolve: (end: PoolEnd) => void;
  /** What each thread is at. */
  readonly #at = new Map<Worker, ChosenVisit | 'choosing' | undefined>();
  readonly #retried = new Set<string>();
  #waiting: ChosenVisit[] | undefined;
  #deathsInARow = 0;
  #isOver = false;

  constructor(job: PoolJob) {
    this.#job = job;
    const { promise, resolve } = Promise.withResolvers<PoolEnd>();
    this.ended = promise;
    this.#resolve = resolve;
    this.#start();
  }

  cancel(): void {
    this.#end({ how: 'cancelled' });
  }

  #start(): void {
    const workerData: WhatIfThreadOptions = { journal: this.#job.database, protocol: this.#job.protocol };
    const { script = SCRIPT } = this.#job;
    const worker = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB } });
    let why = 'its thread stopped';
    this.#at.set(worker, undefined);
    worker.on('message', (told: FromThread) => this.#told(worker, told));
    worker.on('error', (error: Error) => (why = error.message));
    worker.on('exit', () => this.#died(worker, why));
    this.#next(worker);
  }

  #next(worker: Worker): void {
    if (this.#isOver) return;
    if (this.#waiting === undefined) {
      if ([...this.#at.values()].includes('choosing')) return;
      this.#ask(worker, 'choosing', { ask: 'choose', filter: this.#job.filter });
      return;
    }
    const visit = this.#waiting.shift();
    if (visit) this.#ask(worker, visit, { ask: 'run', visit });
    else if ([...this.#at.values()].every((each) => each === undefined)) this.#end({ how: 'done' });
  }

  #ask(worker: Worker, at: ChosenVisit | 'choosing', asked: ToThread): void {
    this.#at.set(worker, at);
    worker.postMessage(asked);
  }

  #told(worker: Worker, told: FromThread): void {
    if (this.#isOver) return;
    const at = this.#at.get(worker);
    this.#at.set(worker, undefined);
    this.#deathsInARow = 0;
    switch (told.told) {
      case 'chosen': {
        this.#waiting = [...told.visits];
        this.#job.onChosen(told.visits, told.fitting);
        const more = Math.min(this.#job.threads, told.visits.length) - this.#at.size;
        for (let n = 0; n < more; n += 1) this.#start();
        break;
      }
      case 'failed':
        return this.#end({ how: 'failed', trouble: `The past visits cannot be read: ${told.reason}` });
      case 'done':
        this.#job.onDone(told.result, told.patientName);
        break;
      case 'broken':
        if (typeof at === 'object') this.#job.onBroken(at, told.reason);
        break;
      default:
        told satisfies never;
    }
    this.#next(worker);
  }

  #died(worker: Worker, why: string): void {
    const at = this.#at.get(worker);
    this.#at.delete(worker);
    if (this.#isOver) return;
    this.#deathsInARow += typeof at === 'object' ? 1 : DEATHS_WITHOUT_VISIT;
    if (this.#deathsInARow > MOST_DEATHS_IN_A_ROW)
      return this.#end({ how: 'failed', trouble: `No thread could go on: ${why}` });
    if (typeof at === 'object') {
      if (this.#retried.has(at.visitId)) this.#job.onBroken(at, `Two threads died over it: ${why}`);
      else this.#waiting?.unshift(at);
      this.#retried.add(at.visitId);
    }
    this.#start();
  }

  #end(end: PoolEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    void Promise.all([...this.#at.keys()].map((worker) => worker.terminate())).then(() => this.#resolve(end));
  }
}
