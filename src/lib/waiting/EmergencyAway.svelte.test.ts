import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { alertOf, NOW, tileOf } from '../../../tests/support/tiles.ts';
import OtherChairs from '../beside/OtherChairs.svelte';
import { otherBanner } from '../beside/banner.ts';
import PhoneScreen from '../phone/PhoneScreen.svelte';
import AttentionRail from '../station/AttentionRail.svelte';

const away = [{ visitId: 'v9', since: NOW - 40_000, chair: 'Chair 4' }];
const done = () => Promise.resolve(null);

test('UI-311 on the station’s rail it stands before every alert, is counted, and opens who waits', async () => {
  await page.viewport(1920, 1080);
  const onaway = vi.fn<(visitId: string) => void>();
  const high = tileOf(2, { alerts: [alertOf({ alertId: 'a', priority: 'high' })] });
  const props = { tiles: [high], now: NOW, lost: false, onopen: vi.fn(), onseen: done };
  const screen = await render(AttentionRail, { ...props, away, onaway });
  await expect.element(screen.getByRole('heading', { name: 'Needs attention 2' })).toBeVisible();
  const [first] = screen.container.querySelectorAll('article');
  expect(first?.textContent).toMatch(/Waiting for the ride\s*0:40.*Emergency.*Last at Chair 4/);
  await screen.getByRole('button', { name: 'Waiting for the ride' }).click();
  expect(onaway).toHaveBeenCalledWith('v9');
});

test('UI-311 on a chair’s page it is a banner as any other emergency, which leads to the list of who waits', async () => {
  const own = { chair: { chairId: 'c1', name: '1' }, care: null };
  const screen = await render(OtherChairs, { banner: otherBanner([], own, away) });
  const link = screen.getByRole('link');
  await expect.element(link).toMatchTextContent(/^Waiting for the ride.*Emergency, last at Chair 4/);
  await expect.element(link).toHaveAttribute('href', '/');
});

test('UI-311 a phone says it whatever its own chair has', async () => {
  await page.viewport(390, 844);
  const props = { connection: 'live' as const, lostSince: null, now: NOW, visitId: null, staff: null };
  const acts = { give: done, onshow: () => undefined };
  const screen = await render(PhoneScreen, { ...props, ...acts, view: null, away });
  await expect.element(screen.getByRole('alert')).toMatchTextContent(/Emergency.*Last at Chair 4/);
});
