/** A part of the built pages that does not come. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';

/**
 * Every script that holds these words is withheld until the page was loaded a second time.
 * @returns how often the page was loaded
 */
export async function withhold(page: Page, words: string): Promise<() => number> {
  const scripts = globSync('build/client/_app/immutable/**/*.js').filter((file) =>
    readFileSync(file, 'utf8').includes(words),
  );
  if (scripts.length === 0) throw new Error(`no script of the built pages holds “${words}”`);
  const names = new Set(scripts.map((file) => basename(file)));
  let loads = 0;
  page.on('domcontentloaded', () => (loads += 1));
  await page.route(
    ({ pathname }) => names.has(basename(pathname)),
    (route) => (loads > 1 ? route.continue() : route.abort()),
  );
  return () => loads;
}
