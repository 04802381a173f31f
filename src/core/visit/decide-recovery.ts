import { nameOf } from '../actor.ts';
import { reaches, spoken } from '../blood-pressure.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { Criterion } from '../discharge.ts';
import { dischargeCriteria, endMonitoringMissing } from '../discharge.ts';
import type { VisitEventBody } from '../event.ts';
import { inMinutes } from '../minutes.ts';
import type { Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { upperMarkAt } from '../recovery-marks.ts';
import type { VisitState } from '../visit-state.ts';
import { named } from './criterion-words.ts';
import { wrongPhase } from './phase-rule.ts';
import { said } from './said.ts';

type RecoveryCommand = CommandOf<
  'recovery:decide' | 'monitoring:end' | 'monitoring:reopen' | 'criterion:check' | 'criterion:override'
>;

export function decideRecovery(
  state: VisitState,
  command: RecoveryCommand,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  const byName = nameOf(ctx.actor);
  switch (command.type) {
    case 'recovery:decide': {
      const open = decisionNeeded(state, ctx.now);
      if (!open.ok) return open;
      const reason = said(command.reason, 'The reason for the decision');
      if (!reason.ok) return reason;
      return accept([{ type: 'recovery-decided', choice: command.choice, byName, reason: reason.value }]);
    }
    case 'monitoring:end': {
      const missing = endMonitoringMissing(dischargeCriteria(state, ctx.now));
      if (missing.length === 0) return accept([{ type: 'monitoring-ended', byName }]);
      return refuse(
        'not-ready',
        `Monitoring goes on: not met yet: ${named(missing)}. Wait for it, or ask a provider to set it aside.`,
      );
    }
    case 'monitoring:reopen':
      return reopenMonitoring(state, command.reason, ctx);
    case 'criterion:check':
      return accept([{ type: 'criterion-checked', criterion: command.criterion, met: command.met, byName }]);
    case 'criterion:override': {
      const open = overridable(state, command.criterion, ctx.now);
      if (!open.ok) return open;
      const reason = said(command.reason, 'The reason for the override');
      if (!reason.ok) return reason;
      return accept([{ type: 'criterion-overridden', criterion: command.criterion, reason: reason.value, byName }]);
    }
    default:
      return command satisfies never;
  }
}

/** A provider is asked only when the upper mark is reached and something the monitor watches is still unmet. */
function decisionNeeded(state: VisitState, now: Instant): Result<null> {
  const markAt = upperMarkAt(state);
  if (markAt === undefined) return wrongPhase(state, 'recovery:decide');
  if (now < markAt)
    return refuse('not-ready', `The upper mark of recovery is reached ${inMinutes(markAt - now)}: decide then.`);
  if (endMonitoringMissing(dischargeCriteria(state, now)).length > 0) return accept(null);
  return refuse('conflict', 'Everything monitoring waits for is met: end the monitoring instead.');
}

function overridable(state: VisitState, criterion: Criterion, now: Instant): Result<null> {
  const { noOverrideFrom } = state.protocol.recovery;
  const bp = state.bps.at(-1);
  if (criterion === 'bp-stable' && bp && reaches(bp, noOverrideFrom))
    return refuse(
      'conflict',
      `BP ${spoken(bp)} is at or above ${spoken(noOverrideFrom)}: this is never overridden. Treat, repeat the BP, or transfer.`,
    );
  const status = dischargeCriteria(state, now).find((each) => each.criterion === criterion)?.status;
  if (status === 'unmet') return accept(null);
  return refuse('conflict', `There is nothing to set aside: ${named([criterion])} is ${status}.`);
}

function reopenMonitoring(state: VisitState, given: string, ctx: DecideContext): Result<VisitEventBody[]> {
  const { phase } = state;
  if (phase.name !== 'discharge') return wrongPhase(state, 'monitoring:reopen');
  if (phase.waitingSince !== undefined && !ctx.isChairFree(state.chairId))
    return refuse('conflict', 'The chair has been given to another visit: move this one to a free chair first.');
  const reason = said(given, 'The reason for the correction');
  return reason.ok ? accept([{ type: 'monitoring-reopened', reason: reason.value }]) : reason;
}
