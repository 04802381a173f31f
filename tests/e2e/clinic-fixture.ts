/** A real server with the built pages, its clock moved by the test, and pages that watch it. */
import { test as base, type Page } from '@playwright/test';
import { loadPages } from '../../server/pages.ts';
import { startTestClinic, type TestClinic } from '../support/test-clinic.ts';

export const test = base.extend<{ clinic: TestClinic; station: Page }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from its first parameter.
  clinic: async ({}, use) => {
    const pages = await loadPages();
    if (!pages.ok) throw new Error(pages.refusal.message);
    const clinic = await startTestClinic({ chairs: 4, pages: pages.value, timers: true });
    await use(clinic);
    await clinic.close();
  },
  station: async ({ browser, clinic }, use) => {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    await page.goto(`${clinic.url}/station`);
    await use(page);
    await context.close();
  },
});
export { expect } from '@playwright/test';
