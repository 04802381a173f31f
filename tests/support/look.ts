/** Opens a picture of the fixtures and takes it once it stands still. */
import type { Locator, Page } from '@playwright/test';
import type { Picture } from './pictures.ts';
import { decode } from './small-png.ts';

/** Runs in the page before anything else. */
function steadyLetters(theme: string): void {
  localStorage.setItem('vigil.theme', theme);
  // Hinting is the machine's own: without it another Chromium draws each letter alike, to the pixel.
  const sheet = new CSSStyleSheet();
  // What a list of choices has chosen is drawn by the platform: each version sets it otherwise.
  sheet.replaceSync('* { text-rendering: geometricPrecision !important } select { color: transparent !important }');
  document.adoptedStyleSheets = [sheet];
  const canvas = CanvasRenderingContext2D.prototype;
  const { fillText } = canvas;
  canvas.fillText = function (...text) {
    this.textRendering = 'geometricPrecision';
    fillText.apply(this, text);
  };
}

export async function show(page: Page, url: string, picture: Picture): Promise<Locator> {
  const [width, height] = picture.size;
  await page.setViewportSize({ width, height });
  await page.addInitScript(steadyLetters, picture.theme);
  await page.goto(`${url}/components${picture.query}`);
  const shown = picture.part === undefined ? page.locator('body') : page.locator(`section#${picture.part}`);
  await page
    .locator(picture.part === undefined ? 'main, .screen' : `section#${picture.part}`)
    .first()
    .waitFor();
  if (picture.key !== undefined) {
    await page.getByRole('slider', { name: 'Instant of the visit' }).focus();
    await page.keyboard.press(picture.key);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  }
  await page.evaluate(() => document.fonts.ready);
  return shown;
}

/**
 * Of 255. A part taller than the window is scrolled for its picture, and the edge of a curve may then come out one level lighter at
 * every second picture, for ever.
 */
const SAME_LEVEL = 1;

function isSame(one: Buffer, other: Buffer): boolean {
  if (one.equals(other)) return true;
  const [left, right] = [decode(one), decode(other)];
  return (
    left.width === right.width &&
    left.height === right.height &&
    left.rgb.every((level, at) => Math.abs(level - (right.rgb[at] ?? NaN)) <= SAME_LEVEL)
  );
}

/** Two pictures in a row are the same: letters have come, the chart is drawn. */
export async function still(page: Page, shown: Locator): Promise<Buffer> {
  const options = { animations: 'disabled', caret: 'hide', scale: 'css' } as const;
  let last: Buffer | undefined;
  for (;;) {
    // Drawn at the next frame: what a canvas was told in this one.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const next = await shown.screenshot(options);
    if (last && isSame(last, next)) return next;
    last = next;
  }
}
