import { describe, expect, test } from 'vitest';
import { administrator, aVisit, nurse, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import type { TapPlace } from '../alerts/alert.ts';
import { MOST_MESSAGE, MOST_UNREAD } from '../message.ts';
import { mayAlone } from '../alone/may-alone.ts';

const send = (text = 'Dr Lindqvist asks for a BP') => ({ type: 'message:send', text }) as const;
const read = (messageId: string) => ({ type: 'message:read', messageId }) as const;
const infusing = () => aVisit({ phase: 'infusion' });
const sent = (place: TapPlace = 'station') => {
  const visit = infusing().give(send(), provider, place);
  return { visit, id: visit.state.messages?.at(-1)?.messageId ?? '' };
};

describe('a line', () => {
  test.each([
    ['a nurse', nurse, 'accepted'],
    ['a provider', provider, 'accepted'],
    ['an administrator', administrator, 'not-allowed'],
    ['nobody named', screen, 'not-allowed'],
  ])('PH-120 is sent by %s', (_, by, expected) => {
    expect(told(infusing().ask(send(), by, 'station')).split(':')[0]).toBe(expected);
  });
  test.each([
    ['', 'not-ready'],
    ['  \n ', 'not-ready'],
    ['x', 'accepted'],
    [` ${'x'.repeat(MOST_MESSAGE)} `, 'accepted'],
    ['x'.repeat(MOST_MESSAGE + 1), 'out-of-range'],
  ])('PH-120 with %j', (text, expected) => {
    expect(told(infusing().ask(send(text), nurse, 'station')).split(':')[0]).toBe(expected);
  });
  test.each(['baseline', 'infusion', 'recovery', 'discharge', 'ended'] as const)('PH-120 in %s', (phase) => {
    expect(told(aVisit({ phase }).ask(send(), nurse, 'station')).split(':')[0]).toBe(
      phase === 'ended' ? 'wrong-phase' : 'accepted',
    );
  });

  test('PH-121 is unread until it is read at the other end, by whom and when', () => {
    const { visit, id } = sent();
    expect(visit.state.messages).toEqual([
      { messageId: id, text: 'Dr Lindqvist asks for a BP', byName: provider.name, from: 'station', at: visit.now },
    ]);
    const at = visit.after(5_000).now;
    expect(visit.give(read(id)).state.messages?.[0]?.read).toEqual({ byName: nurse.name, at });
    expect(told(visit.ask(read(id), provider))).toMatch(/^conflict: N\. Okafor has read/);
  });
  test.each([
    ['station', 'chair', 'accepted'],
    ['phone', 'chair', 'accepted'],
    ['station', 'station', 'not-allowed'],
    ['phone', 'station', 'not-allowed'],
    ['chair', 'station', 'accepted'],
    ['chair', 'phone', 'accepted'],
    ['chair', 'chair', 'not-allowed'],
  ] as const)('PH-121 from the %s, read at the %s', (from, place, expected) => {
    const { visit, id } = sent(from);
    expect(told(visit.ask(read(id), nurse, place)).split(':')[0]).toBe(expected);
  });
  test('PH-121 nobody named has read nothing, nor one of another visit', () => {
    const { visit, id } = sent();
    expect(told(visit.ask(read(id), screen))).toMatch(/^not-allowed/);
    expect(told(visit.ask(read('m-else'), nurse))).toMatch(/^not-found/);
  });
  test('PH-121 a tap that comes up late keeps its time, and the first reader', () => {
    const { visit, id } = sent();
    const tappedAt = visit.after(60_000).now - 50_000;
    visit.fold({ type: 'message-read', messageId: id, byName: 'K. Marsh', at: visit.now, tappedAt, actor: nurse });
    visit.record({ type: 'message-read', messageId: id, byName: 'Else' });
    expect(visit.state.messages?.[0]?.read).toEqual({ byName: 'K. Marsh', at: tappedAt });
  });

  test('PH-122 so many wait unread at each end, and reading one makes room', () => {
    const { visit, id } = sent();
    for (let i = 1; i < MOST_UNREAD; i += 1) visit.give(send(), provider, i % 2 ? 'phone' : 'station');
    expect(told(visit.ask(send(), provider, 'station'))).toMatch(/^conflict: 10 lines wait unread at this chair/);
    expect(told(visit.ask(send(), nurse, 'chair'))).toBe('accepted');
    visit.give(read(id));
    expect(told(visit.ask(send(), provider, 'station'))).toBe('accepted');
    for (let i = 0; i < MOST_UNREAD; i += 1) visit.give(send(), nurse, 'chair');
    expect(told(visit.ask(send(), nurse, 'chair'))).toMatch(/^conflict: 10 lines wait unread at the station/);
  });
});

test('PH-128 alone, a line is read and the steps of an emergency are recorded; what others must see waits', () => {
  const { state } = infusing();
  const may = (type: Parameters<typeof mayAlone>[1]) => told(mayAlone(state, type)).split(':')[0];
  expect((['message:read', 'entry:record'] as const).map(may)).toEqual(['accepted', 'accepted']);
  expect((['message:send', 'provider:call', 'provider:answer', 'provider:call-off'] as const).map(may)).toEqual(
    Array(4).fill('not-allowed'),
  );
});
