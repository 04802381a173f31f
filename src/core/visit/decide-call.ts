import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import type { TapPlace } from '../alerts/alert.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody, VisitEventOf } from '../event.ts';
import { openCall, openCalls, presentCall } from '../provider-call.ts';
import type { ProviderCall } from '../provider-call.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

export function decideCall(
  state: VisitState,
  command: CommandOf<'provider:call' | 'provider:answer' | 'provider:call-off'>,
  { actor, place, newId }: DecideContext,
): Result<VisitEventBody[]> {
  const byName = callerOf(actor, place);
  switch (command.type) {
    case 'provider:call':
      return openCall(state) === undefined
        ? accept([{ type: 'provider-called', callId: newId(), byName }])
        : refuse('conflict', 'A provider is called already, and nobody has answered yet: call by voice or telephone.');
    case 'provider:answer': {
      const open = openCalls(state);
      // Who comes, comes for all of them.
      if (open.length > 0)
        return accept(open.map(({ callId }) => ({ type: 'provider-answered', callId, byName, place })));
      const answered = presentCall(state)?.answered;
      return refuse(
        'conflict',
        answered
          ? `${answered.byName} has answered this call already.`
          : 'No provider is called here: nothing to answer.',
      );
    }
    case 'provider:call-off': {
      const present = presentCall(state);
      const over = new Set([present, ...openCalls(state)].flatMap((each) => each?.callId ?? []));
      return over.size > 0
        ? accept([...over].map((callId) => ({ type: 'provider-call-withdrawn', callId, byName })))
        : refuse('conflict', 'No provider is called here: nothing to call off.');
    }
    default:
      return command satisfies never;
  }
}

const AT: Readonly<Record<TapPlace, string>> = {
  chair: 'at the chair',
  station: 'at the station',
  phone: 'on a phone',
};

/** Help is not kept waiting for a name: a screen at which nobody is named is said to be one, and where. */
const callerOf = (actor: Actor, place: TapPlace): string =>
  actor.kind === 'screen' ? `${nameOf(actor)} ${AT[place]}` : nameOf(actor);

/** What an emergency asks for by itself, paged at once and passed on as every call is (AL-238). */
export const calledByEmergency = ({ actor, place, newId }: DecideContext): VisitEventBody => ({
  type: 'provider-called',
  callId: newId(),
  byName: callerOf(actor, place),
  emergency: true,
});

type CallEvent = VisitEventOf<'provider-called' | 'provider-answered' | 'provider-call-withdrawn'>;

export function foldCall(state: VisitState, event: CallEvent): VisitState {
  const calls = state.calls ?? [];
  const { callId, byName, at } = event;
  if (event.type === 'provider-called') {
    const { emergency } = event;
    return { ...state, calls: [...calls, { callId, byName, at, ...(emergency && { emergency }) }] };
  }
  const isIt = (each: ProviderCall): boolean =>
    each.callId === callId && !each.withdrawn && !(event.type === 'provider-answered' && each.answered);
  if (!calls.some(isIt)) return state;
  const more: Partial<ProviderCall> =
    event.type === 'provider-answered'
      ? { answered: { byName, at, place: event.place } }
      : { withdrawn: { byName, at } };
  return { ...state, calls: calls.map((each) => (isIt(each) ? { ...each, ...more } : each)) };
}
