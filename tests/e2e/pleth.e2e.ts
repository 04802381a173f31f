/** The demo itself: its emulated oximeters give a pulse wave, and it is seen on the chair page and at the station. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { runDemo, type RunningDemo } from '../../server/demo/run-demo.ts';
import { loadPages } from '../../server/pages.ts';
import { expect, test } from './clinic-fixture.ts';

// One demo, twelve processes, for both.
test.describe.configure({ mode: 'serial' });
let demo: RunningDemo;
let folder: string;

test.beforeAll(async () => {
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  folder = mkdtempSync(join(tmpdir(), 'vigil-pleth-'));
  const say = (): void => undefined;
  const started = await runDemo({ port: 0, folder, speed: 1, keep: false, timeZone: 'UTC', pages: pages.value, say });
  if (!started.ok) throw new Error(started.refusal.message);
  demo = started.value;
});
test.afterAll(async () => {
  await demo.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What stands on the canvas now. */
const picture = (canvas: Locator): Promise<string> =>
  canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());

async function moves(canvas: Locator): Promise<void> {
  const first = await picture(canvas);
  await expect.poll(() => picture(canvas)).not.toBe(first);
}

test('UI-120 the chair page shows a wave that moves, and what was kept of it a little later', async ({ page }) => {
  const { chairId } = demo.serving.clinic.board.views[0]?.chair ?? {};
  await page.goto(`${demo.serving.url}/chair/${chairId}`);
  const wave = page.getByRole('button', { name: /^Pleth live/ });
  await expect(wave).toBeVisible({ timeout: 20_000 });
  await moves(page.locator('.pleth canvas'));
  await wave.click();
  const dialog = page.getByRole('dialog', { name: 'Pulse wave' });
  await expect(dialog.getByRole('img', { name: /^Pulse wave from/ }).first()).toBeVisible({ timeout: 20_000 });
});

test('UI-120 UI-122 the chair opened at the station: a wave that moves, none once its adapter is gone', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${demo.serving.url}/station`);
  await page.getByRole('button', { name: /^Chair 3/ }).click();
  const pane = page.getByRole('region', { name: 'Opened chair' });
  await expect(pane.getByRole('button', { name: /^Pleth live/ })).toBeVisible({ timeout: 20_000 });
  await moves(pane.locator('.pleth canvas'));
  await demo.adapters[2]?.stop();
  await expect(pane.getByRole('button', { name: /^No pleth/ })).toBeVisible({ timeout: 3_000 });
});
