/** The line to one Bluetooth device: opened once by a tap, then again without one as long as the page lives. */
import type { Duration, Instant, Reading } from '#core/reading.ts';
import type { DeviceStatus } from '#protocol/adapter-events.ts';
import type { PlethSegment } from '#devices/decoder.ts';
import { DeviceReader } from '#devices/device-reader.ts';
import type { Timers } from '#gateway/timers.ts';
import { NoUsableService, openGatt } from './gatt-session.ts';
import type { GattSession } from './gatt-session.ts';
import type { BluetoothModel, OwnKind } from './profiles.ts';
import { connectTrouble } from './trouble.ts';

export type LineState = 'off' | 'connecting' | 'live' | 'lost';

export interface BluetoothLineDeps {
  readonly device: BluetoothDevice;
  /** As it called itself when it was chosen: a browser may not tell the name again. */
  readonly name: string;
  readonly kind: OwnKind;
  /** Ms that clocks on the wall here are ahead of UTC. */
  readonly zoneMs?: () => Duration;
  /** The page's adapter clock. */
  readonly now: () => Instant;
  readonly timers: Timers;
  /** At the first connection, before anything is read. */
  readonly onModel: (model: BluetoothModel) => void;
  readonly onState: (state: LineState, reason: string | null) => void;
  readonly onReadings: (readings: readonly Reading[]) => void;
  /** The pulse wave; its last sample was taken at the instant given. Called after the readings of the same bytes. */
  readonly onPleth?: (segments: readonly PlethSegment[], at: Instant) => void;
  readonly onTold: (told: DeviceStatus) => void;
}

const [BACKOFF_MS, BACKOFF_MAX_MS]: readonly [Duration, Duration] = [500, 15_000];
/** A connect that neither comes nor fails: the browser may wait for a device for ever. */
const CONNECT_MS: Duration = 30_000;
/** The reason of an attempt that reached a device Vigil cannot read. */
export const NO_SERVICE = 'no usable service';
const FLUSH_EVERY_MS: Duration = 250;

const wallZone = (): Duration => -60_000 * new Date().getTimezoneOffset();

export class BluetoothLine {
  readonly #deps: BluetoothLineDeps;
  readonly #cancel: (() => void)[] = [];
  #cancelWait = (): void => undefined;
  #reader: DeviceReader | undefined;
  #model: BluetoothModel | undefined;
  #session: GattSession | undefined;
  #state: LineState = 'off';
  #backoffMs = BACKOFF_MS;
  #heardAt: Instant = 0;
  #attempt = 0;
  #isWaiting = false;

  constructor(deps: BluetoothLineDeps) {
    this.#deps = deps;
  }

  /** @returns why the first attempt failed, after which nothing is tried any more; undefined = it is live. */
  async openOnce(): Promise<string | undefined> {
    this.#begin();
    const failed = await this.#try();
    if (failed !== undefined) this.close(failed);
    return failed;
  }

  /** Tries until it is there. */
  keepUp(): void {
    this.#begin();
    this.#reopen();
  }

  /** The device or the person is here again: a waiting attempt is made now. */
  hurry(): void {
    if (!this.#isWaiting) return;
    this.#backoffMs = BACKOFF_MS;
    this.#cancelWait();
    this.#reopen();
  }

  close(reason: string | null = null): void {
    const { device, now, onReadings } = this.#deps;
    this.#attempt += 1;
    for (const cancel of this.#cancel.splice(0)) cancel();
    // The last second's reading is worth more early than never.
    const last = this.#reader?.flush(now() + 1_000) ?? [];
    if (last.length > 0) onReadings(last);
    this.#letGo();
    device.removeEventListener('gattserverdisconnected', this.#disconnected);
    device.gatt?.disconnect();
    this.#turn('off', reason);
  }

  #begin(): void {
    const { device, timers } = this.#deps;
    device.addEventListener('gattserverdisconnected', this.#disconnected);
    this.#cancel.push(timers.every(FLUSH_EVERY_MS, () => this.#flush()));
    this.#turn('connecting', null);
  }

  #reopen(): void {
    this.#isWaiting = false;
    void this.#try().then((failed) => {
      if (failed !== undefined) this.#lost(failed);
    });
  }

