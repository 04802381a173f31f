/** What a reading changes in an open alert: its worst value and its condition. No event is made of it (AL-10). */
import { PRIORITIES } from '../clinical-protocol.ts';
import type { Priority, VitalRule } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';
import { holds, worse } from './condition.ts';
import type { Values } from './condition.ts';
import { JUDGED_BY } from './judged-by.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { VitalAlertKind } from '../clinical-protocol.ts';

export const rank = (priority: Priority): number => PRIORITIES.indexOf(priority);

/** The alert after a reading that carried its value. */
export function measuredAgain(alert: Alert, rule: VitalRule, values: Values, baseline: Baseline | undefined): Alert {
  const { reason: _, excess, ...rest } = alert;
  const value = excess && values[excess.of];
  return {
    ...rest,
    condition: isTrue(alert, rule, values, baseline) ? 'true' : 'clearing',
    ...(excess && {
      excess: value === undefined ? excess : { ...excess, extreme: worse(excess.is, excess.extreme, value) },
    }),
  };
}

/** A high alert on its way to medium is still true; one that only meets the silent advisory is clearing. */
function isTrue(alert: Alert, rule: VitalRule, values: Values, baseline: Baseline | undefined): boolean {
  const from = Math.min(rank(alert.priority), rank('medium'));
  return rule.levels.some((level) => rank(level.priority) >= from && holds(level.when, values, baseline) === true);
}

export const lost = (alert: Alert, reason: string): Alert => ({ ...alert, condition: 'no-data', reason });

/** Alerts of the oximeter's values lose their data together. */
export function oximetryLost(alerts: VisitState['alerts'], reason: string): VisitState['alerts'] {
  const next = { ...alerts };
  for (const kind of VITAL_ALERT_KINDS) {
    const alert = alerts[kind];
    if (alert && JUDGED_BY[kind].reading === 'oximetry') next[kind] = lost(alert, reason);
  }
  return next;
}

/**
 * The condition of an open alert at `now`: a value that has merely stopped coming is "no data" as soon as it is stale,
 * before any fact says so.
 */
export function conditionAt(state: VisitState, alert: Alert, now: Instant): Alert['condition'] {
  return now >= staleFrom(state, alert) ? 'no-data' : alert.condition;
}

/** The first instant (ms) at which an alert's value is stale; Infinity for what does not go stale by itself. */
export function staleFrom(state: VisitState, alert: Alert): Instant {
  const kind = VITAL_ALERT_KINDS.find((each): each is VitalAlertKind => each === alert.kind);
  if (kind === undefined || JUDGED_BY[kind].reading !== 'oximetry') return Infinity;
  const valueAt = state.tracks.rules[kind]?.valueAt ?? -Infinity;
  return valueAt + state.protocol.technical.staleMs + 1;
}
