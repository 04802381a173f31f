import type { Page } from '@playwright/test';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs } from './sign-in.ts';

test.beforeEach(({ page, clinic }) => comeAs(page, clinic, 'K. Marsh', 'nurse'));

/** What reaches past the right edge of the window and makes the page move sideways. */
const sideways = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
          .map((each) => `${each.tagName} ${(each.textContent ?? '').trim().slice(0, 40)}`),
  );

test('UI-284 UI-290 what is not there says so with the ways out, and no page runs off sideways at 360 px', async ({
  page,
  clinic,
}) => {
  const { chairId, visitId } = await infusingByWire(clinic);
  await page.setViewportSize({ width: 360, height: 740 });
  const sees = async (path: string, heading: string | RegExp): Promise<void> => {
    await page.goto(`${clinic.url}${path}`);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    expect(await sideways(page), path).toEqual([]);
  };

  for (const [path, heading] of [
    ['/chair/nonsense', 'There is no such chair'],
    ['/nowhere/at-all', 'There is no such page'],
    ['/phone/nonsense', 'This page cannot be shown'],
  ] as const) {
    await sees(path, heading);
    await expect(page.getByRole('link', { name: 'All places' })).toHaveAttribute('href', '/');
  }
  // A nurse without a place is led on to the chairs that are theirs.
  await comeAs(page, clinic, 'Dr. Ruiz', 'provider');
  for (const [path, heading] of [
    ['/', 'Where is this screen?'],
    [`/chair/${clinic.chair(2).chairId}`, 'Next patient'],
    [`/chair/${chairId}`, /no alerts/],
    ['/station', 'Vigil'],
    ['/settings', 'Settings'],
    ['/history', 'History'],
    ['/quality', 'Quality'],
    ['/schedule', 'Schedule'],
    ['/signal/ox-1', /Signal test/],
    [`/phone/${chairId}?visit=${visitId}`, 'Chair 1'],
  ] as const)
    await sees(path, heading);
});

test('UI-291 twice as large on a tablet (640 × 400) the strip stays in sight and a form has the rest', async ({
  page,
  clinic,
}) => {
  const { chairId, adapter } = await infusingByWire(clinic);
  await page.setViewportSize({ width: 640, height: 400 });
  await page.goto(`${clinic.url}/chair/${chairId}`);
  await page.getByRole('button', { name: 'Menu' }).tap();
  const dialog = page.getByRole('dialog');
  for (const name of ['Limits of this patient', 'Correct the baseline', 'Wrong patient']) {
    await dialog.getByRole('button', { name }).tap();
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    expect((await dialog.boundingBox())?.height, name).toBeGreaterThan(300);
    await dialog.getByRole('button', { name: /^Close/ }).tap();
    await page.getByRole('button', { name: 'Menu' }).tap();
  }
  await clinic.pass(6_000, () => adapter.spo2(84));
  await page.getByRole('button', { name: 'Acknowledge' }).tap();
  await expect(page.getByText(/seen by/)).toBeVisible();
  await expect(dialog).toBeVisible();
});
