import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumPath } from './tests/support/chromium.ts';

/** A page, or another thread, on a busy machine: what must be there sooner says so itself. */
const POLL_MS = 10_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'server/**/*.test.ts', 'tests/*.test.ts', 'tests/integration/**/*.test.ts'],
          exclude: ['src/**/*.svelte.test.ts'],
          setupFiles: ['tests/support/property-seed.ts'],
          testTimeout: 30_000,
          expect: { poll: { timeout: POLL_MS } },
        },
      },
      {
        plugins: [sveltekit()],
        test: {
          name: 'browser',
          include: ['src/**/*.svelte.test.ts'],
          testTimeout: 30_000,
          expect: { poll: { timeout: POLL_MS } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { ...chromiumPath(), args: ['--no-sandbox'] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
