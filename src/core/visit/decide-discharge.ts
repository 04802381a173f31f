import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { Criterion } from '../discharge.ts';
import { dischargeCriteria } from '../discharge.ts';
import type { VisitEventBody } from '../event.ts';
import { openCall } from '../provider-call.ts';
import type { Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { named } from './criterion-words.ts';
import { phaseInWords, wrongPhase } from './phase-rule.ts';
import { said } from './said.ts';

type DischargeCommand = CommandOf<'ride:wait' | 'visit:end'>;

export function decideDischarge(
  state: VisitState,
  command: DischargeCommand,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  switch (command.type) {
    case 'ride:wait':
      return waitForRide(state, ctx.now);
    case 'visit:end':
      return command.ending === 'home' ? goHome(state, command, ctx) : leaveOtherwise(state, command, ctx);
    default:
      return command satisfies never;
  }
}

const unmet = (state: VisitState, now: Instant): readonly Criterion[] =>
  dischargeCriteria(state, now)
    .filter((each) => each.status === 'unmet')
    .map((each) => each.criterion);

function unsafeToLeave({ identity, emergencySince }: VisitState): string | undefined {
  if (!identity) return 'The identity is not confirmed since the patient was corrected: confirm it first.';
  if (emergencySince === undefined) return undefined;
  return 'An emergency is declared: end it first, or record a transfer.';
}

function waitForRide(state: VisitState, now: Instant): Result<VisitEventBody[]> {
  const { phase } = state;
  if (phase.name !== 'discharge') return wrongPhase(state, 'ride:wait');
  if (phase.waitingSince !== undefined) return refuse('conflict', 'This patient is waiting for the ride already.');
  // Who waits is ready but for the ride: they are watched no more and nobody sits beside them.
  const open = unmet(state, now).filter((criterion) => criterion !== 'ride-home');
  if (open.length > 0)
    return refuse('not-ready', `Not ready yet: ${named(open)}. Meet it, or ask a provider to set it aside.`);
  const unsafe = unsafeToLeave(state) ?? unanswered(state);
  return unsafe ? refuse('not-ready', unsafe) : accept([{ type: 'waiting-for-ride' }]);
}

/** What somebody asked at this chair leaves it with the patient: it is answered first (PH-166). */
function unanswered(state: VisitState): string | undefined {
  if (openCall(state))
    return 'A provider is called, and nobody has answered: wait for the answer, or call it off, first.';
  const unread = (state.messages ?? []).filter(({ read }) => !read);
  const line = unread[0];
  if (!line) return undefined;
  const where = line.from === 'chair' ? 'at the station or on a phone' : 'at this chair';
  return unread.length === 1
    ? `A line is not read yet: let it be read ${where} first.`
    : `${unread.length} lines are not read yet, the first of them ${where}: let them be read first.`;
}

function goHome(state: VisitState, command: CommandOf<'visit:end'>, ctx: DecideContext): Result<VisitEventBody[]> {
  if (state.phase.name !== 'discharge')
    return refuse(
      'wrong-phase',
      `Nobody goes home from here: this visit is ${phaseInWords(state)}. Work through recovery and discharge first.`,
    );
  const open = unmet(state, ctx.now);
  if (open.length > 0)
    return refuse('not-ready', `Not ready for home: ${named(open)}. Meet it, or ask a provider to set it aside.`);
  const unsafe = unsafeToLeave(state);
  if (unsafe) return refuse('not-ready', unsafe);
  const reason = command.reason?.trim();
  const given = { type: 'visit-ended', ending: 'home', byName: nameOf(ctx.actor), ...(reason && { reason }) } as const;
  const escort = said(command.escortName, "The escort's name");
  if (escort.ok) return accept([{ ...given, escortName: escort.value }]);
  return state.setUp.ridePlan ? accept([given]) : escort;
}

/** Transferred, left against advice, cancelled: each with its reason. Leaving during the infusion stops it in the record. */
function leaveOtherwise(
  state: VisitState,
  { ending, reason: given }: CommandOf<'visit:end'>,
  { now, actor }: DecideContext,
): Result<VisitEventBody[]> {
  if (ending === 'cancelled' && state.phase.name !== 'baseline')
    return refuse(
      'wrong-phase',
      `A visit is cancelled only before its start; this one is ${phaseInWords(state)}. Stop the infusion, or record a transfer or leaving against advice.`,
    );
  const reason = said(given, 'The reason');
  if (!reason.ok) return reason;
  const ended = { type: 'visit-ended', ending, byName: nameOf(actor), reason: reason.value } as const;
  if (state.phase.name !== 'infusion') return accept([ended]);
  const stopReason = ending === 'left-against-advice' ? 'patient-request' : 'other';
  return accept([{ type: 'infusion-ended', happenedAt: now, reason: stopReason, text: reason.value }, ended]);
}
