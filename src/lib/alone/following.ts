/** The state of the visit on this page's chair, event by event as the server shows it, so that all of it is here when the server goes. */
import type { VisitState } from '#core/visit-state.ts';
import type { FollowedEvents } from '#protocol/screen-events.ts';
import type { Line } from '../live/line.ts';
import type { AloneRules } from './rules.ts';

export class Following {
  readonly #line: Line;
  readonly #evolve: AloneRules['evolve'];
  readonly #stops: (() => void)[];
  #visitId: string | null = null;
  #followed: { readonly seq: number; readonly state: VisitState } | null = null;
  #asking = false;
  /** The last request got no answer at all. */
  #unanswered = false;

  constructor(line: Line, { evolve }: Pick<AloneRules, 'evolve'>) {
    this.#line = line;
    this.#evolve = evolve;
    this.#stops = [
      line.on('visit:events', (events) => this.#take(events)),
      // What the old connection knew stays until the new one has answered: it may be the last that is known for long.
      line.onConnect(() => {
        this.#asking = false;
        void this.#ask();
      }),
    ];
  }

  /** Null until the server has answered; of the newest visit that was followed. */
  get state(): VisitState | null {
    return this.#followed?.state ?? null;
  }

  /** @param visitId null: none, which costs nothing. */
  follow(visitId: string | null): void {
    if (visitId === this.#visitId) {
      if (this.#unanswered) void this.#ask();
      return;
    }
    const before = this.#visitId;
    this.#visitId = visitId;
    this.#followed = null;
    if (before !== null) void this.#line.request('visit:unfollow', { visitId: before });
    this.#asking = false;
    void this.#ask();
  }

  dispose(): void {
    this.follow(null);
    for (const stop of this.#stops) stop();
  }

  async #ask(): Promise<void> {
    const visitId = this.#visitId;
    if (visitId === null || this.#asking || !this.#line.connected) return;
    this.#asking = true;
    const answer = await this.#line.request('visit:follow', { visitId });
    if (visitId !== this.#visitId) return;
    this.#asking = false;
    this.#unanswered = answer === null;
    if (answer?.ok) this.#followed = answer.data;
  }

  #take({ visitId, seq, events }: FollowedEvents): void {
    // While an answer is on its way, events are either in it or come after it.
    if (visitId !== this.#visitId || this.#asking || this.#followed === null) return;
    const { seq: known, state } = this.#followed;
    const fresh = events.slice(Math.max(0, known + 1 - seq));
    if (seq > known + 1) void this.#ask();
    else if (fresh.length > 0)
      this.#followed = { seq: known + fresh.length, state: fresh.reduce<VisitState>(this.#evolve, state) };
  }
}
