import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import type { WaitingVisit, WireVisitCommand } from '#protocol/screen-events.ts';
import WaitingList from './WaitingList.svelte';

const NOW = Date.UTC(2026, 4, 12, 15, 30);
const dana: WaitingVisit = {
  visitId: 'v1',
  chairId: 'c3',
  patient: { patientId: 'p1', name: 'Dana Marlow', birthDate: '1986-03-14' },
  since: NOW - 8 * 60_000,
  ride: { name: 'J. Marlow', phone: '555 0132' },
};
const free = [{ chairId: 'c2', name: 'Chair 2' }];

async function list(waiting: readonly WaitingVisit[], refusal: Refusal | null = null) {
  await page.viewport(1280, 800);
  const give = vi.fn<(visitId: string, command: WireVisitCommand) => Promise<Refusal | null>>(() =>
    Promise.resolve(refusal),
  );
  return { screen: await render(WaitingList, { waiting, free, now: NOW, give }), give };
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
  const { ride: _, ...alone } = dana;
  const { screen, give } = await list([alone]);
  await screen.getByRole('button', { name: /Dana Marlow/ }).click();
  await screen.getByRole('button', { name: 'Sign: the patient went home' }).click();
  await expect.element(screen.getByText('Name who is here to take the patient home.')).toBeVisible();
  expect(give).not.toHaveBeenCalled();
});

test('UI-299 seated again on a free chair, and a refusal stands in the dialog', async () => {
  const { screen, give } = await list([dana], { code: 'conflict', message: 'That chair is not free.' });
  await screen.getByRole('button', { name: /Dana Marlow/ }).click();
  await screen.getByRole('button', { name: 'Chair 2' }).click();
  expect(give).toHaveBeenCalledWith('v1', { type: 'visit:move', chairId: 'c2' });
  await expect.element(screen.getByText('That chair is not free.')).toBeVisible();
});

test('UI-299 an emergency of one who waits stands in the list', async () => {
  const { screen } = await list([{ ...dana, emergencySince: NOW - 61_000 }]);
  await expect.element(screen.getByText('Emergency 1:01')).toBeVisible();
});
