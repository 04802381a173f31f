import type { Page } from '@playwright/test';
import type { TestClinic } from '../support/test-clinic.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs, signIn } from './sign-in.ts';

/** A visit with a desaturation that was acknowledged at 84, over since; and one that never began. */
async function pastVisits(clinic: TestClinic): Promise<{ desaturatedAt: number }> {
  const cancelled = await openByWire(clinic, 2);
  await cancelled.nurse.give(cancelled.visitId, { type: 'visit:end', ending: 'cancelled', reason: 'felt unwell' });
  const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
  await clinic.pass(30_000, () => adapter.spo2(97), 2_000);
  await clinic.pass(30_000, () => adapter.spo2(84), 2_000);
  const desaturatedAt = clinic.clock.now();
  await nurse.until((screen) => screen.view(chairId).alerts.length > 0);
  const alertId = nurse.view(chairId).alerts[0]?.alertId ?? '';
  await nurse.give(visitId, { type: 'alert:acknowledge', alertId });
  await clinic.pass(60_000, () => adapter.spo2(98), 2_000);
  await nurse.give(
    visitId,
    { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 },
    { type: 'visit:end', ending: 'transferred', reason: 'to the ward' },
  );
  await clinic.clinic.drained();
  return { desaturatedAt };
}

const strip = (page: Page) => page.getByRole('region', { name: 'Alerts' });
const scrubber = (page: Page) => page.getByRole('slider', { name: 'Instant of the visit' });

test('UI-215 a visit that is over is found, and the strip is seen as it was at the alert', async ({ page, clinic }) => {
  const { desaturatedAt } = await pastVisits(clinic);
  await page.goto(`${clinic.url}/history`);
  await expect(page.getByRole('heading', { name: 'Past visits are shown to named people' })).toBeVisible();
  await signIn(page, page.getByRole('button', { name: 'Choose who you are' }), { name: 'K. Marsh' });

  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('Patient’s name').fill('nobody of this name');
  await expect(page.getByRole('heading', { name: 'No visit fits' })).toBeVisible();
  await page.getByLabel('Patient’s name').fill('BYRON');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('Had a high alert').check();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Transferred');
  await rows.first().getByRole('link').first().click();

  await expect(page).toHaveTitle('Past visit – not live · Vigil');
  await expect(page.getByText('Past visit – not live', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Alert after' }).click();
  await expect(strip(page)).toContainText('SpO₂ 84');
  await expect(strip(page)).not.toContainText('seen by');
  await scrubber(page).fill(String(Math.floor(desaturatedAt / 1_000) * 1_000));
  await expect(page.getByRole('group', { name: 'SpO₂' })).toContainText('84');
  await page
    .getByRole('button', { name: /acknowledged/ })
    .first()
    .click();
  await expect(strip(page)).toContainText('seen by N. Okafor');
  await page.keyboard.press('End');
  await expect(strip(page)).not.toContainText('84');

  await page.getByRole('link', { name: 'Back to the history' }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByLabel('Patient’s name')).toHaveValue('BYRON');
});

test('UI-214 the menu of a chair and the head of the station lead to the history', async ({
  page,
  clinic,
  station,
}) => {
  await station.getByRole('link', { name: 'History' }).click();
  await expect(station.getByRole('heading', { name: 'History' })).toBeVisible();
  const chair = await new ChairScreen(page).open(clinic.url, clinic.chair(1).chairId);
  await chair.tap('Menu');
  await page.getByRole('dialog').getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
});

for (const theme of ['dim', 'day'] as const)
  test(`UI-213 axe finds nothing on the history and on a past visit, ${theme}`, async ({ page, clinic }) => {
    test.setTimeout(120_000);
    await pastVisits(clinic);
    await page.addInitScript((chosen) => localStorage.setItem('vigil.theme', chosen), theme);
    await comeAs(page, clinic, 'K. Marsh', 'nurse');
    const look = async (what: string): Promise<void> => {
      expect.soft(await axeFindings(page), what).toEqual([]);
    };
    await page.goto(`${clinic.url}/history?name=nobody`);
    await expect(page.getByRole('heading', { name: 'No visit fits' })).toBeVisible();
    await look('nothing found');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2);
    await look('list');
    await page.getByRole('link', { name: /Transferred/ }).click();
    await expect(scrubber(page)).toBeVisible();
    await look('opening');
    await page.getByRole('button', { name: 'Alert after' }).click();
    await expect(strip(page)).toContainText('84');
    await look('alert');
    await page.keyboard.press('End');
    await look('end');
    await page.goto(`${clinic.url}/history/nothing`);
    await expect(page.getByRole('heading', { name: 'This visit cannot be shown' })).toBeVisible();
    await look('unknown visit');
  });
