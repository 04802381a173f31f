/** The lines and the calls of a visit as things that happened, in the words of its record. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';

export interface CallingEvent {
  readonly id: string;
  readonly at: Instant;
  readonly byName: string;
  readonly text: string;
}

export function callingEvents({ messages, calls }: Pick<ChairView, 'messages' | 'calls'>): readonly CallingEvent[] {
  return [
    ...messages.flatMap(({ messageId, at, byName, from, text, read }) => [
      { id: messageId, at, byName, text: `Line ${from === 'chair' ? 'from' : 'to'} the chair: ${text}` },
      ...(read ? [{ id: `${messageId}-read`, ...read, text: `Line read: ${text}` }] : []),
    ]),
    ...calls.flatMap(({ callId, at, byName, emergency, answered, withdrawn }) => [
      { id: callId, at, byName, text: emergency ? 'Provider called by the emergency' : 'Provider called to the chair' },
      ...(answered
        ? [{ id: `${callId}-answered`, at: answered.at, byName: answered.byName, text: 'Provider is coming' }]
        : []),
      ...(withdrawn ? [{ id: `${callId}-withdrawn`, ...withdrawn, text: 'Call for a provider called off' }] : []),
    ]),
  ];
}
