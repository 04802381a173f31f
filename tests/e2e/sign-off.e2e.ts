import type { Page } from '@playwright/test';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs } from './sign-in.ts';
import { Mouse } from './hand.ts';
import { smallTargets } from './touch.ts';

const hand = new Mouse();
const signOff = (page: Page) => page.getByRole('region', { name: 'Sign-off' });
const toSign = (page: Page, group: string) => page.getByRole('region', { name: group, exact: true });

test('UI-382 UI-389 a nurse closes the record at one screen, a provider signs it at another, and sees what the nurse adds', async ({
  page,
  browser,
  clinic,
}) => {
  const { visitId, nurse } = await infusingByWire(clinic);
  await nurse.give(
    visitId,
    { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 },
    { type: 'visit:end', ending: 'left-against-advice', reason: 'had to go' },
  );
  await comeAs(page, clinic, 'K. Marsh', 'nurse');
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const desk = await context.newPage();
  await comeAs(desk, clinic, 'Dr. Ruiz', 'provider');

  await page.goto(`${clinic.url}/history`);
  await expect(page.getByRole('main').getByRole('listitem')).toContainText('not closed');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'To sign' }).click();
  const row = toSign(page, 'To close').getByRole('link');
  await expect(row).toContainText('Ada Byron');
  expect(await axeFindings(page)).toEqual([]);
  expect(await smallTargets(page, 48)).toEqual([]);
  await row.click();
  await expect(signOff(page)).toContainText('Not closed yet');
  await expect(signOff(page)).toContainText('that monitoring ended was never said');
  await signOff(page).getByRole('checkbox').check();
  await hand.hold(signOff(page).getByRole('button', { name: /^Close the record/ }));
  await expect(signOff(page)).toContainText('Closed by K. Marsh');
  await expect(signOff(page).getByRole('button', { name: /^Sign/ })).toHaveCount(0);

  await desk.goto(`${clinic.url}/unsigned`);
  await toSign(desk, 'To sign').getByRole('link').click();
  await signOff(desk).getByRole('checkbox').check();
  await hand.hold(signOff(desk).getByRole('button', { name: /^Sign the record/ }));
  await expect(signOff(desk)).toContainText('Closed and signed');
  await expect(signOff(desk)).toContainText('Signed by Dr. Ruiz');

  await signOff(page).getByRole('button', { name: 'Write an addendum' }).click();
  await page.getByLabel('Addendum').fill('The lot of the ampoule was L-78.');
  await hand.hold(signOff(page).getByRole('button', { name: /^Add it/ }));
  await expect(signOff(page).getByRole('article')).toContainText('Not seen by a provider yet');
  expect(await smallTargets(page, 48)).toEqual([]);

  await desk.goto(`${clinic.url}/unsigned`);
  await toSign(desk, 'Added since the signature').getByRole('link').click();
  await signOff(desk).getByRole('checkbox').check();
  await hand.hold(signOff(desk).getByRole('button', { name: /^I have seen/ }));
  await expect(signOff(desk).getByRole('article')).toContainText('Seen by Dr. Ruiz');
  await desk.goto(`${clinic.url}/unsigned`);
  await expect(desk.getByRole('heading', { name: 'Nothing is to be signed' })).toBeVisible();
  await context.close();
});
