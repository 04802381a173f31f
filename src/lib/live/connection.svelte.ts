/** The page's one socket to the clinic, and the truth about it: a socket can be open and the server gone. */
import { io, type Socket } from 'socket.io-client';
import type { Refusal } from '#core/refusal.ts';
import type { ScreenToServer, ServerToScreen } from '#protocol/screen-events.ts';
import { SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import type { ClinicClock } from './clock.svelte.ts';
import { ANSWER_MS, type AnswerOf, type Line, type LineState, type PayloadOf, type Request } from './line.ts';
import { CHECK_MS, mustRenew, SILENCE_MS, WIRE } from './line-times.ts';
import { pageHandshake } from './page-handshake.ts';

export interface ConnectionOptions {
  readonly clock: ClinicClock;
  readonly build: string;
  /** The server runs another build: load the page anew. Called once; answers whether it did. */
  readonly reload: () => boolean;
}

export class Connection implements Line {
  readonly #options: ConnectionOptions;
  readonly #socket: Socket<ServerToScreen, ScreenToServer>;
  #onConnect: readonly (() => void)[] = [];
  #state = $state<LineState>('connecting');
  #lostSince = $state<number | null>(null);
  #refused = $state<Refusal | null>(null);
  #stopping = $state(false);
  #heardAt = performance.now();
  #renewedAt = performance.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = io(SCREENS_NAMESPACE, {
      ...WIRE,
      path: SOCKET_PATH,
      auth: { ...pageHandshake(options.build) },
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('connect_error', (error) => this.#connectFailed(error));
    this.#socket.on('clock:beat', (beat) => this.#heard(beat));
    this.#socket.on('server:stopping', () => (this.#stopping = true));
  }

  get state(): LineState {
    return this.#state;
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  /** Clinic time of the last beat before it was lost; null while live, and before the first beat. */
  get lostSince(): number | null {
    return this.#lostSince;
  }

  /** Why the server will not have this page, in a sentence. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  /** The server said it was going down on purpose. */
  get stopping(): boolean {
    return this.#stopping;
  }

  start(): void {
    this.#heardAt = this.#renewedAt = performance.now();
    this.#timer ??= setInterval(() => this.#check(), CHECK_MS);
    document.addEventListener('visibilitychange', this.#wake);
    window.addEventListener('online', this.#wake);
    this.#socket.connect();
  }

  request<E extends Request>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E> | null> {
    if (!this.#socket.connected) return Promise.resolve(null);
    // The event maps tie payload and answer to the event; socket.io's emit cannot follow that through a generic.
    const untyped = this.#socket.timeout(ANSWER_MS) as unknown as {
      emitWithAck(event: string, payload: unknown): Promise<AnswerOf<E>>;
    };
    return untyped.emitWithAck(event, payload).catch(() => null);
  }

  on<E extends keyof ServerToScreen>(event: E, listener: ServerToScreen[E]): () => void {
    const untyped = this.#socket as unknown as {
      on(event: string, listener: unknown): void;
      off(event: string, listener: unknown): void;
    };
    untyped.on(event, listener);
    return () => untyped.off(event, listener);
  }

  onConnect(listener: () => void): () => void {
    this.#onConnect = [...this.#onConnect, listener];
    if (this.#socket.connected) listener();
    return () => {
      this.#onConnect = this.#onConnect.filter((each) => each !== listener);
    };
  }

  /** Closing first also ends a waiting retry, so this connects at once, and again after a refusal, which socket.io does not. */
  renew(): void {
    if (this.#timer === undefined) return;
    this.#renewedAt = performance.now();
    this.#socket.disconnect().connect();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    document.removeEventListener('visibilitychange', this.#wake);
    window.removeEventListener('online', this.#wake);
    this.#onConnect = [];
    this.#socket.off();
    this.#socket.disconnect();
  }

  #connected(): void {
    this.#refused = null;
    this.#stopping = false;
    this.#renewedAt = performance.now();
    this.#options.clock.restart();
    for (const listener of this.#onConnect) listener();
  }

  #connectFailed(error: Error & { data?: unknown }): void {
    const refusal = refusalIn(error);
    if (refusal?.code === 'other-build' && this.#options.reload()) return;
    this.#refused = refusal;
  }

  #heard(beat: { now: number; rate: number }): void {
    this.#heardAt = this.#renewedAt = performance.now();
    this.#options.clock.hear(beat);
    this.#state = 'live';
    this.#lostSince = null;
  }

  /** A timer of a hidden tab may come late: what counts is how long nothing was heard. */
  #check(): void {
    const now = performance.now();
    if (now - this.#heardAt > SILENCE_MS && this.#state !== 'lost') {
      this.#state = 'lost';
      this.#lostSince = this.#options.clock.isSet ? this.#options.clock.now : null;
    }
    if (mustRenew(this.#socket, now - this.#renewedAt)) this.renew();
  }

  #wake = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.#check();
    if (this.#state !== 'live' || !this.#socket.connected) this.renew();
  };
}

function refusalIn(error: { data?: unknown }): Refusal | null {
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('code' in data) || !('message' in data)) return null;
  return data as Refusal;
}
