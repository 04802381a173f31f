/**
 * Readings between the device and the server's answer. What is live goes out at once, whatever waits; what could not be sent
 * waits in order. A reading leaves only when the server has answered for it, or as the oldest of too many.
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

export interface OutboxOptions {
  /** A random id; asked once for each device, because its counter starts at 1. */
  readonly newEpoch: () => string;
  /** Readings kept at most, over all devices. */
  readonly capacity: number;
  readonly onDropped: (reading: WireReading, droppedSoFar: number) => void;
}

interface Kept {
  readonly reading: WireReading;
  isSent: boolean;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #counters = new Map<string, { readonly epoch: string; seq: number }>();
  /** Oldest first. */
  readonly #kept = new Map<WireReading, Kept>();
  readonly #live = new Set<Kept>();
  #isOnline = false;
  #liveMessages = 0;
  #isBacklogSent = false;
  #dropped = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Readings without an answer. */
  get size(): number {
    return this.#kept.size;
  }

  add(deviceId: string, reading: Reading): void {
    let counter = this.#counters.get(deviceId);
    if (!counter) this.#counters.set(deviceId, (counter = { epoch: this.#options.newEpoch(), seq: 0 }));
    counter.seq += 1;
    const kept = { reading: { ...reading, deviceId, epoch: counter.epoch, seq: counter.seq }, isSent: false };
    this.#kept.set(kept.reading, kept);
    if (this.#isOnline) this.#live.add(kept);
    while (this.#kept.size > this.#options.capacity) this.#dropOldest(kept);
  }

  /** The server is there and knows the devices: the newest of each device first, then the backlog. */
  online(): void {
    this.#isOnline = true;
    const newest = new Map<string, Kept>();
    for (const kept of this.#kept.values()) if (!kept.isSent) newest.set(kept.reading.deviceId, kept);
    for (const kept of newest.values()) this.#live.add(kept);
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
    const batch = this.#send('backlog', this.#kept.values());
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
      const kept = this.#kept.get(reading);
      if (kept) kept.isSent = false;
    }
  }

  /** These readings are done with. */
  discard(batch: Batch): void {
    this.#back(batch);
    for (const reading of batch.readings) this.#kept.delete(reading);
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

  /** The oldest that is not on its way; when all are, the oldest: the newest says most. */
  #dropOldest(newest: Kept): void {
    let oldest: Kept | undefined;
    for (const kept of this.#kept.values()) {
      oldest ??= kept;
      if (kept.isSent || kept === newest) continue;
      oldest = kept;
      break;
    }
    if (!oldest) return;
    this.#kept.delete(oldest.reading);
    this.#live.delete(oldest);
    this.#dropped += 1;
    this.#options.onDropped(oldest.reading, this.#dropped);
  }
}
