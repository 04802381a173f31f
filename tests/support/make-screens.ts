/** `npm run screens`: the pictures of docs/screens, of the built pages and their fixtures. Run `npm run build` first. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumPath } from './chromium.ts';
import { show, still } from './look.ts';
import { servePages, STEADY } from './page-server.ts';
import type { Picture } from './pictures.ts';
import { smallPng } from './small-png.ts';

const FOLDER = 'docs/screens';
const MOST_BYTES = 150_000;
const TABLET = [1280, 800] as const;
const WALL = [1920, 1080] as const;

const of = (name: string, query: string, more: Partial<Picture> = {}): Picture => ({
  name,
  query,
  theme: 'dim',
  size: TABLET,
  ...more,
});
const SCREENS: readonly Picture[] = [
  of('chair-calm', '?show=calm'),
  of('chair-high', '?show=high'),
  of('chair-recovery-day', '?show=recovery', { theme: 'day', size: [800, 1280] }),
  of('chair-set-up', '?show=setup'),
  of('chair-emergency', '?show=emergency-timeline'),
  of('chair-discharge', '?show=discharge'),
  of('chair-lost', '?show=lost'),
  of('station', '?station=normal', { size: WALL }),
  of('station-alert', '?station=opened', { size: WALL }),
  of('station-64', '?station=64', { size: WALL }),
  of('my-chairs', '?page=chairs'),
  of('schedule', '?page=schedule'),
  of('history', '?page=history'),
  of('past-visit', '?page=past', { key: 'PageDown' }),
  of('entry', '?page=entry'),
  of('phone', '?show=high&phone', { size: [390, 844] }),
];

const pages = await servePages();
const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox', ...STEADY] });
mkdirSync(FOLDER, { recursive: true });
for (const screen of SCREENS) {
  const page = await browser.newPage();
  const png = smallPng(await still(page, await show(page, pages.url, screen)));
  await page.close();
  if (png.length > MOST_BYTES) throw new Error(`${screen.name} has ${png.length} bytes, more than ${MOST_BYTES}.`);
  writeFileSync(`${FOLDER}/${screen.name}.png`, png);
  console.log(`${FOLDER}/${screen.name}.png  ${Math.round(png.length / 1_000)} KB`);
}
await browser.close();
await pages.close();
