import { defineConfig } from '@playwright/test';
import { chromiumPath } from './tests/support/chromium.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  // No retries: a flake is a fault. Two workers, because the machine this must pass on has two cores.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  // As long as an act waits: what must be there sooner says so itself.
  expect: { timeout: 10_000 },
  outputDir: 'test-results',
  // A picture that is not there is a failure, not a first baseline.
  updateSnapshots: 'none',
  snapshotPathTemplate: 'tests/visual/{arg}{ext}',
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    hasTouch: true,
    launchOptions: { ...chromiumPath(), args: ['--no-sandbox'] },
  },
});
