import type { AlertEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

/** Every alert fact that is due by `now`, in order, dated by its closed-form due instant: extra calls change nothing. */
export function evaluate(_state: VisitState, _now: Instant, _newId: () => string): AlertEvent[] {
  return [];
}
