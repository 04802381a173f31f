/**
 * What waits for the disk, in order. Everything given within one turn of the event loop, or while a commit runs, goes into the next
 * transaction (group commit). One batch is under way at a time; what fails is tried again, first, until it is on the disk.
 */
import type { Duration } from '#core/reading.ts';
import { amounts, durations } from '../metrics/histogram.ts';
import type { CommitFigures, Durable, JournalTrouble } from './journal.ts';
import type { FromWriter, ThreadOptions } from './messages.ts';
import { Removals } from './removals.ts';
import type { Row } from './rows.ts';
import { sentenceOf } from './trouble-text.ts';
import { WriterThread } from './writer-thread.ts';
import type { WriterListener } from './writer-thread.ts';

export interface Limits {
  readonly slowMs: Duration;
  readonly pendingLimit: number;
}

interface Given {
  readonly rows: readonly Row[];
  readonly givenAt: number;
  readonly stored: () => void;
}

interface Batch {
  readonly number: number;
  readonly given: readonly Given[];
  readonly rows: readonly Row[];
  /** When it was first handed to the writer. */
  readonly sentAt: number;
}

/** For a journal that another database holds too (server/postgres): who writes there, and what is said of it. */
export interface OtherWriter {
  /** Speaks as writer.ts does. */
  readonly script: URL;
  readonly words: typeof sentenceOf;
  /** Called once: nothing is written any more, and what waits stays unanswered. */
  readonly onLost: (why: string) => void;
}

/** A transaction's length, so that a backlog after an outage does not hold the disk for seconds. */
const MAX_BATCH_ROWS = 5_000;
const FIRST_RETRY_MS: Duration = 100;
const LONGEST_RETRY_MS: Duration = 2_000;

export class CommitQueue {
  readonly #writer: WriterThread;
  readonly #limits: Limits;
  readonly #onTrouble: () => void;
  readonly #other: OtherWriter | undefined;
  #isLost = false;
  readonly removals: Removals;
  readonly figures = { commitMs: durations(), rows: amounts(), failures: 0 } satisfies CommitFigures;
  #waiting: Given[] = [];
  #underWay: Batch | undefined;
  #batches = 0;
  #commits = 0;
  #pending = 0;
  #isFlushing = false;
  #isReady = false;
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;
  #slow: NodeJS.Timeout | undefined;
  #failure: { readonly code: JournalTrouble['code']; readonly detail: string } | undefined;
  #wasOverLimit = false;
  #drained: (() => void) | undefined;

