import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody, VisitEventOf } from '../event.ts';
import { isReadAt, MOST_MESSAGE, MOST_UNREAD } from '../message.ts';
import type { Message } from '../message.ts';
import { isWaiting } from '../phase.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { said } from './said.ts';

export function decideMessages(
  state: VisitState,
  command: CommandOf<'message:send' | 'message:read'>,
  { actor, place, newId }: DecideContext,
): Result<VisitEventBody[]> {
  const byName = nameOf(actor);
  const messages = state.messages ?? [];
  switch (command.type) {
    case 'message:send': {
      const text = said(command.text, 'The line');
      if (!text.ok) return text;
      const length = [...text.value].length;
      if (length > MOST_MESSAGE)
        return refuse('out-of-range', `A line has at most ${MOST_MESSAGE} characters, this one ${length}: shorten it.`);
      const unread = messages.filter((each) => !each.read && isReadAt(each, 'chair') === (place !== 'chair'));
      if (unread.length >= MOST_UNREAD)
        return refuse(
          'conflict',
          place === 'chair'
            ? `${MOST_UNREAD} lines wait unread at the station: call somebody.`
            : `${MOST_UNREAD} lines wait unread at this chair: go there or call.`,
        );
      return accept([{ type: 'message-sent', messageId: newId(), text: text.value, byName, from: place }]);
    }
    case 'message:read': {
      const message = messages.find((each) => each.messageId === command.messageId);
      if (!message) return refuse('not-found', 'There is no such line in this visit.');
      if (message.read) return refuse('conflict', `${message.read.byName} has read this line already.`);
      // Who waits for the ride sits on no chair: a line of theirs is read by whoever finds it.
      if (!isReadAt(message, place) && !isWaiting(state))
        return refuse(
          'not-allowed',
          message.from === 'chair'
            ? 'This line is read at the station or on a phone: it was written here.'
            : 'This line is read beside the patient, on the page of the chair.',
        );
      return accept([{ type: 'message-read', messageId: message.messageId, byName }]);
    }
    default:
      return command satisfies never;
  }
}

/** Who reads first has read it: a tap that comes up late changes nothing. */
export function foldMessage(state: VisitState, event: VisitEventOf<'message-sent' | 'message-read'>): VisitState {
  const messages = state.messages ?? [];
  if (event.type === 'message-sent') {
    const { messageId, text, byName, from, at } = event;
    return { ...state, messages: [...messages, { messageId, text, byName, from, at }] };
  }
  const read = { byName: event.byName, at: event.tappedAt ?? event.at };
  const isIt = (each: Message): boolean => each.messageId === event.messageId && !each.read;
  if (!messages.some(isIt)) return state;
  return { ...state, messages: messages.map((each) => (isIt(each) ? { ...each, read } : each)) };
}
