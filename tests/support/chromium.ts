/** The Chromium the tests drive: the one named by CHROMIUM_PATH (set by tests/support/find-chromium.ts), else an installed one. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/** @returns the path of an executable, or undefined to let Playwright use its own. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  return INSTALLED.find((path) => existsSync(path));
}
