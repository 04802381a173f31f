import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody, VisitEventOf } from '../event.ts';
import { openCall, presentCall } from '../provider-call.ts';
import type { ProviderCall } from '../provider-call.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

export function decideCall(
  state: VisitState,
  command: CommandOf<'provider:call' | 'provider:answer' | 'provider:call-off'>,
  { actor, place, newId }: DecideContext,
): Result<VisitEventBody[]> {
  const byName = nameOf(actor);
  switch (command.type) {
    case 'provider:call':
      return openCall(state) === undefined
        ? accept([{ type: 'provider-called', callId: newId(), byName }])
        : refuse('conflict', 'A provider is called already, and nobody has answered yet: call by voice or telephone.');
    case 'provider:answer': {
      const open = openCall(state);
      if (open) return accept([{ type: 'provider-answered', callId: open.callId, byName, place }]);
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
      return present
        ? accept([{ type: 'provider-call-withdrawn', callId: present.callId, byName }])
        : refuse('conflict', 'No provider is called here: nothing to call off.');
    }
    default:
      return command satisfies never;
  }
}

type CallEvent = VisitEventOf<'provider-called' | 'provider-answered' | 'provider-call-withdrawn'>;

export function foldCall(state: VisitState, event: CallEvent): VisitState {
  const calls = state.calls ?? [];
  const { callId, byName, at } = event;
  if (event.type === 'provider-called') return { ...state, calls: [...calls, { callId, byName, at }] };
  const isIt = (each: ProviderCall): boolean =>
    each.callId === callId && !each.withdrawn && !(event.type === 'provider-answered' && each.answered);
  if (!calls.some(isIt)) return state;
  const more: Partial<ProviderCall> =
    event.type === 'provider-answered'
      ? { answered: { byName, at, place: event.place } }
      : { withdrawn: { byName, at } };
  return { ...state, calls: calls.map((each) => (isIt(each) ? { ...each, ...more } : each)) };
}
