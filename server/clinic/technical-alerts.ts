/**
 * Two technical alerts that no reading and no clock of a visit can show: the disk is late, and the wall clock was stepped. The server
 * issues them on every watched visit, as facts like any other; the alert engine leaves them alone.
 */
import type { AlertKind } from '#core/alerts/alert.ts';
import type { Priority } from '#core/clinical-protocol.ts';
import type { VisitEventBody } from '#core/event.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { RunningVisit } from './running-visit.ts';

type ServerAlertKind = Extract<AlertKind, 'not-recorded' | 'clock-stepped'>;

const PRIORITY: Readonly<Record<ServerAlertKind, Priority>> = { 'not-recorded': 'medium', 'clock-stepped': 'low' };

const isWatched = ({ phase, protocol }: VisitState): boolean => protocol.technical.phases.includes(phase.name);

/** Issues the alert on the visit unless it is open there. Does not commit. */
export function issue(
  visit: RunningVisit,
  kind: ServerAlertKind,
  reason: string,
  now: Instant,
  newId: () => string,
): void {
  if (!isWatched(visit.state) || visit.state.alerts[kind]) return;
  visit.record(now, { kind: 'system' }, [
    { type: 'alert-issued', alertId: newId(), kind, priority: PRIORITY[kind], onsetAt: now, reason },
  ]);
}

/** Everything is on the disk again. Does not commit. */
export function endNotRecorded(visit: RunningVisit, now: Instant): void {
  const alert = visit.state.alerts['not-recorded'];
  if (alert)
    visit.record(now, { kind: 'system' }, [
      { type: 'alert-ended', alertId: alert.alertId, cause: 'in-range', latched: false },
    ]);
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
