/**
 * The adapter of a chair in a drill: everything an adapter process sends by, with its spool on the disk, and the truth in place of a
 * device. Not a process of its own, so that what it measured and what it was answered are known here.
 */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createAdapterClock } from '#gateway/adapter-clock.ts';
import { Outbox } from '#gateway/outbox.ts';
import { Sender } from '#gateway/sender.ts';
import type { Transmit } from '#gateway/sender.ts';
import { realTimers } from '#gateway/timers.ts';
import { Uplink } from '#gateway/uplink.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { openSpool } from '../../server/adapter/spool/open-spool.ts';
import type { OpenSpool } from '../../server/adapter/spool/open-spool.ts';
import { SpoolCare } from '../../server/adapter/spool/spool-care.ts';
import { testKeyOf } from '../support/admitted.ts';
import type { ChairAdapter, ChairAdapterOptions } from './chair-adapter.ts';
import { Disorder } from './disorder.ts';
import { identityOf, Ledger } from './ledger.ts';

const SECOND = 1_000;
const KEPT = 20_000;

/** Of a flood: so many messages every so often, ms. */
const FLOOD = { messages: 80, everyMs: 10, readings: 8 };

export class DrillAdapter implements ChairAdapter {
  readonly ledger = new Ledger();
  readonly disorder: Disorder;
  readonly #options: ChairAdapterOptions;
  readonly #now = createAdapterClock();
  readonly #outbox: Outbox;
  readonly #uplink: Uplink;
  readonly #sender: Sender;
  readonly #spool: OpenSpool;
  readonly #care: SpoolCare;
  readonly #counters = new Map<string, { readonly epoch: string; seq: number }>();
  #cancel = (): void => undefined;
  #second = 0;
  #newestSent: readonly WireReading[] = [];
  /** An epoch that the outbox asked for just now. */
  #newest: string | undefined;

  constructor(options: ChairAdapterOptions) {
    const { number, port, spoolFolder, random } = options;
    const log = pino({ level: 'silent' });
    const adapterId = `adapter-${number}`;
    const deviceIds = [`ox-${number}`, `cuff-${number}`];
    this.#options = options;
    this.disorder = new Disorder(random);
    const opened = openSpool({ folder: spoolFolder, adapterId, deviceIds, now: this.#now, speed: 1, log });
    if (!opened.ok) throw new Error(opened.refusal.message);
    this.#spool = opened.value;
    const { spool } = opened.value;
    this.#outbox = new Outbox({
      newEpoch: () => (this.#newest = randomUUID()),
      capacity: KEPT,
      store: spool,
      onDropped: () => {
        throw new Error('A reading was dropped.');
      },
    });
    this.#uplink = new Uplink({
      serverUrl: `http://127.0.0.1:${port}`,
      handshake: { protocol: PROTOCOL_VERSION, adapterId, software: 'drill 1', key: testKeyOf(adapterId) },
      devices: [
        { deviceId: deviceIds[0] ?? '', model: 'nonin-df2', emulated: false },
        { deviceId: deviceIds[1] ?? '', model: 'suntech', emulated: false },
      ],
      linkOf: () => ({ connected: true }),
      onSite: (siteId) => void (siteId !== undefined && spool.belongTo(siteId)),
      now: this.#now,
      timers: realTimers,
      log,
      onOnline: () => {
        this.#outbox.online();
        this.#sender.pump();
        void this.#care.online();
      },
      onOffline: () => {
        this.#outbox.offline();
        this.#care.offline();
      },
    });
    const send: Transmit = async (payload) => {
      this.#newestSent = payload.readings.slice(0, FLOOD.readings);
      const answer = await this.#uplink.transmit(payload);
      if (answer?.ok) this.ledger.answers(payload.readings, answer.data.answers);
      return answer;
    };
    this.#sender = new Sender({ outbox: this.#outbox, transmit: this.disorder.around(send), timers: realTimers, log });
    this.#care = new SpoolCare({
      spool,
      tellSpool: this.#uplink.tellSpool,
      sendWaves: (packets) => this.#uplink.transmitPleth(packets),
      waiting: () => this.#outbox.size,
      onAligned: () => {
        this.#outbox.lookInStore();
        this.#sender.pump();
      },
      now: this.#now,
      timers: realTimers,
      log,
    });
  }

  get waiting(): number {
    return Math.max(this.#outbox.size, this.#spool.spool.kept);
  }

  start(): void {
    this.#uplink.start();
    this.#cancel = realTimers.every(SECOND, () => this.#measure());
  }

  /** Its newest readings again and again, far faster than anybody may, for so long, ms. */
  flood(ms: number): Promise<void> {
    const until = performance.now() + ms;
    return new Promise((resolve) => {
      const cancel = realTimers.every(FLOOD.everyMs, () => {
        const readings = this.#newestSent;
        for (let n = 0; n < FLOOD.messages && readings.length > 0; n += 1) void this.#uplink.transmit({ readings });
        if (performance.now() < until) return;
        cancel();
        resolve();
      });
    });
  }

  stopMeasuring(): void {
    this.#cancel();
  }

  stop(): void {
    this.#cancel();
    this.#uplink.stop();
    this.#care.stop();
    this.#spool.close();
  }

  #measure(): void {
    const { truth, number } = this.#options;
    const { bp, ...oximetry } = truth.at(this.#second);
    this.#second += 1;
    const good = { measuredAt: this.#now(), quality: 'good', causes: [] } as const;
    this.#add(`ox-${number}`, { ...good, kind: 'oximetry', ...oximetry });
    if (bp) this.#add(`cuff-${number}`, { ...good, kind: 'nibp', ...bp });
    this.#sender.pump();
  }

  #add(deviceId: string, reading: Parameters<Outbox['add']>[1]): void {
    this.ledger.measured.push(reading);
    this.#outbox.add(deviceId, reading);
    this.#note(deviceId);
  }

  /** The identity the outbox gave: the next of the device's epoch. */
  #note(deviceId: string): void {
    if (this.#newest !== undefined) this.#counters.set(deviceId, { epoch: this.#newest, seq: 0 });
    this.#newest = undefined;
    const counter = this.#counters.get(deviceId);
    if (counter) this.ledger.sent.add(identityOf({ deviceId, epoch: counter.epoch, seq: (counter.seq += 1) }));
  }
}
