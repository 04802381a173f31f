/** What a live store needs of a connection. `Connection` is the real one; tests pass their own. */
import type { ScreenToServer, ServerToScreen } from '#protocol/screen-events.ts';
import type { Refusal } from '#core/refusal.ts';

/** `connecting`: nothing heard yet. `live`: the last clock beat is fresh. `lost`: it is not, whatever the socket says. */
export type LineState = 'connecting' | 'live' | 'lost';

export type Request = keyof ScreenToServer;
export type PayloadOf<E extends Request> = Parameters<ScreenToServer[E]>[0];
export type AnswerOf<E extends Request> = Parameters<Parameters<ScreenToServer[E]>[1]>[0];

export interface Line {
  readonly state: LineState;
  /** The socket is open; whether anybody is at the other end is what `state` says. */
  readonly connected: boolean;
  /** Why the server would not have this page at its last try. */
  readonly refused?: Refusal | null;
  /** Resolves with the server's answer, or null when none came (silence, or the socket closed). Never rejects. */
  request<E extends Request>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E> | null>;
  /** Returns the way to stop listening. */
  on<E extends keyof ServerToScreen>(event: E, listener: ServerToScreen[E]): () => void;
  /** Called at every (re)connect, in the order of registration; at once if the socket is already connected. */
  onConnect(listener: () => void): () => void;
  /** Closes the socket and opens it again at once. */
  renew(): void;
}

/** How long one request waits for its answer, ms. */
export const ANSWER_MS = 5_000;

export const notConnected: Refusal = {
  code: 'unavailable',
  message: 'No connection: nothing was sent. Try again when the connection is back.',
};
export const noAnswer: Refusal = {
  code: 'unavailable',
  message: 'Vigil did not answer: this may not be recorded. Check the events before you repeat it.',
};
