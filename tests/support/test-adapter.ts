/** An adapter without a device: `await adapter.spo2(97)` sends a reading measured now and resolves with the server's answer. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Cause, NibpFailure, OximetryReading, Reading } from '#core/reading.ts';
import type { AnnouncedDevice, ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import { ADAPTERS_NAMESPACE, PROTOCOL_VERSION, SOCKET_PATH } from '#protocol/version.ts';
import { admitHere, testKeyOf } from './admitted.ts';

const ANSWER_MS = 10_000;

export interface TestAdapterOptions {
  readonly adapterId: string;
  readonly clock: { now(): number };
  /** How far its own clock is ahead of the clinic's. */
  readonly skewMs?: number;
  /** Its devices are `ox-n` and `cuff-n`. */
  readonly chairNumber: number;
  readonly emulated?: boolean;
  readonly protocol?: string;
  /** Default its test key, for which it is admitted; null: none. */
  readonly key?: string | null;
  /** Of a browser, with its cookies. */
  readonly headers?: Readonly<Record<string, string>>;
}

export class TestAdapter {
  /** For messages no adapter would send. */
  readonly raw: Socket;
  readonly epoch = randomUUID();
  readonly devices: readonly AnnouncedDevice[];
  skewMs: number;
  /** False: it leaves `clock:probe` unanswered, as over a network on which an answer takes too long. */
  tellsClock = true;
  readonly #clock: { now(): number };
  #seq = 0;

  private constructor(socket: Socket, options: TestAdapterOptions) {
    const { chairNumber, emulated = false, skewMs = 0 } = options;
    this.raw = socket;
    this.skewMs = skewMs;
    this.#clock = options.clock;
    this.devices = [
      { deviceId: `ox-${chairNumber}`, model: 'nonin-df2', emulated },
      { deviceId: `cuff-${chairNumber}`, model: 'suntech', emulated },
    ];
    socket.on('clock:probe', (answer: (at: number) => void) => this.tellsClock && answer(this.now));
  }

  static async connect(port: number, options: TestAdapterOptions): Promise<TestAdapter> {
    const { adapterId, key = testKeyOf(adapterId), headers } = options;
    if (options.key === undefined) admitHere(port, adapterId);
    const socket = io(`http://127.0.0.1:${port}${ADAPTERS_NAMESPACE}`, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: {
        protocol: options.protocol ?? PROTOCOL_VERSION,
        adapterId,
        software: 'test 1',
        ...(key !== null && { key }),
      },
      ...(headers && { extraHeaders: headers }),
    });
    const adapter = new TestAdapter(socket, options);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return adapter;
  }

  /** By its own clock. */
  get now(): number {
    return this.#clock.now() + this.skewMs;
  }

  request(event: string, payload: unknown): Promise<Answer<never>> {
    return this.raw.timeout(ANSWER_MS).emitWithAck(event, payload) as Promise<Answer<never>>;
  }

  announce(devices: readonly AnnouncedDevice[] = this.devices): Promise<Answer<never>> {
    return this.request('adapter:announce', { devices });
  }

  spo2(spo2Pct: number, pulseBpm = 72, more: Partial<OximetryReading> = {}): Promise<ReadingAnswer> {
    return this.reading({ ...this.#good, kind: 'oximetry', spo2Pct, pulseBpm, ...more });
  }

  probeOff(causes: readonly Cause[] = ['probe-off']): Promise<ReadingAnswer> {
    return this.reading({ kind: 'oximetry', measuredAt: this.now, quality: 'none', causes });
  }

  bp(systolicMmHg: number, diastolicMmHg: number, measuredAt = this.now): Promise<ReadingAnswer> {
    return this.reading({ ...this.#good, kind: 'nibp', systolicMmHg, diastolicMmHg, measuredAt });
  }

  cuffFails(failure: NibpFailure = 'timed-out'): Promise<ReadingAnswer> {
    return this.reading({ kind: 'nibp-failed', measuredAt: this.now, quality: 'none', causes: [], failure });
  }

  cuffPressure(cuffPressureMmHg: number): Promise<ReadingAnswer> {
    return this.reading({ ...this.#good, kind: 'cuff-pressure', cuffPressureMmHg });
  }

  async reading(reading: Reading): Promise<ReadingAnswer> {
    const [answer] = await this.send([this.wire(reading)]);
    if (!answer) throw new Error('No answer to the reading.');
    return answer;
  }

  /** With its identity: the next seq of this adapter's epoch. */
  wire(reading: Reading): WireReading {
    const device = this.devices[reading.kind === 'oximetry' ? 0 : 1];
    return { ...reading, deviceId: device?.deviceId ?? '', epoch: this.epoch, seq: (this.#seq += 1) };
  }

  /** Throws when the batch as a whole is refused. */
  async send(readings: readonly unknown[]): Promise<readonly ReadingAnswer[]> {
    const answer = (await this.request('readings:send', { readings })) as Answer<{
      readonly answers: readonly ReadingAnswer[];
    }>;
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.data.answers;
  }

  close(): void {
    this.raw.disconnect();
  }

  get #good() {
    return { measuredAt: this.now, quality: 'good', causes: [] } as const;
  }
}
