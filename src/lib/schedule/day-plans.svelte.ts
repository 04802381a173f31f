/** What is planned for a day, as the server says it: asked anew whenever the schedule is another. */
import type { Refusal } from '#core/refusal.ts';
import type { Instant } from '#core/reading.ts';
import type { PlanView } from '#protocol/schedule.ts';
import type { Line } from '../live/line.ts';

export interface Span {
  readonly from: Instant;
  readonly before: Instant;
}

export class DayPlans {
  readonly #line: Line;
  readonly #stops: (() => void)[];
  #span: Span | undefined;
  #plans = $state.raw<readonly PlanView[] | null>(null);
  #alikeHere = $state.raw<readonly string[]>([]);
  #refused = $state.raw<Refusal | null>(null);
  #isUnanswered = $state(false);
  /** Counts the questions: an answer to an older one is dropped. */
  #asked = 0;

  constructor(line: Line) {
    this.#line = line;
    this.#stops = [line.on('schedule:changed', () => void this.#fetch()), line.onConnect(() => void this.#fetch())];
  }

  /** In the order of their times; null until the first answer, and while nobody may see them. */
  get plans(): readonly PlanView[] | null {
    return this.#plans;
  }

  /** Visits of today that share a surname with somebody of the day. */
  get alikeHere(): readonly string[] {
    return this.#plans === null ? [] : this.#alikeHere;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Nobody answered the newest question. */
  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** Another day than the one before: nothing of that stays. */
  ask(span: Span): Promise<void> {
    if (span.from !== this.#span?.from) this.#plans = null;
    this.#span = span;
    return this.#fetch();
  }

  /** Nobody is named at this screen any more: nothing of it may stay. */
  clear(): void {
    this.#asked += 1;
    this.#span = undefined;
    this.#plans = this.#refused = null;
    this.#isUnanswered = false;
  }

  dispose(): void {
    this.clear();
    for (const stop of this.#stops) stop();
  }

  async #fetch(): Promise<void> {
    if (this.#span === undefined) return;
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('schedule:day', this.#span);
    if (asked !== this.#asked) return;
    this.#isUnanswered = answer === null;
    if (answer === null) return;
    this.#refused = answer.ok ? null : answer.refusal;
    this.#plans = answer.ok ? answer.data.plans : null;
    this.#alikeHere = answer.ok ? (answer.data.alikeHere ?? []) : [];
  }
}
