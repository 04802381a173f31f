import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { WaitingNamed, WaitingVisit, WireVisitCommand } from '#protocol/screen-events.ts';
import { freeChairs, type FreeChair } from './free-chairs.ts';
import WaitingList from './WaitingList.svelte';

const NOW = Date.UTC(2026, 4, 12, 15, 30);
const dana: WaitingVisit = {
  visitId: 'v1',
  chairId: 'c3',
  chairName: '3',
  since: NOW - 8 * 60_000,
};
const marlow: WaitingNamed = {
  visitId: 'v1',
  patient: { patientId: 'p1', name: 'Dana Marlow', birthDate: '1986-03-14' },
  ride: { name: 'J. Marlow', phone: '555 0132' },
  unread: [],
};
const LINE = { messageId: 'm1', text: 'Is her sister here?', byName: 'K. Marsh', from: 'station', at: NOW } as const;
const free = [{ chairId: 'c2', name: 'Chair 2' }];

interface Shown {
  readonly refusal?: Refusal;
  readonly names?: readonly WaitingNamed[];
  readonly isPrivate?: boolean;
  readonly free?: readonly FreeChair[];
}
async function list(waiting: readonly WaitingVisit[], shown: Shown = {}) {
  const { refusal = null, names = [marlow], ...more } = shown;
  await page.viewport(1280, 800);
  const give = vi.fn<(visitId: string, command: WireVisitCommand) => Promise<Refusal | null>>(() =>
    Promise.resolve(refusal),
  );
  return { screen: await render(WaitingList, { waiting, names, free, now: NOW, give, ...more }), give };
}

test('UI-299 nothing where nobody waits', async () => {
  const { screen } = await list([]);
  expect(screen.getByText('Waiting for the ride').elements()).toHaveLength(0);
});

test('UI-299 who waits, for how long; released with the name of who is here', async () => {
  const { screen, give } = await list([dana]);
  await screen.getByRole('button', { name: 'Dana Marlow J. Marlow 8 min' }).click();
  const escort = screen.getByRole('textbox', { name: 'Leaves with' });
  await expect.element(escort).toHaveValue('J. Marlow');
  await escort.fill('Sam Marlow');
  await screen.getByRole('button', { name: 'Sign: the patient went home' }).click();
  expect(give).toHaveBeenCalledWith('v1', { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' });
});

test('UI-299 without a name nothing is sent, unless a provider planned so', async () => {
  const { ride: _, ...alone } = marlow;
  const { screen, give } = await list([dana], { names: [alone] });
  await screen.getByRole('button', { name: /Dana Marlow/ }).click();
  await screen.getByRole('button', { name: 'Sign: the patient went home' }).click();
  await expect.element(screen.getByText('Name who is here to take the patient home.')).toBeVisible();
  expect(give).not.toHaveBeenCalled();
});

test('UI-299 seated again on a free chair, and a refusal stands in the dialog', async () => {
  const { screen, give } = await list([dana], {
    refusal: { code: 'conflict', message: 'That chair is not free.' },
  });
  await screen.getByRole('button', { name: /Dana Marlow/ }).click();
  await screen.getByRole('button', { name: 'Chair 2' }).click();
  expect(give).toHaveBeenCalledWith('v1', { type: 'visit:move', chairId: 'c2' });
  await expect.element(screen.getByText('That chair is not free.')).toBeVisible();
});

test('UI-299 an emergency of one who waits stands in the list', async () => {
  const { screen } = await list([{ ...dana, emergencySince: NOW - 61_000 }]);
  await expect.element(screen.getByText('Emergency 1:01')).toBeVisible();
});

test.each([
  ['where nobody is named', { names: [] }],
  ['in privacy mode, on a wall and on a free chair’s tablet', { isPrivate: true }],
])('UI-317 %s the chair they were on stands for the name, also in the dialog', async (_, shown) => {
  const { screen } = await list([{ ...dana, unread: 1 }], {
    ...shown,
    ...('names' in shown ? {} : { names: [{ ...marlow, unread: [LINE] }] }),
  });
  await screen.getByRole('button', { name: 'Last on Chair 3 1 line not read 8 min' }).click();
  await expect.element(screen.getByRole('dialog')).toMatchTextContent('Last on Chair 3');
  await expect.element(screen.getByRole('textbox', { name: 'Leaves with' })).toHaveValue('');
  expect(document.body.textContent).not.toContain('Marlow');
  expect(document.body.textContent).not.toContain(LINE.text);
});

test('UI-318 a call and a line about one who waits stand in the list, and are answered in the dialog', async () => {
  const call = { callId: 'k1', at: NOW - 60_000, byName: 'N. Okafor', paged: true };
  const { screen, give } = await list([{ ...dana, call, unread: 1 }], { names: [{ ...marlow, unread: [LINE] }] });
  await screen.getByRole('button', { name: 'Dana Marlow Provider called 8 min' }).click();
  await screen.getByRole('button', { name: 'I am coming' }).click();
  await screen.getByRole('region', { name: 'Line' }).getByRole('button', { name: 'Read' }).click();
  expect(give.mock.calls.map(([, { type }]) => type)).toEqual(['provider:answer', 'message:read']);
});

test('UI-316 in an emergency a chair comes first, their own before the others; one kept for another is not offered', async () => {
  const { screen, give } = await list([{ ...dana, emergencySince: NOW - 61_000 }], {
    free: [
      ...free,
      { chairId: 'c3', name: 'Chair 3', keptFor: 'v1' },
      { chairId: 'c4', name: 'Chair 4', keptFor: 'v9' },
    ],
  });
  await screen.getByRole('button', { name: /Dana Marlow/ }).click();
  const buttons = screen
    .getByRole('dialog')
    .getByRole('button')
    .elements()
    .map((each) => each.textContent?.trim());
  expect(buttons.filter((text) => text?.startsWith('Chair'))).toEqual(['Chair 3', 'Chair 2']);
  expect(buttons.indexOf('Chair 3')).toBeLessThan(buttons.indexOf('Sign: the patient went home'));
  await screen.getByRole('button', { name: 'Chair 3' }).click();
  expect(give).toHaveBeenCalledWith('v1', { type: 'visit:move', chairId: 'c3' });
});

test('UI-316 of the chairs of a station those are offered that are free, or kept for one who waits', () => {
  const tile = (n: number, phase: 'discharge' | 'ended' | null, visitId: string | null) =>
    ({ chair: { chairId: `c${n}`, name: `${n}` }, phase: phase && { name: phase }, visitId }) as never;
  const tiles = [tile(1, null, null), tile(2, 'ended', 'v2'), tile(3, 'discharge', 'v1'), tile(4, 'discharge', 'v4')];
  expect(freeChairs(tiles, [dana]).map(({ chairId, keptFor }) => [chairId, keptFor])).toEqual([
    ['c1', undefined],
    ['c2', undefined],
    ['c3', 'v1'],
  ]);
});
