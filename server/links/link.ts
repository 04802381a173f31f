/** A line to one device, opened again without end. What a line is made of (TCP, serial) is a `Connect`. */
import { EventEmitter } from 'node:events';
import type { Duration } from '#core/reading.ts';
import { realTimers } from '#gateway/timers.ts';
import type { Timers } from '#gateway/timers.ts';

/** One attempt. It calls back later, never at once: `open` or `close` once at most, `bytes` between them, nothing after `close`. */
export type Connect = (to: ConnectionEvents) => Connection;
export interface ConnectionEvents {
  open(): void;
  bytes(bytes: Uint8Array): void;
  close(reason: string): void;
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
  readonly timers?: Timers;
}

interface LinkEvents {
  open: [];
  bytes: [bytes: Uint8Array];
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
      timers: realTimers,
      ...options,
    };
    this.#backoffMs = this.#options.backoffMs;
  }

  get isOpen(): boolean {
    return this.#isOpen;
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
      open: () => dropped || this.#opened(),
      bytes: (bytes) => {
        if (!dropped && bytes.length > 0) this.#heard(bytes);
      },
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

  #opened(): void {
    const { timers, backoffMs, backoffMaxMs } = this.#options;
    this.#cancelWait();
    this.#cancelWait = timers.after(backoffMaxMs, () => (this.#backoffMs = backoffMs));
    this.#isOpen = true;
    this.#listen();
    this.emit('open');
  }

  #heard(bytes: Uint8Array): void {
    this.#backoffMs = this.#options.backoffMs;
    this.#listen();
    this.emit('bytes', bytes);
  }

  #listen(): void {
    this.#cancelSilence();
    const { timers, silenceMs } = this.#options;
    if (!this.#isOpen || !this.#watched) return;
    this.#cancelSilence = timers.after(silenceMs, () => this.#lost(`silent for ${seconds(silenceMs)}`));
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
