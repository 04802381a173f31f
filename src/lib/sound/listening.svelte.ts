/** "I listen here" at the station: a tap, renewed by use, over after 10 min (AL-121). What counts is what the clinic says. */
import { LISTENING_MS } from '#core/sound/who-sounds.ts';
import type { Duration } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import { realTimers, type Timers } from '#gateway/timers.ts';
import { noAnswer, notConnected, type Line } from '../live/line.ts';

const STEP_MS: Duration = 1_000;
/** Use within so long of the last says nothing new. */
const RENEW_AFTER_MS: Duration = 20_000;
/** The clinic counts on nobody for so long: it started anew, and a tap is needed again (AL-132). */
const FORGET_AFTER_MS: Duration = 5_000;

export interface ListeningOptions {
  /** The clinic counts on somebody who listens at a station. */
  readonly isCounted?: () => boolean;
  readonly timers?: Timers;
  /** Monotonic ms. */
  readonly now?: () => number;
}

export class Listening {
  readonly #line: Line;
  readonly #isCounted: () => boolean;
  readonly #now: () => number;
  readonly #stop: () => void;
  #until = 0;
  #countedAt: number;
  #leftMs = $state(0);

  constructor(
    line: Line,
    { isCounted = () => true, timers = realTimers, now = () => performance.now() }: ListeningOptions = {},
  ) {
    this.#line = line;
    this.#isCounted = isCounted;
    this.#now = now;
    this.#countedAt = now();
    this.#stop = timers.every(STEP_MS, () => this.#step());
  }

  /** What is left of the newest tap or use; 0 = nobody listens here. */
  get leftMs(): Duration {
    return this.#leftMs;
  }

  /** Null = done. */
  async listen(): Promise<Refusal | null> {
    if (this.#line.state !== 'live') return notConnected;
    const until = this.#now() + LISTENING_MS;
    const answer = await this.#line.request('station:listen', {});
    if (answer === null) return noAnswer;
    if (!answer.ok) return answer.refusal;
    this.#until = until;
    this.#countedAt = this.#now();
    this.#count();
    return null;
  }

  /** Null = done. */
  async leave(): Promise<Refusal | null> {
    if (this.#line.state !== 'live') return notConnected;
    const answer = await this.#line.request('station:leave-sound', {});
    if (answer === null) return noAnswer;
    if (!answer.ok) return answer.refusal;
    this.#until = 0;
    this.#count();
    return null;
  }

  /** Somebody used the station, and the clinic still counts on who listens there. */
  used(): void {
    if (this.#leftMs > 0 && this.#leftMs < LISTENING_MS - RENEW_AFTER_MS) void this.listen();
  }

  dispose(): void {
    this.#stop();
  }

  #step(): void {
    const now = this.#now();
    if (this.#line.state !== 'live' || this.#isCounted()) this.#countedAt = now;
    if (now - this.#countedAt >= FORGET_AFTER_MS) this.#until = 0;
    this.#count();
  }

  #count(): void {
    this.#leftMs = Math.max(0, this.#until - this.#now());
  }
}
