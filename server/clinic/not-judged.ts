/** A visit whose rules fail has an alert that no fact makes: people are called about it as about any other that nobody answers (AL-193). */
import type { Alert } from '#core/alerts/alert.ts';
import { mustBeHeard } from '#core/alerts/must-be-heard.ts';
import type { Instant } from '#core/reading.ts';
import { notJudgedId } from '#core/view/alert-view.ts';
import type { VisitState } from '#core/visit-state.ts';

/** Somebody is watched, or an alert of the set-up is open, and the rules cannot be applied. */
export const isUnjudged = (state: VisitState, failedSince: Instant | undefined): failedSince is Instant =>
  failedSince !== undefined && mustBeHeard(state);

/** The state with that alert in it, as people are called about it. @param failedSince undefined: the rules can be applied. */
export const withNotJudged = (state: VisitState, failedSince: Instant | undefined, now: Instant): VisitState =>
  isUnjudged(state, failedSince) ? asShown(state, failedSince, now) : state;

/** With that alert as every screen shows it, in any phase, and as far up the ladder as it is by now. */
export function asShown(state: VisitState, failedSince: Instant | undefined, now: Instant): VisitState {
  if (failedSince === undefined) return state;
  const { toProviderMs, toSecondPersonMs } = state.protocol.alarm.high;
  const forMs = now - failedSince;
  const alert: Alert = {
    alertId: notJudgedId(state.visitId),
    kind: 'not-judged',
    priority: 'high',
    onsetAt: failedSince,
    issuedAt: failedSince,
    priorityAt: failedSince,
    condition: 'true',
    unansweredSince: failedSince,
    escalatedTo: forMs >= toSecondPersonMs ? 'second-person' : forMs >= toProviderMs ? 'provider' : 'station',
  };
  return { ...state, alerts: { ...state.alerts, 'not-judged': alert } };
}
