/**
 * One thing a page follows, asked for at each connect, after a hole, and when somebody else is here; asked again, ever more rarely, where
 * the server cannot answer just now.
 */
import type { Refusal } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import { isShutBy, onAccess } from './access-changes.ts';
import type { Line } from './line.ts';

const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 30_000;

export interface Watched<Data> {
  ask(): Promise<Answer<Data> | null>;
  take(data: Data): void;
  /** @param isShut it may not be seen here: what is known of it goes */
  refused?(refusal: Refusal, isShut: boolean): void;
}

export class Watch<Data> {
  readonly #line: Line;
  readonly #watched: Watched<Data>;
  readonly #stops: (() => void)[];
  #asking = false;
  /** Counts the questions: an answer to an older one is dropped. */
  #asked = 0;
  #isShut = false;
  #disposed = false;
  #later: ReturnType<typeof setTimeout> | undefined;
  #waitMs = AGAIN_MS;

  constructor(line: Line, watched: Watched<Data>) {
    this.#line = line;
    this.#watched = watched;
    const afresh = (): void => this.#askAfresh();
    const opened = (): void => {
      if (this.#isShut || this.#asking) afresh();
    };
    this.#stops = [onAccess(line, { other: afresh, opened })];
  }

  /** Every patch is either in the snapshot that is on its way, or comes after it. */
  get isAsking(): boolean {
    return this.#asking;
  }

  /** Once what takes the answers is made. */
  start(): void {
    this.#stops.push(this.#line.onConnect(() => this.#askAfresh()));
  }

  async ask(): Promise<void> {
    if (this.#asking || this.#disposed) return;
    clearTimeout(this.#later);
    this.#asking = true;
    const asked = (this.#asked += 1);
    const answer = await this.#watched.ask();
    if (asked !== this.#asked) return;
    this.#asking = false;
    if (this.#disposed) return;
    if (answer === null) return this.#again();
    this.#isShut = !answer.ok && isShutBy(answer.refusal.code);
    if (answer.ok) this.#watched.take(answer.data);
    else this.#watched.refused?.(answer.refusal, this.#isShut);
    if (answer.ok || this.#isShut) this.#waitMs = AGAIN_MS;
    else this.#again();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#later);
    for (const stop of this.#stops) stop();
  }

  /** An answer that is still on its way may be of before. */
  #askAfresh(): void {
    this.#asking = false;
    void this.ask();
  }

  /** A line that is away asks by itself when it is back. */
  #again(): void {
    if (!this.#line.connected) return;
    this.#later = setTimeout(() => void this.ask(), this.#waitMs);
    this.#waitMs = Math.min(2 * this.#waitMs, AGAIN_AT_MOST_MS);
  }
}
