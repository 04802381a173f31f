/** An oximeter and a cuff at one chair, at 1 Hz clinic time. Keeps what was not acknowledged, comes back by itself, sends it again. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import { ADAPTERS_NAMESPACE, PROTOCOL_VERSION, SOCKET_PATH } from '#protocol/version.ts';
import { testKeyOf } from '../support/admitted.ts';
import type { Day } from './day.ts';

const ANSWER_MS = 20_000;
/** In a message of what was kept. */
const BACKLOG_BATCH = 200;
const PULSES = 20;

export interface Tally {
  sent: number;
  stored: number;
  duplicate: number;
  /** By the refusal's code. */
  readonly refused: Record<string, number>;
}

export class SoakAdapter {
  /** What the finger gives; undefined: the probe is off it. */
  spo2Pct: number | undefined = undefined;
  /** The device says nothing at all. */
  isSilent = false;
  readonly #socket: Socket;
  readonly #day: Day;
  readonly #n: number;
  readonly #tally: Tally;
  #epoch: string = randomUUID();
  #seq = 0;
  #measuredAt: number;
  #pulse = 0;
  #isSending = false;
  /** Oldest first. */
  #kept: WireReading[] = [];
  /** Real time of the newest message with this pulse. */
  readonly #sentAt = new Map<number, number>();
  #isAnnounced = false;
  /** Told of the next message that goes out. */
  #waiting: (() => void)[] = [];

  constructor(port: number, n: number, day: Day, tally: Tally) {
    this.#day = day;
    this.#n = n;
    this.#tally = tally;
    this.#measuredAt = Number.POSITIVE_INFINITY;
    const adapterId = `soak-${n}`;
    this.#socket = io(`http://127.0.0.1:${port}${ADAPTERS_NAMESPACE}`, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      reconnectionDelay: 200,
      reconnectionDelayMax: 1_000,
      auth: { protocol: PROTOCOL_VERSION, adapterId, software: 'soak 1', key: testKeyOf(adapterId) },
    });
    this.#socket.on('clock:probe', (answer: (at: number) => void) => answer(day.now));
    this.#socket.on('connect', () => void this.#announce());
    this.#socket.on('disconnect', () => {
      this.#isAnnounced = false;
      this.#told();
    });
  }

  async #announce(): Promise<void> {
    const devices = [
      { deviceId: `ox-${this.#n}`, model: 'nonin-df2', emulated: false },
      { deviceId: `cuff-${this.#n}`, model: 'suntech', emulated: false },
    ];
    try {
      await this.#socket.timeout(ANSWER_MS).emitWithAck('adapter:announce', { devices });
      this.#isAnnounced = true;
    } catch {
      // Cut again meanwhile: told when it is back.
    }
  }

  /** Measures from now on. */
  open(): void {
    this.#measuredAt = this.#day.now;
    this.#socket.connect();
  }

  /** A cuff result of now. */
  bp(systolicMmHg: number, diastolicMmHg: number): void {
    const measured = { measuredAt: this.#day.now, quality: 'good', causes: [] } as const;
    this.#keep({ ...measured, kind: 'nibp', systolicMmHg, diastolicMmHg }, `cuff-${this.#n}`);
  }

  /** Measures what is due and sends what is kept, one message at a time: a server that is behind gets longer ones. */
  tick(): void {
    const { now } = this.#day;
    for (; this.#measuredAt + 1_000 <= now; this.#measuredAt += 1_000) this.#measure(this.#measuredAt + 1_000);
    if (this.#isAnnounced && !this.#isSending && this.#kept.length > 0) void this.#send();
  }

  /**
   * Resolves when readings of now are on their way; at once where none are. On fast time a number is old a moment after it came, and
   * whoever starts an infusion does it with a live one before them.
   */
  fresh(): Promise<void> {
    if (!this.#isAnnounced || this.isSilent) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** ms from the sending of the newest message with this pulse; undefined when none was sent. */
  sinceSent(pulseBpm: number): number | undefined {
    const at = this.#sentAt.get(pulseBpm);
    this.#sentAt.delete(pulseBpm);
    return at === undefined ? undefined : performance.now() - at;
  }

  /** The line is gone without a word, and comes back after a while. */
  cut(forMs: number): void {
    this.#socket.io.engine.close();
    this.#socket.disconnect();
    void this.#day.wait(forMs).then(
      () => this.#socket.connect(),
      () => this.#socket.connect(),
    );
  }

  /** The adapter's process began anew: its readings are counted from one again. */
  renew(): void {
    this.#epoch = randomUUID();
    this.#seq = 0;
  }

  close(): void {
    this.#measuredAt = Number.POSITIVE_INFINITY;
    this.#kept = [];
    this.#socket.disconnect();
  }

  #measure(measuredAt: number): void {
    if (this.isSilent) return;
    const pulseBpm = 60 + (this.#pulse % PULSES);
    const reading =
      this.spo2Pct === undefined
        ? ({ kind: 'oximetry', measuredAt, quality: 'none', causes: ['probe-off'] } as const)
        : ({ kind: 'oximetry', measuredAt, quality: 'good', causes: [], spo2Pct: this.spo2Pct, pulseBpm } as const);
    this.#keep(reading, `ox-${this.#n}`);
  }

  #keep(reading: object, deviceId: string): void {
    this.#kept.push({ ...reading, deviceId, epoch: this.#epoch, seq: (this.#seq += 1) } as WireReading);
  }

  #told(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** What is of now first; what was kept before it follows. */
  async #send(): Promise<void> {
    this.#isSending = true;
    const some = this.#kept.slice(-BACKLOG_BATCH);
    this.#sentAt.set(60 + (this.#pulse % PULSES), performance.now());
    this.#pulse += 1;
    this.#tally.sent += some.length;
    try {
      const sending = this.#socket.timeout(ANSWER_MS).emitWithAck('readings:send', { readings: some });
      this.#told();
      const answer = (await sending) as Answer<{ readonly answers: readonly ReadingAnswer[] }>;
      if (answer.ok) {
        const gone = new Set(some);
        this.#kept = this.#kept.filter((reading) => !gone.has(reading));
        for (const given of answer.data.answers)
          if (given.status !== 'refused') this.#tally[given.status] += 1;
          else this.#tally.refused[given.refusal.code] = (this.#tally.refused[given.refusal.code] ?? 0) + 1;
      }
    } catch {
      // No answer: sent again.
    }
    this.#isSending = false;
  }
}
