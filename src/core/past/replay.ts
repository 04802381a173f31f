/**
 * A visit's events folded to any instant of it, with the same core that folded them then. States are immutable and share what did not
 * change, so keeping one of every few events costs little and makes each jump short.
 */
import type { VisitEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';

/** One kept state to so many events: a jump folds at most as many, well under a frame. */
const KEEP_EVERY = 64;

export class Replay {
  readonly events: readonly VisitEvent[];
  /** When each event was known, never before the one ahead of it: an alert fact may be dated earlier than it was recorded. */
  readonly #knownAt: readonly Instant[];
  /** The state after `(index + 1) * KEEP_EVERY` events. */
  readonly #kept: VisitState[] = [];
  #last: { readonly count: number; readonly state: VisitState } | undefined;

  /** @param events of one visit, in the journal's order, from its opening on. */
  constructor(events: readonly VisitEvent[]) {
    this.events = events;
    let latest = -Infinity;
    this.#knownAt = events.map(({ at }) => (latest = Math.max(latest, at)));
  }

  /** How many events were known at this instant. */
  countAt(at: Instant): number {
    let low = 0;
    let high = this.#knownAt.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#knownAt[middle] ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Undefined before the opening. */
  stateAt(at: Instant): VisitState | undefined {
    const count = this.countAt(at);
    if (count === 0) return undefined;
    let { from, state } = this.#nearest(count);
    for (const event of this.events.slice(from, count)) {
      state = evolve(state, event);
      from += 1;
      if (from === (this.#kept.length + 1) * KEEP_EVERY) this.#kept.push(state);
    }
    if (state) this.#last = { count, state };
    return state;
  }

  /** The latest known state that is not past `count` events. */
  #nearest(count: number): { from: number; state: VisitState | undefined } {
    const keptIndex = Math.min(Math.floor(count / KEEP_EVERY), this.#kept.length) - 1;
    const kept = { from: (keptIndex + 1) * KEEP_EVERY, state: this.#kept[keptIndex] };
    const last = this.#last;
    return last && last.count <= count && last.count > kept.from ? { from: last.count, state: last.state } : kept;
  }
}
