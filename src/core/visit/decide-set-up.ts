import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { backToProtocol } from '../limits/decide-limits.ts';
import { isWaiting } from '../phase.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { said } from './said.ts';
import { checkSetUp } from './set-up-check.ts';

type SetUpCommand = CommandOf<'identity:confirm' | 'setup:record' | 'visit:move' | 'patient:correct'>;

export function decideSetUp(state: VisitState, command: SetUpCommand, ctx: DecideContext): Result<VisitEventBody[]> {
  switch (command.type) {
    case 'identity:confirm':
      return accept([{ type: 'identity-confirmed', byName: nameOf(ctx.actor) }]);
    case 'setup:record': {
      const checked = checkSetUp(state, command.setUp, command.confirmed === true, ctx);
      return checked.ok ? accept([{ type: 'set-up-recorded', setUp: checked.value }]) : checked;
    }
    case 'visit:move':
      if (command.chairId === state.chairId && !isWaiting(state))
        return refuse('conflict', 'This visit is on that chair already: choose another one.');
      if (!ctx.isChairFree(command.chairId))
        return refuse('conflict', 'That chair is not free: choose one without a visit.');
      return accept([{ type: 'chair-changed', chairId: command.chairId }]);
    case 'patient:correct': {
      const reason = said(command.reason, 'The reason for the correction');
      if (!reason.ok) return reason;
      if (command.patientId === state.patientId)
        return refuse('conflict', 'This visit is that patient’s already: choose the right patient.');
      // Limits that were changed were changed for somebody else.
      return accept([
        {
          ...{ type: 'patient-corrected', patientId: command.patientId, reason: reason.value },
          setUp: state.phase.name === 'baseline' ? 'anew' : 'kept',
        },
        ...backToProtocol(state, `Patient corrected: ${reason.value}`, ctx),
      ]);
    }
    default:
      return command satisfies never;
  }
}
