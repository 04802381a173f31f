/** Adapter lost: one alert in place of "no SpO2" and "BP overdue", of a device that is silent since, at the priority they would have (AL-15). */
import { linkOf, lostKinds } from '../feeds.ts';
import type { FeedLink } from '../feeds.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';
import { cuffOverdueHighAt } from './cuff-overdue.ts';
import { datedFrom, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isSilentSinceLost } from './heard.ts';
import { noSpo2DueAt } from './no-spo2.ts';

export function adapterLostFact(state: VisitState): DueFact | undefined {
  const alert = state.alerts['adapter-lost'];
  const from = datedFrom(state);
  const link = linkOf(state);
  if (link === undefined || link.connected) return alert && over(state, alert, link, from);
  if (alert?.priority === 'high') return undefined;

  const noSpo2At = isSilentSinceLost(state, 'oximeter') ? noSpo2DueAt(state, 'high') : Infinity;
  const overdueAt = isSilentSinceLost(state, 'cuff') ? cuffOverdueHighAt(state) : Infinity;
  const mediumAt = alert ? Infinity : Math.max(link.since + state.protocol.technical.adapterLost.mediumMs, from);
  const absorbs = alert ? -Infinity : mediumAt;
  const highAt = Math.max(Math.min(noSpo2At, overdueAt), absorbs, from);
  const at = Math.min(mediumAt, highAt);
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

/**
 * No adapter is lost any more. The link has to hold as long as a signal has to, so that one that flickers is one alert; but where
 * none came back, a person took the lost one away, with its device or by leaving its chair.
 */
function over(state: VisitState, alert: Alert, link: FeedLink | undefined, from: Instant): DueFact {
  if (link === undefined || link.since < alert.onsetAt) return ended(alert, from, 'person');
  return ended(alert, Math.max(link.since + state.protocol.technical.noSpo2.backMs, from), 'in-range');
}

/** When the loss of another adapter, after this one was acknowledged, has lasted as long as the first had to. */
export function lostAnotherAt(state: VisitState, acknowledgedAt: Instant): Instant {
  const { mediumMs } = state.protocol.technical.adapterLost;
  const later = lostKinds(state).map((kind) => state.links?.[kind]?.since ?? -Infinity);
  return Math.min(...later.filter((since) => since > acknowledgedAt)) + mediumMs;
}
