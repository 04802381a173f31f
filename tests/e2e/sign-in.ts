/** Signing in on a page: with the dialog, as a person does it, or by cookies before the page is there. */
import { randomBytes } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Role } from '#core/actor.ts';
import { newToken, screenIdOf } from '../../server/access/screen-token.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { PIN, peopleAt } from '../support/test-people.ts';
import { Mouse, type Hand } from './hand.ts';

/** Opens the dialog by this button, and signs in with the PIN. */
export async function signIn(
  page: Page,
  opener: Locator,
  { name, role = 'nurse', hand = new Mouse() }: { name: string; role?: Role; hand?: Hand },
): Promise<void> {
  // The list of names is asked for when the dialog opens.
  await peopleAt(Number(new URL(page.url()).port)).person?.(role, name);
  await hand.press(opener);
  const dialog = page.getByRole('dialog');
  await hand.press(dialog.getByRole('listitem').filter({ hasText: name }).getByRole('button'));
  for (const digit of PIN) await hand.press(dialog.getByRole('button', { name: digit, exact: true }));
  await hand.press(dialog.getByRole('button', { name: 'Sign in', exact: true }));
  await expect(dialog).toBeHidden();
}

/** Before the page is opened: the browser has signed in. */
export async function comeAs(page: Page, clinic: TestClinic, name: string, role: Role): Promise<void> {
  const token = newToken(randomBytes);
  const screenId = screenIdOf(token);
  if (screenId === undefined) throw new Error('a new token makes no screen');
  const { token: session } = await clinic.people.signIn(screenId, role, name);
  await page.context().addCookies([
    { name: 'vigil-screen', value: token, url: clinic.url },
    { name: 'vigil-session', value: session, url: clinic.url },
  ]);
}
