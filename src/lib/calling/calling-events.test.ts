import { expect, test } from 'vitest';
import { callingEvents } from './calling-events.ts';

const MINUTE = 60_000;

test('UI-50 a line and when it was read, a call with its answer and its end are things that happened', () => {
  const events = callingEvents({
    messages: [
      { messageId: 'm', text: 'A BP, please', byName: 'M. Osei', from: 'station', at: MINUTE },
      {
        ...{ messageId: 'n', text: 'Done', byName: 'K. Marsh', from: 'chair', at: 2 * MINUTE },
        read: { byName: 'M. Osei', at: 3 * MINUTE },
      },
    ],
    calls: [
      {
        ...{ callId: 'c', at: 4 * MINUTE, byName: 'K. Marsh' },
        answered: { byName: 'Dr E. Lindqvist', at: 5 * MINUTE, place: 'station' },
        withdrawn: { byName: 'K. Marsh', at: 6 * MINUTE },
      },
    ],
  });
  expect(events.map(({ at, byName, text }) => [at / MINUTE, byName, text])).toEqual([
    [1, 'M. Osei', 'Line to the chair: A BP, please'],
    [2, 'K. Marsh', 'Line from the chair: Done'],
    [3, 'M. Osei', 'Line read: Done'],
    [4, 'K. Marsh', 'Provider called to the chair'],
    [5, 'Dr E. Lindqvist', 'Provider is coming'],
    [6, 'K. Marsh', 'Call for a provider called off'],
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});
