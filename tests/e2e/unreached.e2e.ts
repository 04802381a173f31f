import { loadPages } from '../../server/pages.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';

test('UI-281 UI-282 WS-165 loaded anew while the server is away: one page says so, holds nothing of the app, and gives way by itself', async ({
  page,
}) => {
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  const first = await startTestClinic({ chairs: 1, pages: pages.value, timers: true });
  const { chairId, adapter } = await infusingByWire(first);
  const { folder, clock, port } = first;
  const chair = await new ChairScreen(page).open(first.url, chairId);
  await first.pass(1_000, () => adapter.spo2(93, 77));
  await expect(chair.spo2).toContainText('93');
  const worker = await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.scriptURL);
  expect(worker).toBe(`${first.url}/service-worker.js`);
  expect((await page.request.get(`${first.url}/chair/${chairId}`)).headers()['cache-control']).toBe('no-store');

  await first.close({ keep: true });
  await expect(chair.strip).toContainText(/no connection/i);
  const lostSince = await page.evaluate(() => Number(sessionStorage.getItem('vigil.lost-since')));
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Vigil cannot be reached' })).toBeVisible();
  await expect(page.getByText('Nobody is watched on this screen.')).toBeVisible();
  await expect(page.getByText(/^Since \d\d:\d\d, for /)).toBeVisible();
  expect(await page.evaluate(() => Number(sessionStorage.getItem('vigil.lost-since')))).toBe(lostSince);
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
  await expect(page.getByText('SpO')).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Try again now' }).tap();
  await expect(page.getByText(/^No answer at /)).toBeVisible();
  expect(fetched.filter((path) => path !== '/healthz' && path !== `/chair/${chairId}`)).toEqual([]);

  const second = await startTestClinic({ folder, clock, port, pages: pages.value, timers: true });
  const again = await second.adapter(1);
  await expect(chair.strip).toBeVisible({ timeout: 15_000 });
  await second.pass(1_000, () => again.spo2(95, 78));
  await expect(chair.spo2).toContainText('95');
  expect(await page.evaluate(() => sessionStorage.getItem('vigil.lost-since'))).toBeNull();
  await second.close();
});
