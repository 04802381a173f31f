/** A line to one device, opened again without end. What a line is made of (TCP, serial, Bluetooth, MLLP) is a `Connect`. */
import { EventEmitter } from 'node:events';
import type { Duration } from '#core/reading.ts';
import type { DecodeRefusal } from '#devices/decoder.ts';
import type { DeviceStatus } from '#protocol/adapter-events.ts';
import { realTimers } from '#gateway/timers.ts';
import type { Timers } from '#gateway/timers.ts';

/** One attempt. It calls back later, never at once: `open` or `close` once at most, `bytes` between them, nothing after `close`. */
export type Connect = (to: ConnectionEvents) => Connection;
export interface ConnectionEvents {
  /** @param status of a device that was heard itself: a Bluetooth device is there once it is connected. */
  open(status?: DeviceStatus): void;
  /** @param characteristic of a Bluetooth LE device: where the bytes come from, as the device table writes it */
  bytes(bytes: Uint8Array, characteristic?: string): void;
  close(reason: string): void;
  /** What the device says of itself changed. */
  status(status: DeviceStatus): void;
  /** Bytes that never became a device's: counted with what its decoder refuses. */
  refused(refusal: DecodeRefusal): void;
}
export interface Connection {
  write(bytes: Uint8Array): void;
  /** Lets go at once; calls nothing any more. */
  drop(): void;
}

export interface LinkOptions {
  /** An open line without a byte for this long is half open: it is dropped and opened again. */
  readonly silenceMs: Duration;
  /** An attempt that is neither open nor closed after this long has failed. */
  readonly connectMs?: Duration;
  /** The wait before the first new attempt; doubled up to `backoffMaxMs`, and short again once the line has proved itself. */
  readonly backoffMs?: Duration;
  readonly backoffMaxMs?: Duration;
  /** The device's transmit list; nothing may be sent when it is absent. */
  readonly mayWrite?: (bytes: Uint8Array) => boolean;
  /** What cuff control may send, apart from the list above; nothing when it is absent. */
  readonly mayControl?: (bytes: Uint8Array) => boolean;
  readonly timers?: Timers;
  /** Silence is told and the line kept, with `resumed` before the next bytes: for a listener, which would only be deaf meanwhile. */
  readonly staysOpen?: boolean;
}

interface LinkEvents {
  open: [status?: DeviceStatus];
  bytes: [bytes: Uint8Array, characteristic?: string];
  /** After a silence that was told of a line that stays open: what comes now is as of a new line. */
  resumed: [];
  status: [status: DeviceStatus];
  refused: [refusal: DecodeRefusal];
  /** It will be opened again by itself, unless `close()` was called. */
  close: [reason: string];
}

export class Link extends EventEmitter<LinkEvents> {
  readonly #connect: Connect;
  readonly #options: Required<LinkOptions>;
  #connection: Connection | undefined;
  #isOpen = false;
  #backoffMs: Duration;
  #watched = true;
  /** Silence was told, and nothing was heard since. */
  #quiet = false;
  #cancelSilence = (): void => undefined;
  #cancelWait = (): void => undefined;

  constructor(connect: Connect, options: LinkOptions) {
    super();
    this.#connect = connect;
    this.#options = {
      connectMs: 5_000,
      backoffMs: 500,
      backoffMaxMs: 15_000,
      mayWrite: () => false,
      mayControl: () => false,
      timers: realTimers,
      staysOpen: false,
      ...options,
    };
    this.#backoffMs = this.#options.backoffMs;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** It waits to be called. */
  get staysOpen(): boolean {
    return this.#options.staysOpen;
  }

  /** Opens the line and keeps it open. */
  start(): this {
    this.#attempt();
    return this;
  }

  /** @returns false when it was not sent: the line is down, or the bytes are not on the device's transmit list. */
  write(bytes: Uint8Array): boolean {
    if (!this.#isOpen || !this.#options.mayWrite(bytes)) return false;
    this.#connection?.write(bytes);
    return true;
  }

  /** For cuff control alone. @returns false when it was not sent: the line is down, or the bytes are none of the device's controls. */
  control(bytes: Uint8Array): boolean {
    if (!this.#isOpen || !this.#options.mayControl(bytes)) return false;
    this.#connection?.write(bytes);
    return true;
  }

  /** Whether silence means a dead line: not for a device that may have nothing to say. */
  watchSilence(watched: boolean): void {
    if (this.#watched === watched) return;
    this.#watched = watched;
    this.#listen();
  }

  close(): void {
    this.#letGo();
    this.removeAllListeners();
  }

  #attempt(): void {
    const { timers, connectMs } = this.#options;
    this.#cancelWait = timers.after(connectMs, () => this.#lost(`no answer within ${seconds(connectMs)}`));
    let dropped = false;
    const connection = this.#connect({
      open: (status) => dropped || this.#opened(status),
      bytes: (bytes, characteristic) => {
        if (!dropped && bytes.length > 0) this.#heard(bytes, characteristic);
      },
      status: (status) => dropped || this.emit('status', status),
      refused: (refusal) => dropped || this.emit('refused', refusal),
      close: (reason) => {
        if (!dropped) this.#lost(reason);
      },
    });
    this.#connection = {
      write: (bytes) => connection.write(bytes),
      drop: () => {
        dropped = true;
        connection.drop();
      },
    };
  }

  #opened(status?: DeviceStatus): void {
    const { timers, backoffMs, backoffMaxMs } = this.#options;
    this.#cancelWait();
    this.#cancelWait = timers.after(backoffMaxMs, () => (this.#backoffMs = backoffMs));
    this.#isOpen = true;
    this.#quiet = false;
    this.#listen();
    if (status) this.emit('open', status);
    else this.emit('open');
  }

  #heard(bytes: Uint8Array, characteristic?: string): void {
    this.#backoffMs = this.#options.backoffMs;
    this.#listen();
    if (this.#quiet) {
      this.#quiet = false;
      this.emit('resumed');
    }
    if (characteristic === undefined) this.emit('bytes', bytes);
    else this.emit('bytes', bytes, characteristic);
  }

  #listen(): void {
    this.#cancelSilence();
    const { timers, silenceMs } = this.#options;
    if (!this.#isOpen || !this.#watched) return;
    this.#cancelSilence = timers.after(silenceMs, () => this.#fellSilent(`silent for ${seconds(silenceMs)}`));
  }

  #fellSilent(reason: string): void {
    if (!this.#options.staysOpen) return this.#lost(reason);
    this.#quiet = true;
    this.emit('close', reason);
  }

  #lost(reason: string): void {
    const { timers, backoffMaxMs } = this.#options;
    this.#letGo();
    const waitMs = this.#backoffMs;
    this.#backoffMs = Math.min(waitMs * 2, backoffMaxMs);
    this.#cancelWait = timers.after(waitMs, () => this.#attempt());
    this.emit('close', reason);
  }

  #letGo(): void {
    this.#cancelSilence();
    this.#cancelWait();
    this.#isOpen = false;
    this.#connection?.drop();
    this.#connection = undefined;
  }
}

const seconds = (ms: Duration): string => `${ms / 1000} s`;
