/** A clinic that lets in whom it knows: a browser becomes a chair's screen, a nurse signs in there, it locks itself, and it is removed. */
import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { newToken, screenIdOf } from '../../server/access/screen-token.ts';
import { loadPages } from '../../server/pages.ts';
import { cheapHash } from '../support/cheap-hash.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { founder, PIN } from '../support/test-people.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs, signIn } from './sign-in.ts';

async function typePin(page: Page): Promise<void> {
  await expect(page.getByRole('group', { name: /^PIN of/ })).toBeVisible();
  await page.keyboard.type(PIN);
  await page.keyboard.press('Enter');
}

test('UI-346 UI-347 UI-350 UI-351 UI-352 enrolled by a code, locked with its vitals in sight, opened at the act, removed', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  let real = Date.now();
  const clinic = await startTestClinic({
    ...{ chairs: 2, pages: pages.value, timers: true },
    access: { openScreens: false, hasher: cheapHash, now: () => real },
  });
  // Somebody who can sign in to Settings: it is no first run.
  const administrator = await clinic.people.person('administrator', 'R. Vale');
  await clinic.attached.desk.site.recordSite(
    [{ type: 'credential-set', staffId: administrator, credential: 'password' }],
    founder,
  );
  const token = newToken(randomBytes);
  await clinic.attached.desk.site.recordSite(
    [{ type: 'screen-enrolled', screenId: screenIdOf(token) ?? '', label: 'Wall', place: { kind: 'station' } }],
    founder,
  );
  const { chairId, adapter } = await infusingByWire(clinic, 1, await clinic.screen({ token }));
  const beat = (spo2 = 97): Promise<void> => clinic.pass(1_000, () => adapter.spo2(spo2));

  await page.goto(`${clinic.url}/chair/${chairId}`);
  await expect(page.getByRole('heading', { name: 'A screen of the clinic?' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Byron');
  expect(await axeFindings(page)).toEqual([]);

  const settings = await (await browser.newContext()).newPage();
  await comeAs(settings, clinic, 'R. Vale', 'administrator');
  await settings.goto(`${clinic.url}/settings`);
  await settings.getByRole('button', { name: 'Enrol a screen' }).click();
  await settings.getByRole('button', { name: 'Chair 1', exact: true }).click();
  await settings.getByRole('button', { name: 'Make its code' }).click();
  const code = (await settings.getByLabel(/^The code/).textContent()) ?? '';
  await page.getByLabel('Code for this screen').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Enrol this screen' }).click();
  await expect(page).toHaveURL(`${clinic.url}/chair/${chairId}`);
  await beat();
  const spo2 = page.getByRole('group', { name: /SpO/ }).first();
  await expect(spo2).toContainText('97');

  await page.goto(`${clinic.url}/chair/${clinic.chair(2).chairId}`);
  await expect(page.getByRole('heading', { name: 'Chair 2 is not shown at this screen' })).toBeVisible();
  await page.goto(clinic.url);
  await expect(page).toHaveURL(`${clinic.url}/chair/${chairId}`);
  await signIn(page, page.getByRole('button', { name: 'Who are you?' }), { name: 'N. Okafor' });
  await expect(page.getByText('Ada Byron')).toBeVisible();

  real += 121_000;
  clinic.attached.beat();
  await expect(page.getByRole('button', { name: /^Locked: NO/ })).toBeVisible();
  await expect(page.getByText('Ada Byron')).toBeHidden();
  await beat(84);
  await expect(spo2).toContainText('84');
  await expect(page.getByRole('region', { name: 'Alerts' })).toContainText('SpO₂ 84 < 90');
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Acknowledge' }).first().click();
  await typePin(page);
  await expect(page.getByText(/seen by N\. Okafor/i)).toBeVisible();
  await expect(page.getByText('Ada Byron')).toBeVisible();

  await clinic.clinic.siteCommand(
    {
      type: 'screen:remove',
      confirmed: true,
      screenId: clinic.clinic.site.screens.find(({ place }) => place.kind === 'chair')?.screenId ?? '',
    },
    { actor: founder },
  );
  await expect(page.getByRole('heading', { name: 'This screen has no place in the clinic any more' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Byron');
  await settings.context().close();
  await clinic.close();
});
