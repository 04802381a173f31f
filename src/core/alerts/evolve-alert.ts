import type { AlertEvent } from '../event.ts';
import type { VisitState } from '../visit-state.ts';

/** Folds one alert fact. A fact about an alert that is no longer open changes nothing. */
export function evolveAlert(state: VisitState, _event: AlertEvent): VisitState {
  return state;
}
