/** Technical alerts whose cause is outside the visit: the server's clock stepped, its disk hangs, an adapter's disk fills (AL-24, AL-30). */
import type { Priority } from '../clinical-protocol.ts';
import type { AlertEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { ended } from './due-fact.ts';
import { isOfHearing, isWatched, maySayUnheard } from './must-be-heard.ts';

export type OutsideKind = 'clock-stepped' | 'not-recorded' | 'adapter-storage' | 'page-failed';

/** A spool that fills endangers the record of the past and nothing that is shown now: it is said and does not sound. */
const PRIORITY: Readonly<Record<OutsideKind, Priority>> = {
  'clock-stepped': 'medium',
  'not-recorded': 'medium',
  'adapter-storage': 'low',
  'page-failed': 'medium',
};

/** The cause was seen at `now`. Nothing when the alert is open already, nobody is watched, or nothing must be heard. */
export function alertFromOutside(
  state: VisitState,
  kind: OutsideKind,
  reason: string,
  now: Instant,
  newId: () => string,
): AlertEvent[] {
  if (state.alerts[kind] || !(isOfHearing(kind) ? maySayUnheard(state, kind) : isWatched(state))) return [];
  const actor = { kind: 'system' } as const;
  const body = { alertId: newId(), kind, priority: PRIORITY[kind], onsetAt: now, reason } as const;
  return [{ type: 'alert-issued', ...body, at: now, actor }];
}

/** The cause was seen to be over at `now`. */
export function overFromOutside(state: VisitState, kind: OutsideKind, now: Instant, newId: () => string): AlertEvent[] {
  const alert = state.alerts[kind];
  if (alert === undefined) return [];
  const { at, body } = ended(alert, now, 'in-range');
  return [{ ...body(newId), at, actor: { kind: 'system' } }];
}
