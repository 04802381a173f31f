import { decideAttended } from '../alerts/attended.ts';
import { mayGive } from '../authority.ts';
import { decideCare } from '../care/decide-care.ts';
import type { VisitCommand } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { decideLimits } from '../limits/decide-limits.ts';
import { decideOffMonitor } from '../off-monitor.ts';
import { decideOrder } from '../orders/decide-order.ts';
import { decideSignOff } from '../record/decide-sign-off.ts';
import type { Result } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { decideAlerts } from './decide-alerts.ts';
import { decideBaseline } from './decide-baseline.ts';
import { decideCall } from './decide-call.ts';
import { decideCuff } from './decide-cuff.ts';
import { decideDischarge } from './decide-discharge.ts';
import { decideEntries } from './decide-entries.ts';
import { decideInfusion } from './decide-infusion.ts';
import { decideMessages } from './decide-messages.ts';
import { decideRecovery } from './decide-recovery.ts';
import { decideSetUp } from './decide-set-up.ts';
import { decideStart } from './decide-start.ts';
import { checkPhase } from './phase-rule.ts';

/** Answers a request with the facts it makes true, or with a refusal that names what is missing and the way out. */
export function decide(state: VisitState, command: VisitCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  const may = mayGive(ctx.actor, command.type);
  if (!may.ok) return may;
  const phase = checkPhase(state, command.type);
  if (!phase.ok) return phase;
  switch (command.type) {
    case 'identity:confirm':
    case 'setup:record':
    case 'visit:move':
    case 'patient:correct':
      return decideSetUp(state, command, ctx);
    case 'baseline:freeze':
    case 'baseline:correct':
    case 'hold:approve':
      return decideBaseline(state, command, ctx);
    case 'infusion:start':
    case 'device:give':
      return decideStart(state, command, ctx);
    case 'pump:pause':
    case 'pump:resume':
    case 'infusion:end':
    case 'infusion:reopen':
    case 'pump:volume':
      return decideInfusion(state, command, ctx);
    case 'recovery:decide':
    case 'monitoring:end':
    case 'monitoring:reopen':
    case 'criterion:check':
    case 'criterion:override':
      return decideRecovery(state, command, ctx);
    case 'ride:wait':
    case 'visit:end':
      return decideDischarge(state, command, ctx);
    case 'emergency:declare':
    case 'emergency:end':
    case 'entry:record':
    case 'bp:enter':
      return decideEntries(state, command, ctx);
    case 'cuff:measure':
    case 'cuff:stop':
      return decideCuff(state, command, ctx);
    case 'alert:acknowledge':
    case 'alert:pause-audio':
    case 'mark:clear':
      return decideAlerts(state, command, ctx);
    case 'limits:change':
      return decideLimits(state, command, ctx);
    case 'order:verbal':
    case 'order:cosign':
    case 'order:dispute':
      return decideOrder(state, command, ctx, decide);
    case 'record:close':
    case 'record:sign':
    case 'record:addend':
      return decideSignOff(state, command, ctx);
    case 'nurse:take-over':
    case 'cover:begin':
    case 'cover:end':
      return decideCare(state, command, ctx);
    case 'patient:attended':
      return decideAttended(state, ctx);
    case 'off-monitor:begin':
    case 'off-monitor:back':
      return decideOffMonitor(state, command, ctx);
    case 'message:send':
    case 'message:read':
      return decideMessages(state, command, ctx);
    case 'provider:call':
    case 'provider:answer':
    case 'provider:call-off':
      return decideCall(state, command, ctx);
    default:
      return command satisfies never;
  }
}
