/** What goes between a station and a chair: lines, a call for a provider; and the emergency that ends on a sheet of paper. */
import type { Page } from '@playwright/test';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { expect, test } from './clinic-fixture.ts';
import { signIn } from './sign-in.ts';

async function name(page: Page, button: RegExp, who: string, role: 'nurse' | 'provider'): Promise<void> {
  await signIn(page, page.getByRole('button', { name: button }).first(), { name: who, role });
}

test('UI-230 UI-231 UI-234 UI-242 a line is read at the chair, and a call from the chair answered at the station', async ({
  clinic,
  station,
  page: chair,
}) => {
  const { chairId, adapter } = await infusingByWire(clinic);
  await clinic.pass(1_000, () => adapter.spo2(97));
  await chair.setViewportSize({ width: 1280, height: 800 });
  await chair.goto(`${clinic.url}/chair/${chairId}`);

  await station
    .getByRole('button', { name: /^Chair 1/ })
    .first()
    .click();
  const line = station.getByLabel('Line to the chair');
  await line.fill('BP before the half hour');
  await line.press('Enter');
  // Nobody is named at this station: the refusal leads to the choice.
  await name(station, /Choose who you are/, 'E. Lindqvist', 'provider');
  await line.press('Enter');
  const lines = station.getByRole('list', { name: 'Lines' });
  await expect(lines).toContainText('not read');

  const bar = chair.getByRole('region', { name: 'Line to this chair' });
  await expect(bar).toContainText('E. Lindqvist, at the station');
  await name(chair, /Who are you/, 'K. Marsh', 'nurse');
  await bar.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(bar).toBeHidden();
  await expect(lines).toContainText(/read by K\. Marsh \d\d:\d\d/);

  await chair.getByRole('button', { name: 'Call provider' }).click();
  await expect(chair.getByRole('region', { name: 'Call for a provider' })).toContainText('not answered yet');
  const rail = station.getByRole('complementary', { name: 'Needs attention' });
  await rail.getByRole('button', { name: 'I am coming' }).click();
  await expect(chair.getByText(/E\. Lindqvist is coming/)).toBeVisible();
  await expect(rail.getByText('E. Lindqvist is coming')).toBeVisible();
});

test('UI-235 UI-236 UI-237 an emergency by keyboard, and its sheet on one page of paper', async ({ clinic, page }) => {
  const { chairId, visitId, adapter, nurse } = await infusingByWire(clinic);
  await clinic.pass(1_000, () => adapter.spo2(97));
  await nurse.give(visitId, { type: 'emergency:declare' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${clinic.url}/chair/${chairId}`);
  await name(page, /Who are you/, 'K. Marsh', 'nurse');
  for (const step of ['Compressions', 'Bag-mask', 'Ambulance called']) {
    const key = page.getByRole('button', { name: step });
    await key.focus();
    await key.press('Enter');
    await expect(page.getByRole('log', { name: 'Emergency timeline' })).toContainText(step);
  }
  await page.getByRole('link', { name: 'Transfer sheet' }).press('Enter');
  const sheet = page.getByRole('article', { name: 'Transfer sheet' });
  await expect(sheet).toContainText('Ada Byron');
  await expect(sheet).toContainText(/Emergency \d\d:\d\d, goes on/);
  await expect(sheet).toContainText('Bag-mask (K. Marsh)');
  await expect(sheet).toContainText(/lowest 9\d % at/);
  for (const format of ['A4', 'Letter']) {
    const pdf = (await page.pdf({ format })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g), format).toHaveLength(1);
  }
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
});
