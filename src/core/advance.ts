/** One input of one visit, the same way for readings, commands and the clock (docs/architecture.md). Pure. */
import { evaluate } from './alerts/evaluate.ts';
import type { VisitEvent } from './event.ts';
import type { Instant } from './reading.ts';
import { accept } from './refusal.ts';
import type { Result } from './refusal.ts';
import { evolve } from './visit.ts';
import type { VisitState } from './visit-state.ts';

export interface Advanced {
  readonly state: VisitState;
  /** In the order they happened; empty when nothing changed. */
  readonly events: readonly VisitEvent[];
  /** Until then the clock alone changes nothing of this state (AL-247); Infinity: ever. */
  readonly dueAt: Instant;
}

/** What the clock alone brings about. */
export function advanceByTime(state: VisitState, now: Instant, newId: () => string): Advanced {
  return evaluate(state, now, newId);
}

/**
 * First what time brought about until now, then the input's own events, then what they brought about.
 * @param dueAt of `state`, where it is known: it need not be worked out again
 * @param bring the input's events, given the state they meet; a refusal leaves what time brought about.
 */
export function advance(
  state: VisitState,
  now: Instant,
  newId: () => string,
  bring: (state: VisitState) => Result<readonly VisitEvent[]>,
  dueAt: Instant = -Infinity,
): { readonly advanced: Advanced; readonly answer: Result<null> } {
  const before = now < dueAt ? { state, events: [], dueAt } : advanceByTime(state, now, newId);
  const brought = bring(before.state);
  if (!brought.ok) return { advanced: before, answer: brought };
  const own = brought.value.reduce<VisitState>(evolve, before.state);
  const after = advanceByTime(own, now, newId);
  return {
    advanced: { ...after, events: [...before.events, ...brought.value, ...after.events] },
    answer: accept(null),
  };
}
