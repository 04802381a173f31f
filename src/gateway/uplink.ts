/** The adapter's connection to the server: socket.io over a WebSocket, kept up without end. */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { GatewayLog } from './log.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type {
  AdapterHandshake,
  AdapterToServer,
  AnnouncedDevice,
  DeviceStatus,
  PlethAnswer,
  PlethPacket,
  ServerToAdapter,
  SpoolStatus,
} from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import { ADAPTERS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import type { Timers } from './timers.ts';
import type { Transmit, Transmitted } from './sender.ts';

export interface UplinkDeps {
  /** `http://host:port` or `https://host:port`. */
  readonly serverUrl: string;
  /** A function where it changes: asked at each connect. */
  readonly handshake: AdapterHandshake | (() => AdapterHandshake);
  /** All it may feed: a function where they come and go (`announceAgain`). */
  readonly devices: readonly AnnouncedDevice[] | (() => readonly AnnouncedDevice[]);
  readonly linkOf: (deviceId: string) => { readonly connected: boolean; readonly reason?: string };
  /** What a device has said of itself so far; absent or empty = nothing. */
  readonly statusOf?: (deviceId: string) => DeviceStatus;
  readonly now: () => Instant;
  readonly timers: Timers;
  readonly log: GatewayLog;
  /** Which clinic answered, before anything is told it; undefined of an older server. */
  readonly onSite?: (siteId: string | undefined) => void;
  /** Announced and accepted: readings may go. */
  readonly onOnline: () => void;
  readonly onOffline: () => void;
  /** Starts or stops a cuff. Absent: this adapter controls none. */
  readonly onCuff?: (deviceId: string, act: 'start' | 'stop') => Result<null>;
  /** An answer that takes longer is silence. */
  readonly answerMs?: Duration;
  /** Before a new attempt after the server itself said no: at its door, or to the announcement. */
  readonly retryMs?: Duration;
  /** A connection that has not come about by then is tried anew. */
  readonly openMs?: Duration;
}

/**
 * The packets that open a connection go again after 1, 3 and 7 s, and where each way takes a second it needs up to 8: so a network that is
 * back is noticed within 4 s, and a slow one still lets the adapter in.
 */
const OPEN_MS: Duration = 9_000;

/** A server that is back is found within 5 s (docs/adr/0036-fault-drills.md). */
const AGAIN_MS: Duration = 750;
/** What docs/adapter-protocol.md asks of every adapter; up to half longer or shorter, so that not all come at once. */
const FIRST_MS: Duration = 500;

const noCuff = refuse('not-allowed', 'This adapter starts no cuff: press its own button.');
const tooLate = refuse('stale', 'The command came too late and was not carried out: try again.');
const answerOf = (done: Result<null>): Answer => (done.ok ? { ok: true, data: done.value } : done);

/** So many packets may wait for the wire before a wave is not put behind them: readings come first. */
const WAVE_BEHIND_FROM = 8;
/** The same of a browser's socket, which hides its packets and tells bytes. */
const WAVE_BEHIND_BYTES = 16_384;

type AnswerTo<Event extends keyof AdapterToServer> = Parameters<NonNullable<Parameters<AdapterToServer[Event]>[1]>>[0];
type Wire = Socket<ServerToAdapter, AdapterToServer>;

export class Uplink {
  readonly #deps: Required<UplinkDeps>;
  readonly #socket: Wire;
  #cancelRetry = (): void => undefined;
  #saidOfServer: string | undefined;
  #isAnnounced = false;

  constructor(deps: UplinkDeps) {
    this.#deps = {
      answerMs: 5_000,
      retryMs: 5_000,
      openMs: OPEN_MS,
      statusOf: () => ({}),
      onCuff: () => noCuff,
      onSite: () => undefined,
      ...deps,
    };
    const { openMs } = this.#deps;
    this.#socket = io(new URL(ADAPTERS_NAMESPACE, deps.serverUrl).href, {
      path: SOCKET_PATH,
      transports: ['websocket'],
      auth: (give) => give(typeof deps.handshake === 'function' ? deps.handshake() : deps.handshake),
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: FIRST_MS,
      reconnectionDelayMax: AGAIN_MS,
      timeout: openMs,
    });
    this.#socket.on('connect', () => void this.#announce());
    this.#socket.on('disconnect', (reason) => this.#lost(reason));
    this.#socket.on('connect_error', (error: Error & { data?: Refusal }) => this.#refusedEntry(error));
    this.#socket.on('clock:probe', (answer) => answer(deps.now()));
    this.#socket.on('cuff:start', ({ deviceId, until }, answer) =>
      // What was held up on the way was meant for another moment, maybe for another patient.
      answer(deps.now() > until ? answerOf(tooLate) : answerOf(this.#deps.onCuff(deviceId, 'start'))),
    );
    this.#socket.on('cuff:stop', ({ deviceId }, answer) => answer(answerOf(this.#deps.onCuff(deviceId, 'stop'))));
    this.#socket.on('server:stopping', () => deps.log.info('the server is stopping'));
  }

  start(): void {
    this.#socket.connect();
  }

  stop(): void {
    this.#socket.disconnect();
    // After it: a disconnect is where a return is planned.
    this.#cancelRetry();
  }

  readonly transmit: Transmit = (payload) =>
    this.#ask<Transmitted>((socket, done) => socket.emit('readings:send', payload, done));

  /**
   * The pulse wave, live: without an answer, and never queued.
   * @returns false when it was not sent: the server is away, or the wire is busy with readings.
   */
  sendPleth(packets: readonly PlethPacket[]): boolean {
    if (!this.#isAnnounced || !this.#socket.connected || this.#isBehind) return false;
    this.#socket.emit('pleth:send', { packets });
    return true;
  }

  /** Kept pieces of the pulse wave, with an answer for each. @returns undefined for silence. */
  transmitPleth(
    packets: readonly PlethPacket[],
  ): Promise<Answer<{ readonly answers: readonly PlethAnswer[] }> | undefined> {
    return this.#ask((socket, done) => socket.emit('pleth:send', { packets }, done));
  }

  /** The devices changed: the server is told all of them. */
  announceAgain(): void {
    if (this.#socket.connected) void this.#announce();
  }

  /** Says that the line to a device came or went; lost words are repeated at the next connect. */
  async sendLink(deviceId: string): Promise<void> {
    if (!this.#isAnnounced) return;
    const answer = await this.#ask<Answer>((socket, done) =>
      socket.emit('device:link', { deviceId, ...this.#deps.linkOf(deviceId) }, done),
    );
    if (answer && !answer.ok) this.#deps.log.warn({ deviceId, refusal: answer.refusal }, 'device:link was refused');
  }

  /** How many readings the adapter's own disk keeps. */
  readonly tellSpool = (status: SpoolStatus): Promise<AnswerTo<'spool:status'> | undefined> =>
    this.#ask((socket, done) => socket.emit('spool:status', status, done));

  /** Tells what a device has said of itself; at each connect it is told anew. */
  async sendStatus(deviceId: string): Promise<void> {
    const status = this.#deps.statusOf(deviceId);
    if (!this.#isAnnounced || Object.keys(status).length === 0) return;
    const answer = await this.#ask<Answer>((socket, done) =>
      socket.emit('device:status', { deviceId, ...status }, done),
    );
    if (answer && !answer.ok) this.#deps.log.warn({ deviceId, refusal: answer.refusal }, 'device:status was refused');
  }

  get #isBehind(): boolean {
    const { engine } = this.#socket.io;
    const { ws } = engine.transport as unknown as { readonly ws?: { readonly bufferedAmount: number } };
    return engine.writeBuffer.length >= WAVE_BEHIND_FROM || (ws?.bufferedAmount ?? 0) >= WAVE_BEHIND_BYTES;
  }

  async #announce(): Promise<void> {
    const { log, onOnline, retryMs, timers } = this.#deps;
    const { id } = this.#socket;
    const devices = typeof this.#deps.devices === 'function' ? this.#deps.devices() : this.#deps.devices;
    this.#saidOfServer = undefined;
    const answer = await this.#ask<Parameters<Parameters<AdapterToServer['adapter:announce']>[1]>[0]>((socket, done) =>
      socket.emit('adapter:announce', { devices }, done),
    );
    // Another connection has taken over meanwhile, and announces for itself.
    if (this.#socket.id !== id || !this.#socket.connected) return;
    if (!answer?.ok) {
      log.warn({ refusal: answer?.refusal }, answer ? 'the devices were refused' : 'no answer to the announcement');
      this.#cancelRetry();
      this.#cancelRetry = timers.after(retryMs, () => void this.#announce());
      return;
    }
    log.info({ devices: answer.data.devices }, 'connected');
    for (const { deviceId, known } of answer.data.devices) {
      if (!known) log.warn({ deviceId }, 'the server does not know this device: register it in Settings, Devices');
    }
    this.#deps.onSite(answer.data.siteId);
    this.#isAnnounced = true;
    for (const { deviceId } of devices) {
      void this.sendLink(deviceId);
      void this.sendStatus(deviceId);
    }
    onOnline();
  }

  #lost(reason: string): void {
    this.#cancelRetry();
    this.#isAnnounced = false;
    this.#deps.log.warn({ reason }, 'disconnected');
    this.#deps.onOffline();
    // The server may have let it go for what the network did, such as a clock that it could not ask: no reason to keep readings back.
    this.#connectAgain(AGAIN_MS);
  }

  /** The server is not there, or would not have this adapter. Said once for each reason. */
  #refusedEntry(error: Error & { data?: Refusal }): void {
    const why = error.data?.message ?? error.message;
    if (why !== this.#saidOfServer) this.#deps.log.warn({ why }, 'cannot connect to the server');
    this.#saidOfServer = why;
    this.#connectAgain(this.#deps.retryMs);
  }

  /** After a "no" of the server socket.io does not try again by itself. */
  #connectAgain(afterMs: Duration): void {
    if (this.#socket.active) return;
    this.#cancelRetry();
    this.#cancelRetry = this.#deps.timers.after(afterMs, () => this.#socket.connect());
  }

  /** @returns undefined for silence. */
  #ask<T>(send: (socket: Wire, done: (answer: T) => void) => void): Promise<T | undefined> {
    const { timers, answerMs } = this.#deps;
    return new Promise((resolve) => {
      const silence = (): void => settle(undefined);
      const cancel = timers.after(answerMs, silence);
      const settle = (answer: T | undefined): void => {
        cancel();
        this.#socket.off('disconnect', silence);
        resolve(answer);
      };
      if (!this.#socket.connected) return silence();
      this.#socket.on('disconnect', silence);
      send(this.#socket, settle);
    });
  }
}
