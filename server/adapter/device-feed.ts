/** One device: its line, decoder and reducer; out come readings and the state of the line. */
import type { Logger } from 'pino';
import type { Duration, Instant, Reading } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { DeviceReader } from '#devices/device-reader.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import type { Link } from '../links/link.ts';
import { PlethPacker } from '#gateway/pleth-packer.ts';
import type { Timers } from '#gateway/timers.ts';
import type { DeviceStatus, PlethPacket } from '#protocol/adapter-events.ts';
import { FrameFaults } from './frame-faults.ts';

export interface DeviceFeedDeps {
  readonly deviceId: string;
  readonly model: DeviceModel;
  /** Not started. */
  readonly link: Link;
  readonly now: () => Instant;
  /** Clock milliseconds per real one. */
  readonly speed: number;
  readonly timers: Timers;
  readonly log: Logger;
  readonly onReadings: (deviceId: string, readings: readonly Reading[]) => void;
  /** Called after the readings of the same bytes: they go first. Absent: the pulse wave is left alone. */
  readonly onPleth?: (deviceId: string, packets: readonly PlethPacket[]) => void;
  readonly onLink: (deviceId: string, connected: boolean, reason?: string) => void;
  /** The device said something new of itself: `status`. */
  readonly onStatus?: (deviceId: string) => void;
}

/** The wire's limit for a reason. */
const REASON_LENGTH = 120;
const FLUSH_EVERY_MS: Duration = 250;
/** A sped-up clock may ask for more than a machine's timers can do. */
const SHORTEST_TIMER_MS: Duration = 20;

const lineDown = refuse('unavailable', 'The line to the cuff is down: use its own button.');

export class DeviceFeed {
  readonly #deps: DeviceFeedDeps;
  readonly #reader: DeviceReader;
  readonly #faults: FrameFaults;
  readonly #packer: PlethPacker;
  #isConnected = false;
  #reason: string | undefined = 'not yet reached';
  #status: DeviceStatus = {};
  readonly #cancel: (() => void)[] = [];

  constructor(deps: DeviceFeedDeps) {
    this.#deps = deps;
    this.#reader = new DeviceReader(deps.model);
    this.#faults = new FrameFaults(deps.log);
    this.#packer = new PlethPacker({ deviceId: deps.deviceId, speed: deps.speed });
  }

  get state(): { readonly connected: boolean; readonly reason?: string } {
    return { connected: this.#isConnected, ...(this.#reason === undefined ? {} : { reason: this.#reason }) };
  }

  /** What the device has said of itself so far. */
  get status(): DeviceStatus {
    return this.#status;
  }

  start(): void {
    const { link, model } = this.#deps;
    link.on('open', (status) => {
      this.#opened(status);
      if (link.staysOpen) this.#setLink(false, 'nobody has called yet');
    });
    link.on('resumed', () => this.#opened());
    link.on('bytes', (bytes, characteristic) => this.#heard(bytes, characteristic));
    link.on('status', (status) => this.#learn(status));
    link.on('refused', (refusal) => this.#faults.count([refusal]));
    link.on('close', (reason) => {
      this.#givePleth(this.#packer.gap());
      this.#setLink(false, reason);
    });
    link.start();
    this.#every(FLUSH_EVERY_MS, () => {
      this.#give(this.#reader.flush(this.#deps.now()));
      this.#givePleth(this.#packer.flush(this.#deps.now()));
    });
    if (model.pollEveryMs !== undefined) this.#every(model.pollEveryMs, () => this.#poll());
    this.#cancel.push(this.#deps.timers.every(60_000, () => this.#faults.report()));
  }

  stop(): void {
    for (const cancel of this.#cancel.splice(0)) cancel();
    this.#deps.link.close();
    // The last second's reading is worth more early than never.
    this.#give(this.#reader.flush(this.#deps.now() + 1_000));
    this.#givePleth(this.#packer.gap());
    this.#faults.report();
  }

  /**
   * Inflates the cuff once, or lets its air out. A start is refused in every doubt; a stop never, but when the line is down.
   * Nothing is repeated: what was refused, and what was lost, is for the server to ask again.
   */
  controlCuff(act: 'start' | 'stop'): Result<null> {
    const { link, model, now } = this.#deps;
    const guard = this.#reader.cuffGuard;
    if (!model.control || !guard)
      return refuse('not-allowed', `A ${model.title} cannot be started by command: press its own button.`);
    if (!this.#isConnected) return lineDown;
    const may = act === 'start' ? guard.mayStart(now()) : accept(null);
    if (!may.ok) return may;
    if (!link.control(Uint8Array.from(model.control[act]))) return lineDown;
    if (act === 'start') guard.started(now());
    else guard.stopped(now());
    return accept(null);
  }

  /** @param told by a Bluetooth device before any reading: it was heard itself */
  #opened(told?: DeviceStatus): void {
    const { link, now } = this.#deps;
    const zoneMs = -new Date(now()).getTimezoneOffset() * 60_000;
    this.#reader.opened(now(), told?.name === undefined ? { zoneMs } : { zoneMs, deviceName: told.name });
    link.watchSilence(!this.#reader.isPolled);
    // A device that speaks by itself is there once it is heard; one that must be asked, once it can be asked.
    if (this.#reader.isPolled || told) this.#setLink(true);
    if (told) this.#learn(told);
    this.#learnNotice();
    this.#poll();
  }

  #learn(told: DeviceStatus): void {
    const before = this.#status;
    this.#status = { ...before, ...told };
    if (JSON.stringify(before) !== JSON.stringify(this.#status)) this.#deps.onStatus?.(this.#deps.deviceId);
  }

  #learnNotice(): void {
    const { notice } = this.#reader;
    if (notice !== undefined) this.#learn({ notice });
  }

  #heard(bytes: Uint8Array, characteristic?: string): void {
    this.#setLink(true);
    const { readings, refusals, pleth } = this.#reader.push(bytes, this.#deps.now(), characteristic);
    this.#faults.count(refusals);
    this.#give(readings);
    this.#learnNotice();
    this.#givePleth(this.#packer.push(pleth, this.#deps.now()));
    if (this.#reader.answers) this.#deps.link.watchSilence(true);
  }

  #poll(): void {
    for (const frame of this.#reader.ask(this.#deps.now())) this.#deps.link.write(Uint8Array.from(frame));
  }

  #give(readings: readonly Reading[]): void {
    if (readings.length > 0) this.#deps.onReadings(this.#deps.deviceId, readings);
  }

  #givePleth(packets: readonly PlethPacket[]): void {
    if (packets.length > 0) this.#deps.onPleth?.(this.#deps.deviceId, packets);
  }

  #setLink(connected: boolean, said?: string): void {
    const reason = said?.replaceAll(/\p{Cc}+/gu, ' ').slice(0, REASON_LENGTH);
    const isNews = connected !== this.#isConnected || reason !== this.#reason;
    this.#isConnected = connected;
    this.#reason = reason;
    if (isNews) this.#deps.onLink(this.#deps.deviceId, connected, reason);
  }

  #every(ms: Duration, run: () => void): void {
    this.#cancel.push(this.#deps.timers.every(Math.max(ms / this.#deps.speed, SHORTEST_TIMER_MS), run));
  }
}
