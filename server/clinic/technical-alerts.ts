/** The two technical alerts that only the server can see: the disk is late, and the wall clock was stepped. */
import { alertFromOutside, overFromOutside } from '#core/alerts/from-outside.ts';
import type { OutsideKind } from '#core/alerts/from-outside.ts';
import type { VisitEventBody } from '#core/event.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { RunningVisit } from './running-visit.ts';

/** Issues the alert on each watched visit that does not have it. */
export function issue(
  visits: readonly RunningVisit[],
  kind: OutsideKind,
  reason: string,
  now: Instant,
  newId: () => string,
): void {
  for (const visit of visits) {
    visit.input(now, (state) => accept(alertFromOutside(state, kind, reason, now, newId)));
    visit.commit();
  }
}

/** The cause is over. */
export function end(visits: readonly RunningVisit[], kind: OutsideKind, now: Instant, newId: () => string): void {
  for (const visit of visits) {
    visit.input(now, (state) => accept(overFromOutside(state, kind, now, newId)));
    visit.commit();
  }
}

/** A stepped clock is over once a person has seen it: nothing else can make it so. */
export function endedByAcknowledging(state: VisitState, alertId: string): readonly VisitEventBody[] {
  return state.alerts['clock-stepped']?.alertId === alertId
    ? [{ type: 'alert-ended', alertId, cause: 'person', latched: false }]
    : [];
}

export function steppedText(byMs: Duration): string {
  const seconds = Math.round(Math.abs(byMs) / 1_000);
  return `The computer's clock was set ${byMs < 0 ? 'back' : 'forward'} by ${seconds} s; the timers here go on unchanged`;
}
