/** The two alerts about sound itself: the chair's pages are silent and the station has it, or nobody can sound at all (AL-125, AL-126). */
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';
import { datedFrom, earlier, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { mustBeHeard } from './must-be-heard.ts';

export function soundFact(state: VisitState): DueFact | undefined {
  if (!mustBeHeard(state)) return undefined;
  return earlier(nobodyFact(state), cannotFact(state));
}

/**
 * Nobody can let an alert be heard: high. At once where one asks to be heard; a page that is loaded anew in a calm hour has the delay to
 * come back.
 */
function nobodyFact(state: VisitState): DueFact | undefined {
  const alert = state.alerts['nobody-listening'];
  const { sound } = state;
  const delays = state.protocol.technical.sound;
  if (!sound || !delays) return undefined;
  const from = datedFrom(state);
  if (sound.who !== 'nobody') return alert && over(alert, sound.since + delays.backMs, from);
  if (alert) return undefined;
  const asked = Math.min(...Object.values(state.alerts).map(asksToBeHeardFrom));
  const at = Math.max(Math.min(sound.since + delays.nobodyMs, Math.max(sound.since, asked)), from);
  const reason = 'No page of the chair or of the station can sound';
  return {
    at,
    body: (newId) => ({
      type: 'alert-issued',
      alertId: newId(),
      kind: 'nobody-listening',
      priority: 'high',
      onsetAt: sound.since,
      reason,
    }),
  };
}

/** What is acknowledged from afar alone still sounds at the chair. */
const asksToBeHeardFrom = ({ unansweredSince, acknowledged, priority }: Alert): Instant =>
  unansweredSince ??
  (acknowledged && acknowledged.place !== 'chair' && priority !== 'low' ? acknowledged.at : Infinity);

/** The station has the chair's sound: silent while somebody listens there, medium while its page is all there is. */
function cannotFact(state: VisitState): DueFact | undefined {
  const alert = state.alerts['screen-cannot-sound'];
  const { sound } = state;
  const delays = state.protocol.technical.sound;
  if (!sound || !delays) return undefined;
  const from = datedFrom(state);
  if (sound.who === 'chair' || sound.who === 'both') return alert && over(alert, sound.since + delays.backMs, from);
  if (sound.who === 'nobody') return undefined;
  const priority = sound.station === 'listens' ? 'low' : 'medium';
  if (alert) {
    if (alert.priority === priority) return undefined;
    const { alertId } = alert;
    const type = priority === 'medium' ? 'alert-raised' : 'alert-lowered';
    return { at: from, body: () => ({ type, alertId, priority }) };
  }
  const at = Math.max(sound.since + delays.cannotMs, from);
  const reason = 'Its alerts sound at the station';
  return {
    at,
    body: (newId) => ({
      type: 'alert-issued',
      alertId: newId(),
      kind: 'screen-cannot-sound',
      priority,
      onsetAt: sound.since,
      reason,
    }),
  };
}

const over = (alert: Alert, due: Instant, from: Instant): DueFact => ended(alert, Math.max(due, from), 'in-range');
