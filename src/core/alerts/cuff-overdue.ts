/** BP overdue: it waits for a running cycle a little longer, and is high when two intervals went by without a BP (AL-14). */
import { bpPlan } from '../bp-schedule.ts';
import type { BpPlan } from '../bp-schedule.ts';
import type { Instant } from '../reading.ts';
import { offMonitorAt, offMonitorEndsAt } from '../off-monitor.ts';
import type { VisitState } from '../visit-state.ts';
import { FAILURE_WORDS } from '../view/words.ts';
import { datedFrom, ended, endedOffMonitor } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isAbsorbed } from './heard.ts';
import { rulesOf } from './rules-of.ts';

export function cuffOverdueFact(state: VisitState): DueFact | undefined {
  const plan = bpPlan(state);
  if (plan === undefined) return undefined;
  const alert = state.alerts['cuff-overdue'];
  const from = datedFrom(state);
  const overdueAt = overdueFrom(state, plan);
  const bpCame = alert && (state.tracks.bpReceivedAt ?? -Infinity) >= alert.issuedAt;
  if (bpCame && overdueAt > from) return ended(alert, from, 'in-range');
  if (alert && offMonitorAt(state, from)) return endedOffMonitor(alert, from);
  if (isAbsorbed(state, 'cuff') || alert?.priority === 'high') return undefined;

  const highAt = Math.max(highFrom(state, plan), from);
  const mediumAt = alert ? Infinity : Math.max(overdueAt, from);
  const at = Math.min(highAt, mediumAt);
  const priority = highAt <= mediumAt ? 'high' : 'medium';
  const reason = reasonOf(state);
  const onsetAt = plan.dueAt;
  return {
    at,
    body: (newId) =>
      alert
        ? { type: 'alert-raised', alertId: alert.alertId, priority, reason }
        : { type: 'alert-issued', alertId: newId(), kind: 'cuff-overdue', priority, onsetAt, reason },
  };
}

/** When the BP that is due counts as overdue. */
function overdueFrom(state: VisitState, { dueAt }: BpPlan): Instant {
  const { technical } = state.protocol;
  // A BP that waits for its repeat asks for it itself until the wait has run out.
  const overdueAt = Math.max(dueAt, confirmationUntil(state)) + technical.cuffOverdue.graceMs;
  const { cuffPressure } = state;
  const cycleSeenAt =
    cuffPressure && cuffPressure.measuredAt > lastResultAt(state) ? cuffPressure.measuredAt : -Infinity;
  const runsUntil = cycleSeenAt + technical.staleMs;
  const due = Math.min(Math.max(overdueAt, runsUntil), overdueAt + technical.cuffOverdue.retryGraceMs);
  return Math.max(due, offMonitorEndsAt(state));
}

/** While infusing, when so many intervals have gone by without a BP that it is high. */
function highFrom({ phase, protocol }: VisitState, { lastAt, dueAt, intervalMs }: BpPlan): Instant {
  if (phase.name !== 'infusion') return Infinity;
  return Math.max(lastAt + protocol.technical.cuffOverdue.highAfterIntervals * intervalMs, dueAt);
}

/** When an overdue BP is high; Infinity while it never is. */
export function cuffOverdueHighAt(state: VisitState): Instant {
  const plan = bpPlan(state);
  return plan ? highFrom(state, plan) : Infinity;
}

const lastResultAt = ({ bps, lastBpFailure }: VisitState): Instant =>
  Math.max(bps.at(-1)?.measuredAt ?? -Infinity, lastBpFailure?.measuredAt ?? -Infinity);

/** Until when a BP alert that no repeat has confirmed speaks for itself. */
function confirmationUntil(state: VisitState): Instant {
  let until = -Infinity;
  for (const { alert: kind, levels } of rulesOf(state)) {
    const alert = state.alerts[kind];
    if (alert?.confirmation === undefined || alert.confirmation.state === 'confirmed') continue;
    const level = levels.find((each) => each.priority === alert.priority);
    until = Math.max(until, alert.priorityAt + (level?.confirmWithinMs ?? 0));
  }
  return until;
}

function reasonOf({ bps, lastBpFailure }: VisitState): string {
  const failed = lastBpFailure && lastBpFailure.measuredAt > (bps.at(-1)?.measuredAt ?? -Infinity);
  return failed ? `Last cycle failed: ${FAILURE_WORDS[lastBpFailure.failure]}` : 'No reading from the cuff';
}
