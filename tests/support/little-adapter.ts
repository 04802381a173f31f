/** A whole adapter in a few lines, right in everything, and each way to be wrong as a wish: `adapter-check` is tried on it. */
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { testKeyOf } from './admitted.ts';

export interface Wish {
  readonly namespace?: string;
  readonly path?: string;
  readonly transports?: readonly string[];
  readonly hello?: () => object;
  readonly clock?: () => unknown;
  readonly devices?: readonly object[];
  readonly announces?: 'first' | 'late' | 'never';
  /** Changes a reading before it gets its identity; `n` counts from 1. */
  readonly measure?: (reading: Raw, n: number) => Raw;
  readonly everyMs?: number;
  readonly seqStep?: number;
  readonly epoch?: () => string;
  /** After no answer. */
  readonly onSilence?: 'again' | 'drop' | 'rename';
  readonly answerMs?: number;
  /** Sends nothing while an answer is due. */
  readonly waits?: boolean;
  /** Sends again what was answered so. */
  readonly keeps?: string;
  readonly onUnavailable?: 'again' | 'drop';
  readonly onLost?: 'back' | 'stay' | 'drop';
  readonly newEpochOnReturn?: boolean;
  readonly oldestFirst?: boolean;
  readonly retryMs?: number;
  /** What `cuff:start` is answered by; absent: unknown-device. */
  readonly cuff?: unknown;
  /** After each announcement. */
  readonly also?: (socket: Socket, newest: () => Raw | undefined) => void;
}
export type Raw = { [key: string]: unknown };
interface Given {
  readonly ok: boolean;
  readonly data?: { readonly answers: readonly { readonly seq: number; readonly status: string }[] };
  readonly refusal?: { readonly code: string };
}

export class LittleAdapter {
  readonly #wish: Wish;
  readonly #socket: Socket;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Without an answer, oldest first, and whether on its way. */
  readonly #kept = new Map<Raw, boolean>();
  #epoch: string;
  #seq = 0;
  #measured = 0;
  #connects = 0;
  #isOnline = false;
  #isClosed = false;

  constructor(url: string, wish: Wish = {}) {
    this.#wish = wish;
    this.#epoch = wish.epoch?.() ?? randomUUID();
    this.#socket = io(`${url}${wish.namespace ?? '/adapters'}`, {
      path: wish.path ?? '/live',
      transports: [...(wish.transports ?? ['websocket'])],
      reconnection: false,
      forceNew: true,
      auth: (give) =>
        give(
          wish.hello?.() ?? {
            protocol: PROTOCOL_VERSION,
            adapterId: 'little',
            software: 'little-adapter 1',
            key: testKeyOf('little'),
          },
        ),
    });
    this.#socket.on('clock:probe', (answer: (at: unknown) => void) => {
      const at = wish.clock ? wish.clock() : Date.now();
      if (at !== undefined) answer(at);
    });
    const { cuff = { ok: false, refusal: { code: 'unknown-device', message: 'There is no such cuff.' } } } = wish;
    this.#socket.on('cuff:start', (_: unknown, answer: (said: unknown) => void) => answer(cuff));
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', () => this.#lost());
    this.#socket.on('connect_error', () => this.#comeBack(wish.retryMs ?? 1_300));
    this.#again(wish.everyMs ?? 1_000, () => this.#measure());
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#socket.disconnect();
  }

  #connected(): void {
    const { announces = 'first', newEpochOnReturn = false } = this.#wish;
    this.#connects += 1;
    if (newEpochOnReturn && this.#connects > 1) [this.#epoch, this.#seq] = [randomUUID(), 0];
    if (announces === 'first') return this.#announce();
    this.#online();
    if (announces === 'late') this.#after(1_500, () => this.#announce());
  }

  #announce(): void {
    const devices = this.#wish.devices ?? [{ deviceId: 'ox-1', model: 'nonin-df2', emulated: true }];
    this.#socket.emit('adapter:announce', { devices }, () => {
      this.#socket.emit('device:link', { deviceId: 'ox-1', connected: true }, () => undefined);
      this.#wish.also?.(this.#socket, () => [...this.#kept.keys()].at(-1));
      this.#online();
    });
  }

  #online(): void {
    this.#isOnline = true;
    const unsent = [...this.#kept.keys()].filter((reading) => !this.#kept.get(reading));
    const newest = unsent.at(-1);
    if (newest && !this.#wish.oldestFirst) this.#send([newest]);
    this.#backlog();
  }

  #measure(): void {
    this.#measured += 1;
    const reading = {
      kind: 'oximetry',
      deviceId: 'ox-1',
      measuredAt: Date.now(),
      spo2Pct: 97,
      pulseBpm: 72,
      quality: 'good',
      causes: [],
    };
    const measured = this.#wish.measure?.(reading, this.#measured) ?? reading;
    this.#keep(measured);
  }

  #keep(measured: Raw): void {
    const reading = { ...measured, epoch: this.#epoch, seq: (this.#seq += this.#wish.seqStep ?? 1) };
    this.#kept.set(reading, false);
    if (!this.#isOnline) return;
    if (this.#wish.waits && [...this.#kept.values()].includes(true)) return;
    this.#send(this.#wish.waits ? [...this.#kept.keys()] : [reading]);
  }

  #backlog(): void {
    const unsent = [...this.#kept.keys()].filter((reading) => !this.#kept.get(reading)).slice(0, 500);
    if (unsent.length > 0) this.#send(unsent);
  }

  #send(readings: readonly Raw[]): void {
    if (!this.#isOnline || readings.length === 0) return;
    for (const reading of readings) this.#kept.set(reading, true);
    let isOver = false;
    const silence = this.#after(this.#wish.answerMs ?? 2_500, () => {
      if (isOver) return;
      isOver = true;
      this.#silent(readings);
    });
    this.#socket.emit('readings:send', { readings }, (answer: Given) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(silence);
      this.#answered(readings, answer);
    });
  }

  #silent(readings: readonly Raw[]): void {
    for (const reading of readings) {
      if (!this.#kept.has(reading)) continue;
      this.#kept.set(reading, false);
      if (this.#wish.onSilence === 'drop' || this.#wish.onSilence === 'rename') this.#kept.delete(reading);
      const { epoch: _epoch, seq: _seq, ...measured } = reading;
      if (this.#wish.onSilence === 'rename') this.#keep(measured);
    }
    this.#backlog();
  }

  #answered(readings: readonly Raw[], { ok, data, refusal }: Given): void {
    if (!ok && refusal?.code === 'unavailable' && this.#wish.onUnavailable !== 'drop') {
      this.#after(2_300, () => this.#silent(readings));
      return;
    }
    for (const [n, reading] of readings.entries()) {
      const status = ok ? data?.answers[n]?.status : refusal?.code;
      if (status === this.#wish.keeps) this.#after(1_200, () => this.#send([reading]));
      this.#kept.delete(reading);
    }
    if (this.#wish.waits) this.#send([...this.#kept.keys()]);
  }

  #lost(): void {
    this.#isOnline = false;
    for (const reading of this.#kept.keys()) this.#kept.set(reading, false);
    if (this.#wish.onLost === 'drop') this.#kept.clear();
    if (this.#wish.onLost !== 'stay') this.#comeBack(600);
  }

  #comeBack(ms: number): void {
    this.#after(ms, () => this.#socket.connect());
  }

  #after(ms: number, run: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#isClosed) run();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #again(ms: number, run: () => void): void {
    this.#after(ms, () => {
      run();
      this.#again(ms, run);
    });
  }
}
