/** Every screen of the fixtures, by axe and by ruler, in both themes; and the pages as a real clinic draws them. */
import type { Page } from '@playwright/test';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { expect as expectOfClinic, test as testOfClinic } from './clinic-fixture.ts';
import { expect, test } from './page-fixture.ts';
import { smallTargets } from './touch.ts';

/** Walked in parts: on a full machine one screen takes three seconds, and there are more than seventy. */
const PARTS = [0, 1, 2, 3, 4, 5] as const;
const WHOLE = 'main, .screen';

async function screens(page: Page, url: string): Promise<readonly string[]> {
  await page.goto(`${url}/components`);
  const links = page.getByRole('navigation', { name: 'Whole screens' }).getByRole('link');
  await expect(links.first()).toBeVisible();
  const found = await links.evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
  expect(found.length).toBeGreaterThan(70);
  return found;
}

const sizeOf = (query: string): { width: number; height: number } =>
  query.includes('phone')
    ? { width: 390, height: 844 }
    : query.startsWith('?station')
      ? { width: 1920, height: 1080 }
      : { width: 1280, height: 800 };

for (const part of PARTS)
  test(`UI-273 UI-274 axe finds nothing on any screen in either theme, and what is tapped is large enough, part ${part + 1} of ${PARTS.length}`, async ({
    page,
    pagesUrl,
  }) => {
    test.setTimeout(240_000);
    const queries = (await screens(page, pagesUrl)).filter((_, index) => index % PARTS.length === part);
    for (const query of queries) {
      await page.setViewportSize(sizeOf(query));
      await page.goto(`${pagesUrl}/components${query}`);
      await page.locator(WHOLE).first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      const least = query.startsWith('?show') && !query.includes('phone') ? 48 : 44;
      expect.soft(await smallTargets(page, least), `${query}, targets`).toEqual([]);
      expect.soft(await axeFindings(page), `${query}, dim`).toEqual([]);
      // What a theme changes is its colours.
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'day'));
      expect.soft(await axeFindings(page, { rules: ['color-contrast'] }), `${query}, day`).toEqual([]);
    }
  });

for (const theme of ['dim', 'day'])
  test(`UI-273 axe finds nothing on the page of components, ${theme}`, async ({ page, pagesUrl }) => {
    await page.addInitScript((chosen) => localStorage.setItem('vigil.theme', chosen), theme);
    await page.goto(`${pagesUrl}/components`);
    await page.locator('section#phone').waitFor();
    // A page of specimens shows a landmark in each of its states.
    expect(await axeFindings(page, { without: ['landmark-unique', 'region'] })).toEqual([]);
  });

testOfClinic(
  'UI-92 axe finds nothing on entry, chair, station, settings and transfer sheet of a real clinic',
  async ({ page, clinic }) => {
    const { chairId, adapter } = await infusingByWire(clinic);
    await clinic.pass(1_000, () => adapter.spo2(84));
    for (const path of [
      '/',
      `/chair/${chairId}`,
      `/chair/${clinic.chair(2).chairId}`,
      '/station',
      '/schedule',
      '/chairs',
      '/settings',
      `/transfer/${chairId}`,
    ]) {
      await page.goto(`${clinic.url}${path}`);
      await expectOfClinic(page.locator('h1').first()).toBeVisible();
      expectOfClinic.soft(await axeFindings(page), path).toEqual([]);
    }
  },
);
