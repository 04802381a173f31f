import '../../app.css';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { fixtures } from '../components/fixtures.ts';
import ChairScreen from './ChairScreen.svelte';
import type { Give, GiveTo } from './give.ts';

const trend = createRawSnippet(() => ({ render: () => '<p>Trend</p>' }));
const done = () => Promise.resolve(null);

async function chair(name: string, refusal: Refusal | null = null) {
  await page.viewport(1280, 800);
  const fixture = fixtures[name];
  if (!fixture) throw new Error(`no fixture ${name}`);
  const give = vi.fn<Give>(() => Promise.resolve(refusal));
  const screen = await render(ChairScreen, {
    ...fixture,
    lostSince: null,
    site: { demo: false, chairs: [], protocols: [] },
    staff: { name: 'K. Marsh', role: 'nurse' },
    give: ((_, command) => give(command)) satisfies GiveTo,
    openVisit: done,
    trend,
  });
  return { screen, give };
}

test('UI-295 in recovery it is under “Record…”, and a refusal stands beside it', async () => {
  const { screen, give } = await chair('past-mark', {
    code: 'not-ready',
    message: 'A high alert is open: the monitor stays on. See to the patient first.',
  });
  await screen.getByRole('button', { name: 'Record…' }).click();
  await screen.getByRole('button', { name: /^Off monitor/ }).click();
  expect(give).toHaveBeenCalledWith({ type: 'off-monitor:begin' });
  await expect.element(screen.getByText(/A high alert is open/)).toBeVisible();
});

test('UI-295 while it lasts the values are grey with the time left, and the strip offers the way back', async () => {
  const { screen, give } = await chair('off-monitor');
  await expect.element(screen.getByText('Off the monitor')).toBeVisible();
  expect(screen.getByText('off monitor, 3:20 left').elements()).toHaveLength(2);
  await expect.element(screen.getByText('No next BP: off monitor')).toBeVisible();
  await screen.getByRole('button', { name: 'Back on monitor' }).click();
  expect(give).toHaveBeenCalledWith({ type: 'off-monitor:back' });
});

test('UI-295 never offered while infusing', async () => {
  const { screen } = await chair('calm');
  await expect.element(screen.getByText('Vigil does not control the pump')).toBeVisible();
  expect(screen.getByRole('button', { name: /^Off monitor/ }).elements()).toHaveLength(0);
});
