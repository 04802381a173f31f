/** A blood pressure that waits for its repeat: confirmed when it agrees, unconfirmed when it fails or does not come (AL-12). */
import type { VitalRule } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { inWords } from '../minutes.ts';
import { FAILURE_WORDS } from '../view/words.ts';
import type { Alert } from './alert.ts';
import { datedFrom } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import type { RuleTrack } from './track.ts';

export function confirmationFact(
  state: VisitState,
  rule: VitalRule,
  alert: Alert,
  track: RuleTrack,
  now: Instant,
): DueFact | undefined {
  const { alertId, confirmation } = alert;
  if (confirmation === undefined || confirmation.state === 'confirmed') return undefined;
  const from = datedFrom(state);
  const index = rule.levels.findIndex((level) => level.priority === alert.priority);
  const clock = track.levels[index]?.when;
  // The first reading of the run issued the alert; a later one in the same run is the repeat that agrees.
  if (clock && clock.lastAt > clock.since)
    return { at: from, body: () => ({ type: 'alert-confirmed', alertId, excess: clock.excess }) };
  if (confirmation.state === 'unconfirmed') return undefined;

  const failure = state.lastBpFailure;
  if (failure && failure.measuredAt > track.valueAt) {
    const reason = `Repeat failed: ${FAILURE_WORDS[failure.failure]}`;
    return { at: from, body: () => ({ type: 'alert-unconfirmed', alertId, reason }) };
  }
  if (confirmation.until > now) return undefined;
  const reason = `No repeat within ${inWords(rule.levels[index]?.confirmWithinMs ?? 0)}`;
  return {
    at: Math.max(confirmation.until, from),
    body: () => ({ type: 'alert-unconfirmed', alertId, reason }),
  };
}