  /** @returns why it failed; undefined when it is live, or nobody waits for it any more. */
  async #try(): Promise<string | undefined> {
    const { device, kind, timers } = this.#deps;
    const attempt = (this.#attempt += 1);
    const isMine = (): boolean => attempt === this.#attempt;
    const tooLong = Promise.withResolvers<never>();
    const cancel = timers.after(CONNECT_MS, () =>
      tooLong.reject(new Error(`no answer within ${CONNECT_MS / 1_000} s`)),
    );
    const opening = openGatt(device, {
      kind,
      onModel: (model) => isMine() && this.#found(model),
      onBytes: (bytes, characteristic) => isMine() && this.#heard(bytes, characteristic),
      onTold: (told) => isMine() && this.#deps.onTold(told),
    });
    try {
      const session = await Promise.race([opening, tooLong.promise]);
      if (!isMine()) {
        session.release();
        return undefined;
      }
      this.#opened(session);
      return undefined;
    } catch (error) {
      void opening.then((session) => session.release()).catch(() => undefined);
      if (!isMine()) return undefined;
      device.gatt?.disconnect();
      return error instanceof NoUsableService ? NO_SERVICE : connectTrouble(error);
    } finally {
      cancel();
    }
  }

  #found(model: BluetoothModel): void {
    const { name, now, onModel, zoneMs = wallZone } = this.#deps;
    if (!this.#model) onModel(model);
    this.#model ??= model;
    this.#reader ??= new DeviceReader(model);
    this.#reader.opened(now(), { deviceName: name, zoneMs: zoneMs() });
  }

  #opened(session: GattSession): void {
    const { timers, now } = this.#deps;
    this.#session = session;
    this.#heardAt = now();
    this.#turn('live', null);
    this.#cancelWait = timers.after(BACKOFF_MAX_MS, () => (this.#backoffMs = BACKOFF_MS));
    const { pollEveryMs } = session.model;
    if (pollEveryMs === undefined) return;
    const poll = (): void => {
      for (const frame of this.#reader?.ask(now()) ?? []) this.#session?.write(frame);
    };
    const stop = timers.every(pollEveryMs, poll);
    const cancelWait = this.#cancelWait;
    this.#cancelWait = () => {
      stop();
      cancelWait();
    };
    poll();
  }

  #heard(bytes: Uint8Array, characteristic: string): void {
    const { now, onReadings, onTold } = this.#deps;
    const before = this.#reader?.notice;
    const at = now();
    this.#heardAt = at;
    const read = this.#reader?.push(bytes, at, characteristic);
    const notice = this.#reader?.notice;
    if (notice !== undefined && notice !== before) onTold({ notice });
    if (read && read.readings.length > 0) onReadings(read.readings);
    if (read?.pleth) this.#deps.onPleth?.(read.pleth, at);
  }

  /** What waits for its second to end; and whether the device still speaks. */
  #flush(): void {
    const { now, onReadings } = this.#deps;
    const readings = this.#reader?.flush(now()) ?? [];
    if (readings.length > 0) onReadings(readings);
    const silenceMs = this.#model?.silenceMs ?? Infinity;
    const mustSpeak = this.#reader !== undefined && (!this.#reader.isPolled || this.#reader.answers);
    if (this.#session && mustSpeak && now() - this.#heardAt > silenceMs)
      this.#lost(`silent for ${silenceMs / 1_000} s`);
  }

  readonly #disconnected = (): void => {
    // While it is being opened the attempt itself fails, with a better reason.
    if (this.#session) this.#lost('disconnected');
  };

  #lost(reason: string): void {
    const { device, timers } = this.#deps;
    const wasOpen = this.#session !== undefined;
    this.#letGo();
    if (wasOpen) device.gatt?.disconnect();
    this.#turn(this.#state === 'connecting' ? 'connecting' : 'lost', reason);
    const waitMs = this.#backoffMs;
    this.#backoffMs = Math.min(waitMs * 2, BACKOFF_MAX_MS);
    this.#isWaiting = true;
    this.#cancelWait = timers.after(waitMs, () => this.#reopen());
  }

  #letGo(): void {
    this.#cancelWait();
    this.#isWaiting = false;
    this.#session?.release();
    this.#session = undefined;
  }

  #turn(state: LineState, reason: string | null): void {
    this.#state = state;
    this.#deps.onState(state, reason);
  }
}
