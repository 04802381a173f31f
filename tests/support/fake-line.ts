/** A line to the server held in the test's hand: what was asked, answered when the test says so. */
import type { ServerToScreen } from '#protocol/screen-events.ts';
import type { AnswerOf, Line, LineState, PayloadOf, Request } from '../../src/lib/live/line.ts';

interface Asked {
  readonly event: Request;
  readonly payload: unknown;
  readonly answer: (answer: unknown) => void;
}

export class FakeLine implements Line {
  state: LineState = 'live';
  connected = true;
  renewed = 0;
  /** Waiting for an answer, oldest first. */
  readonly asked: Asked[] = [];
  readonly #listeners = new Map<string, Set<(...parts: never[]) => void>>();
  readonly #onConnect = new Set<() => void>();

  request<E extends Request>(event: E, payload: PayloadOf<E>): Promise<AnswerOf<E> | null> {
    if (!this.connected) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.asked.push({ event, payload, answer: (answer) => resolve(answer as AnswerOf<E> | null) });
    });
  }

  on<E extends keyof ServerToScreen>(event: E, listener: ServerToScreen[E]): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  onConnect(listener: () => void): () => void {
    this.#onConnect.add(listener);
    if (this.connected) listener();
    return () => this.#onConnect.delete(listener);
  }

  renew(): void {
    this.renewed += 1;
  }

  /** The server sends. */
  send<E extends keyof ServerToScreen>(event: E, ...parts: Parameters<ServerToScreen[E]>): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (...each: unknown[]) => void)(...parts);
  }

  /** Answers the oldest request; null is silence. */
  async answer(answer: unknown): Promise<void> {
    this.asked.shift()?.answer(answer);
    await Promise.resolve();
  }

  /** The socket closes: whatever was asked gets no answer. */
  async drop(): Promise<void> {
    this.connected = false;
    this.state = 'lost';
    for (const each of this.asked.splice(0)) each.answer(null);
    await Promise.resolve();
  }

  reconnect(): void {
    this.connected = true;
    this.state = 'live';
    for (const listener of this.#onConnect) listener();
  }

  /** Of the requests still waiting. */
  get events(): readonly Request[] {
    return this.asked.map(({ event }) => event);
  }
}
