import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './clinic-fixture.ts';

const THEMES = ['dim', 'day'] as const;

for (const theme of THEMES)
  test(`UI-92 axe finds nothing on entry, chair, station, settings and component pages, ${theme}`, async ({
    page,
    clinic,
  }) => {
    const { chairId, adapter } = await infusingByWire(clinic);
    await clinic.pass(1_000, () => adapter.spo2(84));
    await page.addInitScript((chosen) => localStorage.setItem('vigil.theme', chosen), theme);
    for (const path of [
      '/',
      `/chair/${chairId}`,
      `/chair/${clinic.chair(2).chairId}`,
      '/station',
      '/settings',
      '/components',
    ]) {
      await page.goto(`${clinic.url}${path}`);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await expect(page.locator('h1').first()).toBeVisible();
      expect.soft(await axeFindings(page), path).toEqual([]);
    }
  });
