/** The built pages without a clinic, for what needs only the fixtures. */
import { test as base } from '@playwright/test';
import { servePages, STEADY } from '../support/page-server.ts';
import { chromiumPath } from '../support/chromium.ts';

export const test = base.extend<object, { pagesUrl: string }>({
  launchOptions: [{ ...chromiumPath(), args: ['--no-sandbox', ...STEADY] }, { scope: 'worker' }],
  pagesUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from its first parameter.
    async ({}, use) => {
      const server = await servePages();
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
});
export { expect } from '@playwright/test';
