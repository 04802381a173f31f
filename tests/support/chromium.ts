/** The Chromium the tests drive: the one named by CHROMIUM_PATH (set by tests/support/find-chromium.ts), else an installed one. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/** Launch options naming the executable; empty lets Playwright use, and complain about, its own. */
export function chromiumPath(): { executablePath?: string } {
  const named = process.env['CHROMIUM_PATH'];
  const path = [...(named ? [named] : []), chromium.executablePath(), ...INSTALLED].find((each) => existsSync(each));
  return path ? { executablePath: path } : {};
}
