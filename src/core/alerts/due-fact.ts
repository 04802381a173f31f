/** A fact that is due, and its closed-form instant. The body is made only when the fact is taken, so that ids are not used up. */
import type { AlertEventBody } from '../event.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';

export interface DueFact {
  readonly at: Instant;
  readonly body: (newId: () => string) => AlertEventBody;
}

/** No fact is dated before what caused it was known, nor into the time the server was away (AL-6). */
export const datedFrom = (state: VisitState): Instant => state.latestAt ?? state.watchedFrom;

/** The earlier; of two at the same instant the first named. */
export const earlier = (a: DueFact | undefined, b: DueFact | undefined): DueFact | undefined =>
  a === undefined || (b !== undefined && b.at < a.at) ? b : a;

/** What is missing while the patient is off the monitor is known: it is told anew once that is over (AL-217). */
export const endedOffMonitor = ({ alertId }: Alert, at: Instant): DueFact => ({
  at,
  body: () => ({ type: 'alert-ended', alertId, cause: 'person', latched: false, reason: 'Off the monitor' }),
});

export function ended(alert: Alert, at: Instant, cause: 'in-range' | 'person'): DueFact {
  const latched = cause === 'in-range' && alert.reachedHigh !== undefined && alert.acknowledged === undefined;
  return { at, body: () => ({ type: 'alert-ended', alertId: alert.alertId, cause, latched }) };
}
