/**
 * The line of a page, as `src/lib/live/connection.svelte.ts` keeps it, without a browser: the same options, the same silence after which
 * it opens a new socket. What follows a view on it (`Watch`, `merge`, tiles) is the page's own code.
 */
import { randomBytes } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { ServerToScreen } from '#protocol/screen-events.ts';
import { PROTOCOL_VERSION, SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { cookieName } from '../../server/access/cookies.ts';
import { newToken } from '../../server/access/screen-token.ts';
import { ANSWER_MS } from '../../src/lib/live/line.ts';
import type { AnswerOf, Line, LineState, PayloadOf, Request } from '../../src/lib/live/line.ts';
import { CHECK_MS, mustRenew, SILENCE_MS, WIRE } from '../../src/lib/live/line-times.ts';

export class DrillLine implements Line {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #listeners = new Set<() => void>();
  #heardAt = performance.now();
  #renewedAt = performance.now();
  #state: LineState = 'connecting';

  constructor(port: number) {
    this.#socket = io(`http://127.0.0.1:${port}${SCREENS_NAMESPACE}`, {
      ...WIRE,
      path: SOCKET_PATH,
      forceNew: true,
      extraHeaders: { cookie: `${cookieName('screen', false)}=${newToken(randomBytes)}` },
      auth: { protocol: PROTOCOL_VERSION, build: 'drill' },
    });
    this.#socket.on('connect', () => {
      this.#renewedAt = performance.now();
      for (const listener of this.#listeners) listener();
    });
    this.#socket.on('clock:beat', () => {
      this.#heardAt = this.#renewedAt = performance.now();
      this.#state = 'live';
    });
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
    this.#socket.connect();
  }

  get state(): LineState {
    return this.#state;
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  async request<E extends Request>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E> | null> {
    if (!this.#socket.connected) return null;
    try {
      return (await this.#socket.timeout(ANSWER_MS).emitWithAck(event, payload)) as AnswerOf<E>;
    } catch {
      return null;
    }
  }

  on<E extends keyof ServerToScreen>(event: E, listener: ServerToScreen[E]): () => void {
    const untyped = this.#socket as { on(event: string, to: unknown): void; off(event: string, to: unknown): void };
    untyped.on(event, listener);
    return () => untyped.off(event, listener);
  }

  onConnect(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#socket.connected) listener();
    return () => void this.#listeners.delete(listener);
  }

  renew(): void {
    this.#renewedAt = performance.now();
    this.#socket.disconnect().connect();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
    this.#socket.off();
    this.#socket.disconnect();
  }

  #check(): void {
    const now = performance.now();
    if (now - this.#heardAt > SILENCE_MS) this.#state = 'lost';
    if (mustRenew(this.#socket, now - this.#renewedAt)) this.renew();
  }
}
