/**
 * Readings between the device and the server's answer. What is live goes out at once, whatever waits; what could not be sent
 * waits in order. A reading leaves only when the server has answered for it, or as the oldest of too many. With a store it
 * outlives the process, and memory holds a window of what waits (docs/adr/0010-spool.md).
 */
import type { Reading } from '#core/reading.ts';
import type { ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';

/** The wire's limit (docs/adapter-protocol.md). */
export const MAX_BATCH = 500;
/** So many live messages may be unanswered: a server whose disk hangs still gets every new reading. */
const MAX_LIVE_MESSAGES = 600;

export interface Batch {
  readonly lane: 'live' | 'backlog';
  readonly readings: readonly WireReading[];
}

/** What outlives the process: a database of an adapter process, or one of the browser behind a synchronous face. None of it throws. */
export interface OutboxStore {
  /** Readings of earlier runs that go into memory at once, oldest first, under the identities they had. */
  readonly restored?: readonly WireReading[];
  /**
   * Asked before a reading may be sent, and again before it leaves memory unanswered; of one that stands there, it does nothing.
   * @returns false when it could not be kept: it lives in memory alone.
   */
  keep(reading: WireReading): boolean | undefined;
  /** Answered or dropped: the very objects that were kept, restored or paged. */
  forget(readings: readonly WireReading[]): void;
  /**
   * Only of a store that holds more than memory should: a page of what stands in it, oldest first, also of what memory holds.
   * Without it, the oldest of too many are dropped.
   * @param after the last of the page before; undefined = from the oldest on
   */
  older?(after: WireReading | undefined, limit: number): readonly WireReading[];
}

export interface OutboxOptions {
  /** A random id; asked once for each device, because its counter starts at 1. */
  readonly newEpoch: () => string;
  /** Readings in memory at most, over all devices. */
  readonly capacity: number;
  readonly onDropped: (reading: WireReading, droppedSoFar: number) => void;
  readonly store?: OutboxStore;
}

interface Kept {
  readonly reading: WireReading;
  isSent: boolean;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #counters = new Map<string, { readonly epoch: string; seq: number }>();
  /** By identity, oldest first. */
  readonly #kept = new Map<string, Kept>();
  readonly #live = new Set<Kept>();
  #isOnline = false;
  #liveMessages = 0;
  #isBacklogSent = false;
  #dropped = 0;
  /** The store may hold what memory does not. */
  #hasOlder: boolean;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#hasOlder = options.store?.older !== undefined;
    for (const reading of options.store?.restored ?? []) this.#remember({ reading, isSent: false });
  }

  /** Readings in memory without an answer. */
  get size(): number {
    return this.#kept.size;
  }

  add(deviceId: string, reading: Reading): void {
    let counter = this.#counters.get(deviceId);
    if (!counter) this.#counters.set(deviceId, (counter = { epoch: this.#options.newEpoch(), seq: 0 }));
    counter.seq += 1;
    const kept = { reading: { ...reading, deviceId, epoch: counter.epoch, seq: counter.seq }, isSent: false };
    this.#options.store?.keep(kept.reading);
    if (this.#isOnline) this.#live.add(kept);
    this.#remember(kept);
  }

  /** The server is there and knows the devices: the newest of each device first, then the backlog. May be said again. */
  online(): void {
    this.#isOnline = true;
    this.#hasOlder = this.#options.store?.older !== undefined;
    const newest = new Map<string, Kept>();
    for (const kept of this.#kept.values()) if (!kept.isSent) newest.set(kept.reading.deviceId, kept);
    for (const kept of newest.values()) this.#live.add(kept);
  }

  /** What waits in memory is for another clinic: it is left to the store, and what comes has identities of its own. */
  setAside(): void {
    this.#kept.clear();
    this.#live.clear();
    this.#counters.clear();
  }

  /** The store can give more than it could before. */
  lookInStore(): void {
    this.#hasOlder = this.#options.store?.older !== undefined;
  }

  /** Nothing is sent any more. Batches that are out come back through `silent`. */
  offline(): void {
    this.#isOnline = false;
    this.#live.clear();
  }

  /** What to send now; ask again until there is nothing. */
  take(): Batch | undefined {
    if (!this.#isOnline) return undefined;
    if (this.#live.size > 0 && this.#liveMessages < MAX_LIVE_MESSAGES) {
      this.#liveMessages += 1;
      return this.#send('live', this.#live.values());
    }
    if (this.#isBacklogSent) return undefined;
    const batch = this.#sendOlder() ?? this.#send('backlog', this.#kept.values());
    if (batch) this.#isBacklogSent = true;
    return batch;
  }

  /**
   * The server's answers, one for each reading in order. All are final.
   * @returns what was refused; undefined when these are not the answers to this batch, which is silence then.
   */
  answered(
    batch: Batch,
    answers: readonly ReadingAnswer[],
  ): { readonly reading: WireReading; readonly answer: ReadingAnswer }[] | undefined {
    const fits =
      answers.length === batch.readings.length &&
      batch.readings.every(({ epoch, seq }, n) => answers[n]?.epoch === epoch && answers[n]?.seq === seq);
    if (!fits) {
      this.silent(batch);
      return undefined;
    }
    this.discard(batch);
    return batch.readings.flatMap((reading, n) => {
      const answer = answers[n];
      return answer?.status === 'refused' ? [{ reading, answer }] : [];
    });
  }

  /** No answer came: the readings wait again, in their old places. */
  silent(batch: Batch): void {
    this.#back(batch);
    for (const reading of batch.readings) {
      const kept = this.#kept.get(keyOf(reading));
      if (kept) kept.isSent = false;
      else this.#hasOlder = this.#options.store?.older !== undefined;
    }
  }

  /** These readings are done with. */
  discard(batch: Batch): void {
    this.#back(batch);
    for (const reading of batch.readings) this.#kept.delete(keyOf(reading));
    this.#options.store?.forget(batch.readings);
  }

  #back({ lane }: Batch): void {
    if (lane === 'live') this.#liveMessages -= 1;
    else this.#isBacklogSent = false;
  }

  #send(lane: Batch['lane'], from: Iterable<Kept>): Batch | undefined {
    const readings: WireReading[] = [];
    for (const kept of from) {
      if (readings.length === MAX_BATCH) break;
      if (kept.isSent) continue;
      kept.isSent = true;
      this.#live.delete(kept);
      readings.push(kept.reading);
    }
    return readings.length > 0 ? { lane, readings } : undefined;
  }

  /** What only the store holds is older than what waits in memory. */
  #sendOlder(): Batch | undefined {
    const { store } = this.#options;
    if (!store?.older || !this.#hasOlder) return undefined;
    const readings: WireReading[] = [];
    let page = store.older(undefined, MAX_BATCH);
    for (; page.length > 0 && readings.length < MAX_BATCH; page = store.older(page.at(-1), MAX_BATCH))
      readings.push(...page.filter((reading) => !this.#kept.has(keyOf(reading))));
    this.#hasOlder = readings.length > 0;
    return readings.length > 0 ? { lane: 'backlog', readings: readings.slice(0, MAX_BATCH) } : undefined;
  }

  #remember(kept: Kept): void {
    this.#kept.set(keyOf(kept.reading), kept);
    while (this.#kept.size > this.#options.capacity) this.#letGo(this.#oldestBut(kept));
  }

  /** The oldest that is not on its way; when all are, the oldest: the newest says most. */
  #oldestBut(newest: Kept): Kept {
    let oldest: Kept | undefined;
    for (const kept of this.#kept.values()) {
      oldest ??= kept;
      if (!kept.isSent && kept !== newest) return kept;
    }
    return oldest ?? newest;
  }

  /** Out of memory: to where it can be had back from, else for good. */
  #letGo(kept: Kept): void {
    const { store, onDropped } = this.#options;
    this.#kept.delete(keyOf(kept.reading));
    this.#live.delete(kept);
    if (store?.older && store.keep(kept.reading) !== false) {
      this.#hasOlder = true;
      return;
    }
    store?.forget([kept.reading]);
    this.#dropped += 1;
    onDropped(kept.reading, this.#dropped);
  }
}

const keyOf = ({ deviceId, epoch, seq }: WireReading): string => `${deviceId} ${epoch} ${seq}`;
