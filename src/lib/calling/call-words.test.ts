import { expect, test } from 'vitest';
import { callNote } from './call-words.ts';

const NOW = 1_000_000;
const call = { callId: 'c', byName: 'K. Marsh', at: NOW - 130_000, paged: true };
const note = (from: number, paged: boolean, more = {}): string =>
  callNote({ ...call, secondPerson: { from, paged }, ...more }, NOW, () => '14:05');

test.each([
  ['before its time', note(NOW + 1, false), 'By K. Marsh. On the station and the pager'],
  ['asked for', note(NOW, false), 'By K. Marsh. On the station and the pager. No second person was reached'],
  ['reached', note(NOW, true), 'By K. Marsh. On the station and the pager. Second person paged'],
  [
    'with nobody at the pager',
    note(NOW, false, { paged: false }),
    'By K. Marsh. On the station; no pager has taken it. No second person was reached',
  ],
])('UI-310 a second person %s is said where the call stands', (_, said, expected) => {
  expect(said).toBe(expected);
});
test('UI-310 who comes is all that is said of a call that was answered', () => {
  const answered = { byName: 'Dr. Ruiz', at: NOW, place: 'phone' } as const;
  expect(note(NOW - 1, true, { answered })).toBe('Answered on a phone. Called by K. Marsh 14:05');
});
