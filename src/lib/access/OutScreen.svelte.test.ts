import '../../app.css';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { calm } from '../components/fixture-calm.ts';
import type { Refused } from './desk.ts';
import OutScreen from './OutScreen.svelte';
import { isVeiled, veiled } from './veil.ts';

async function out(wasRemoved = false, refused: Refused | null = null) {
  const enrol = vi.fn<(code: string) => Promise<Refused | null>>(() => Promise.resolve(refused));
  const signIn = vi.fn(() => Promise.resolve(null));
  const claim = vi.fn(() => Promise.resolve(null));
  const screen = await render(OutScreen, { clinicName: 'Elm Street', wasRemoved, signIn, enrol, claim });
  return { screen, enrol, signIn, claim };
}

test('UI-350 a browser without a place takes a code for one, and says what was wrong with it', async () => {
  const refusal = { code: 'not-found', message: 'This code is not good: it was used, or is over.' } as const;
  const { screen, enrol } = await out(false, refusal);
  const button = screen.getByRole('button', { name: 'Enrol this screen' });
  await button.click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Enter the code');
  await userEvent.fill(screen.getByLabelText('Code for this screen'), ' ab3k 9qxm ');
  await button.click();
  await expect.element(screen.getByRole('alert')).toMatchTextContent(refusal.message);
  expect(enrol).toHaveBeenCalledExactlyOnceWith('ab3k 9qxm');
});

test('UI-350 or somebody signs in there by password, also one they choose with a code', async () => {
  const { screen, signIn, claim } = await out();
  await userEvent.fill(screen.getByLabelText('Name'), 'A. Lind');
  await userEvent.fill(screen.getByLabelText('Password'), 'four quiet words');
  await screen.getByRole('button', { name: 'Sign in' }).click();
  expect(signIn).toHaveBeenCalledExactlyOnceWith({ name: 'A. Lind', password: 'four quiet words' });
  await screen.getByRole('button', { name: /^I have a code/ }).click();
  await userEvent.fill(screen.getByLabelText('Your code'), 'AB3K 9QXM');
  await userEvent.fill(screen.getByLabelText('New password'), 'four quiet words');
  await userEvent.fill(screen.getByLabelText('The same once more'), 'four quiet words');
  await screen.getByRole('button', { name: 'Set password' }).click();
  await expect.poll(() => claim.mock.calls).toEqual([[{ code: 'AB3K 9QXM', password: 'four quiet words' }]]);
});

test('UI-351 a screen that was removed says that nobody is watched on it', async () => {
  const { screen } = await out(true);
  await expect
    .element(screen.getByRole('alert'))
    .toMatchTextContent(/no place in the clinic any more.*Nobody is watched/);
});

test('UI-345 a locked screen names nobody: initials, no birth date, no record number; all else is as it was', () => {
  const locked = veiled(calm, true);
  expect(veiled(calm, false)).toBe(calm);
  expect(locked.patient).toEqual({ patientId: calm.patient?.patientId, name: 'DM', birthDate: '' });
  expect({ ...locked, patient: calm.patient }).toEqual(calm);
  expect([locked.patient && isVeiled(locked.patient), calm.patient && isVeiled(calm.patient)]).toEqual([true, false]);
});