  /** @param onTrouble called when `trouble` began, changed its code or limit, or ended. */
  constructor(options: ThreadOptions, limits: Limits, onTrouble: () => void, other?: OtherWriter) {
    this.#limits = limits;
    this.#onTrouble = onTrouble;
    this.#other = other;
    this.removals = new Removals((message) => this.#writer.post(message));
    const listener: WriterListener = {
      ready: () => {
        this.#isReady = true;
        if (this.#isLost) return;
        if (this.#underWay === undefined) this.#send();
        else this.#post(this.#underWay);
      },
      message: (message) => {
        if (message.type === 'removed') this.removals.answered(message);
        else if (message.type === 'committed') this.#committed(message.batch);
        else if (message.type === 'lost') this.#lose(message.why);
        else this.#failed(message);
      },
      stopped: (reason) => {
        this.#isReady = false;
        clearTimeout(this.#slow);
        this.removals.stopped(reason);
        if (!this.#isLost) this.#fail('writer-stopped', reason);
      },
    };
    this.#writer = new WriterThread(options, listener, other?.script);
  }

  get writer(): WriterThread {
    return this.#writer;
  }
  get pending(): number {
    return this.#pending;
  }
  get commits(): number {
    return this.#commits;
  }
  get trouble(): JournalTrouble | undefined {
    if (this.#failure === undefined) return undefined;
    const { code, detail } = this.#failure;
    const waitingMs = this.#oldestWaitMs();
    const overLimit = this.#pending > this.#limits.pendingLimit;
    return {
      code,
      reason: (this.#other?.words ?? sentenceOf)(code, detail),
      waitingMs,
      pending: this.#pending,
      overLimit,
    };
  }

  /** The rows of one call are stored together or not at all. */
  give(rows: readonly Row[]): Durable {
    if (rows.length === 0) return { durable: Promise.resolve() };
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#waiting.push({ rows, givenAt: performance.now(), stored: () => resolve(undefined) });
    this.#pending += rows.length;
    if (!this.#isFlushing) {
      this.#isFlushing = true;
      setImmediate(() => {
        this.#isFlushing = false;
        this.#send();
      });
    }
    this.#watchLimit();
    return { durable: promise };
  }

  /** @returns how many rows could not be written. */
  async close(giveUpMs: Duration): Promise<number> {
    if (this.#pending > 0 && !this.#isLost) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#drained = () => resolve(undefined);
      const giveUp = setTimeout(this.#drained, giveUpMs);
      await promise;
      clearTimeout(giveUp);
    }
    clearTimeout(this.#retry);
    clearTimeout(this.#slow);
    await this.#writer.close(this.#isReady && this.#pending === 0);
    this.removals.stopped('the journal is closed');
    return this.#pending;
  }

  #lose(why: string): void {
    if (this.#isLost) return;
    this.#isLost = true;
    clearTimeout(this.#slow);
    clearTimeout(this.#retry);
    // A close that waits for what will never be written.
    this.#drained?.();
    this.#other?.onLost(why);
  }

  #send(): void {
    if (this.#isLost || !this.#isReady || this.#underWay !== undefined || this.#waiting.length === 0) return;
    let count = 0;
    let rows = 0;
    while (count < this.#waiting.length && rows < MAX_BATCH_ROWS) rows += this.#waiting[count++]?.rows.length ?? 0;
    const given = this.#waiting.splice(0, count);
    this.#underWay = {
      number: ++this.#batches,
      given,
      rows: given.flatMap((one) => one.rows),
      sentAt: performance.now(),
    };
    this.#post(this.#underWay);
  }

  #post(batch: Batch): void {
    this.#writer.post({ type: 'commit', batch: batch.number, rows: batch.rows });
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#fail('slow', ''), this.#limits.slowMs);
  }

  #committed(number: number): void {
    const batch = this.#underWay;
    if (batch?.number !== number || this.#isLost) return;
    clearTimeout(this.#slow);
    this.#underWay = undefined;
    this.#commits++;
    this.figures.commitMs.observe(performance.now() - batch.sentAt);
    this.figures.rows.observe(batch.rows.length);
    this.#retryMs = FIRST_RETRY_MS;
    this.#pending -= batch.rows.length;
    for (const { stored } of batch.given) stored();
    this.#send();
    if (this.#pending === 0) this.#drained?.();
    if (this.#failure !== undefined && this.#oldestWaitMs() < this.#limits.slowMs) {
      this.#failure = undefined;
      this.#onTrouble();
    }
    this.#watchLimit();
  }

  #failed({ batch, code, message }: Extract<FromWriter, { type: 'failed' }>): void {
    if (this.#underWay?.number !== batch) return;
    clearTimeout(this.#slow);
    this.figures.failures += 1;
    this.#fail(code, message);
    this.#retry = setTimeout(() => {
      // The writer may have died and come back meanwhile: then `ready` sent it already.
      if (this.#isReady && this.#underWay?.number === batch) this.#post(this.#underWay);
    }, this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #fail(code: JournalTrouble['code'], detail: string): void {
    const isNew = this.#failure?.code !== code;
    this.#failure = { code, detail };
    if (isNew) this.#onTrouble();
  }

  #watchLimit(): void {
    const isOver = this.#pending > this.#limits.pendingLimit;
    if (isOver === this.#wasOverLimit) return;
    this.#wasOverLimit = isOver;
    this.#onTrouble();
  }

  #oldestWaitMs(): Duration {
    const oldest = this.#underWay?.given[0] ?? this.#waiting[0];
    return oldest === undefined ? 0 : Math.round(performance.now() - oldest.givenAt);
  }
}
