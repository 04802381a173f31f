import { expect, test } from 'vitest';
import { firstPage } from './first-page.ts';

const arrival = {
  isFresh: true,
  isNamedNow: false,
  enrolled: null,
  place: null,
  role: 'nurse',
  hasChairs: true,
} as const;
const station = { kind: 'station' } as const;

test.each([
  ['a nurse, opened afresh', {}, '/chairs'],
  ['a nurse who has just said who they are', { isFresh: false, isNamedNow: true }, '/chairs'],
  ['a nurse who walked here', { isFresh: false }, null],
  ['a nurse in a clinic without chairs', { hasChairs: false }, null],
  ['a provider', { role: 'provider' }, null],
  ['nobody', { role: undefined }, null],
  ['a screen that is the station', { place: station }, '/station'],
  ['a screen that is a chair', { place: { kind: 'chair', chairId: 'c1' } }, '/chair/c1'],
  ['one who walked here from the station', { place: station, isFresh: false, isNamedNow: true }, null],
] as const)('UI-228 %s', (_, changes, href) => expect(firstPage({ ...arrival, ...changes })).toBe(href));

test.each([
  ['a chair’s screen, opened afresh, without a name', { role: undefined }, '/chair/c1'],
  ['a chair’s screen, opened afresh, with one', { place: station }, '/chair/c1'],
  ['nobody walks to the places', { isFresh: false, role: undefined }, '/chair/c1'],
  ['somebody may', { isFresh: false, isNamedNow: true }, null],
] as const)('UI-352 enrolled: %s', (_, changes, href) =>
  expect(firstPage({ ...arrival, enrolled: { kind: 'chair', chairId: 'c1' }, ...changes })).toBe(href),
);
