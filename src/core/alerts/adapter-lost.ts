/** Adapter lost: one alert in place of "no SpO2" and "BP overdue", of a device that is silent since, at the priority they would have (AL-15). */
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { cuffOverdueHighAt } from './cuff-overdue.ts';
import { datedFrom, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isSilentSinceLink } from './heard.ts';
import { noSpo2DueAt } from './no-spo2.ts';

export function adapterLostFact(state: VisitState, now: Instant): DueFact | undefined {
  const { link } = state;
  const alert = state.alerts['adapter-lost'];
  const from = datedFrom(state);
  // The visit moved to a chair whose adapter has not spoken yet: the lost one is no longer its own.
  if (link === undefined) return alert && ended(alert, from, 'person');
  if (link.connected) {
    // The link has to hold as long as a signal has to, so that a link that flickers is one alert.
    const at = Math.max(link.since + state.protocol.technical.noSpo2.backMs, from);
    return alert && at <= now ? ended(alert, at, 'in-range') : undefined;
  }
  if (alert?.priority === 'high') return undefined;

  const noSpo2At = isSilentSinceLink(state, 'oximeter') ? noSpo2DueAt(state, 'high') : Infinity;
  const overdueAt = isSilentSinceLink(state, 'cuff') ? cuffOverdueHighAt(state) : Infinity;
  const mediumAt = alert ? Infinity : Math.max(link.since + state.protocol.technical.adapterLost.mediumMs, from);
  const absorbs = alert ? -Infinity : mediumAt;
  const highAt = Math.max(Math.min(noSpo2At, overdueAt), absorbs, from);
  const at = Math.min(mediumAt, highAt);
  if (at > now) return undefined;
  const absorbed = noSpo2At <= overdueAt ? 'No SpO₂' : 'BP overdue';
  const priority = highAt <= mediumAt ? 'high' : 'medium';
  const reason = priority === 'high' ? absorbed : undefined;
  return {
    at,
    body: (newId) =>
      alert
        ? { type: 'alert-raised', alertId: alert.alertId, priority, ...(reason && { reason }) }
        : {
            type: 'alert-issued',
            alertId: newId(),
            kind: 'adapter-lost',
            priority,
            onsetAt: link.since,
            ...(reason && { reason }),
          },
  };
}
