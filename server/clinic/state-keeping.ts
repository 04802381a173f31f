/** When the states of running visits are kept: often enough that a start has little to fold, seldom enough to cost nothing. */
import type { KeptStates } from '../restart/kept-states.ts';
import type { VisitDesk } from './visit-desk.ts';

/** Five minutes at one reading a second. */
const KEPT_EVERY = 300;
/** In one tick: some 0.1 ms each. Four ticks a second keep up with 10,000 chairs. */
const AT_ONCE = 8;

export class StateKeeping {
  readonly #states: KeptStates;
  readonly #visits: VisitDesk;
  /** By visit, how far it was kept. */
  readonly #kept = new Map<string, number>();

  constructor(states: KeptStates, visits: VisitDesk) {
    this.#states = states;
    this.#visits = visits;
  }

  tick(): void {
    const running = new Set<string>();
    let left = AT_ONCE;
    for (const { visit, trail } of this.#visits.standing()) {
      const { visitId, state } = visit;
      if (state.phase.name === 'ended') continue;
      running.add(visitId);
      if (left === 0 || trail.seq - (this.#kept.get(visitId) ?? 0) < KEPT_EVERY) continue;
      // Its state and its newest event in the journal must be of one moment.
      const kept = visit.isCommitted ? trail.kept : undefined;
      if (!kept) continue;
      left -= 1;
      this.#kept.set(visitId, trail.seq);
      this.#states.keep(visitId, { state, trail: kept });
    }
    for (const visitId of this.#kept.keys()) if (!running.has(visitId)) this.#kept.delete(visitId);
    this.#states.keepOnly(running);
  }
}
