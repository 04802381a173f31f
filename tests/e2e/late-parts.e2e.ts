import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs } from './sign-in.ts';
import { withhold } from './withheld.ts';

test('UI-432 a dialog that does not come says so in its place, is closed, and is there when the page is loaded again', async ({
  page,
  clinic,
}) => {
  const { chairId } = await infusingByWire(clinic);
  await comeAs(page, clinic, 'Kim Marsh', 'nurse');
  const loads = await withhold(page, 'PIN of ');
  await page.goto(`${clinic.url}/chair/${chairId}`);
  const who = page.getByRole('button', { name: /^Kim Marsh/ });
  await who.click();
  const missing = page.getByRole('dialog', { name: 'This did not come from Vigil' });
  await expect(missing).toContainText('It is asked for again.', { timeout: 20_000 });
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(missing).toBeHidden();

  await who.click();
  await missing.getByRole('button', { name: 'Load this page again' }).click();
  await expect.poll(loads).toBe(2);
  await who.click();
  await expect(page.getByRole('dialog').getByText('Kim Marsh').first()).toBeVisible({ timeout: 20_000 });
  await expect(missing).toBeHidden();
});
