/** Draws the icons of the installed app from static/icon.svg: `node tests/support/draw-icons.ts`. */
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumPath } from './chromium.ts';

const FOLDER = 'static/icons';
const svg = readFileSync('static/icon.svg', 'utf8');
const ground = /<rect[^>]*fill="([^"]+)"/.exec(svg)?.[1] ?? '#0b0d0e';

/** Maskable and Apple's are cut by the system: the ground goes to the edge, and the sign stays within four fifths. */
const ICONS = [
  { name: 'vigil-192', size: 192, isCut: false },
  { name: 'vigil-512', size: 512, isCut: false },
  { name: 'vigil-maskable-512', size: 512, isCut: true },
  { name: 'apple-touch-180', size: 180, isCut: true },
] as const;

mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox'] });
for (const { name, size, isCut } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const sign = isCut ? size * 0.8 : size;
  await page.setContent(
    `<style>*{margin:0}body{height:100vh;display:grid;place-items:center;${isCut ? `background:${ground}` : ''}}svg{width:${sign}px;height:${sign}px}</style>${svg}`,
  );
  await page.screenshot({ path: `${FOLDER}/${name}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
