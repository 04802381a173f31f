import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { openCalls } from '../../server/calls/open-calls.ts';
import { loadPages } from '../../server/pages.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire, makeReadyByWire, openByWire } from '../support/visit-by-wire.ts';
import { axeFindings } from './axe.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { comeAs, signIn } from './sign-in.ts';

type Told = Readonly<Record<string, unknown>>;

/** Somebody else's pager: an HTTP server that takes what it is sent. */
async function pager() {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      told.push(JSON.parse(body) as Told);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`, close };
}

async function aPhone(browser: Browser, theme = 'dim'): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await context.addInitScript((chosen) => localStorage.setItem('vigil.theme', chosen), theme);
  return context.newPage();
}

test('UI-195 an alert nobody answers pages the provider; its link opens on a phone, and the chair says who has seen it there', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  const { told, url, close } = await pager();
  const calls = openCalls({ pageWebhook: url }, () => clinic.url);
  const clinic = await startTestClinic({ chairs: 2, pages: pages.value, timers: true, calls });
  const { chairId, adapter } = await infusingByWire(clinic);
  const chair = await new ChairScreen(page).open(clinic.url, chairId);
  await clinic.pass(64_000, () => adapter.spo2(84), 4_000);
  await expect(chair.strip).toContainText('SpO₂ 84 < 90');
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]).toMatchObject({ kind: 'alert', to: 'provider', chair: 'Chair 1', text: 'SpO₂ 84 < 90' });
  expect(JSON.stringify(told)).not.toContain('Byron');

  const phone = await aPhone(browser);
  const frames: string[] = [];
  phone.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(String(payload))));
  await phone.goto(String(told[0]?.['url']));
  await expect(phone.getByRole('heading', { name: 'SpO₂ 84 < 90' })).toBeVisible();
  await expect(phone.getByText('Ada Byron')).toBeVisible();
  await signIn(phone, phone.getByRole('button', { name: 'Choose who you are' }), {
    ...{ name: 'A. Lind', role: 'administrator' },
  });
  const acknowledge = phone.getByRole('button', { name: 'Acknowledge SpO₂ 84 < 90' });
  await acknowledge.click();
  await expect(phone.getByText(/^An administrator does not act on a visit/)).toBeVisible();
  await signIn(phone, phone.getByRole('button', { name: 'A. Lind, administrator' }), {
    ...{ name: 'Dr. Ruiz', role: 'provider' },
  });
  await acknowledge.click();

  await expect(phone.getByText(/Seen by Dr\. Ruiz on a phone/)).toBeVisible();
  await expect(page.getByText(/seen by Dr\. Ruiz on a phone/)).toBeVisible();
  // From afar it does not quiet the chair.
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  await expect.poll(() => told.map(({ kind }) => kind)).toEqual(['alert', 'over']);
  expect(frames.some((frame) => frame.includes('chair:watch'))).toBe(true);
  expect(frames.filter((frame) => frame.includes('screen:sound'))).toEqual([]);
  await phone.context().close();
  await clinic.close();
  close();
});

for (const theme of ['dim', 'day'])
  test(`UI-92 axe finds nothing on a phone’s page: an alert, a hold, a lost connection, another visit, ${theme}`, async ({
    browser,
    clinic,
  }) => {
    const infusing = await infusingByWire(clinic);
    const held = await openByWire(clinic, 2);
    await makeReadyByWire(clinic, held);
    await clinic.pass(1_000, () => infusing.adapter.spo2(80));
    await held.adapter.bp(164, 98);
    const phone = await aPhone(browser, theme);
    await phone.goto(`${clinic.url}/phone/${held.chairId}`);
    await expect(phone.getByText(/hold\. A provider may approve/)).toBeVisible();
    expect.soft(await axeFindings(phone)).toEqual([]);
    await phone.goto(`${clinic.url}/phone/${infusing.chairId}?visit=another`);
    await expect(phone.getByText('The visit of this link is not on this chair any more.')).toBeVisible();
    expect.soft(await axeFindings(phone)).toEqual([]);
    await phone.goto(`${clinic.url}/phone/${infusing.chairId}?visit=${infusing.visitId}`);
    await expect(phone.getByRole('heading', { name: 'SpO₂ 80' })).toBeVisible();
    expect.soft(await axeFindings(phone)).toEqual([]);
    await phone.context().setOffline(true);
    clinic.attached.io.of('/screens').disconnectSockets(true);
    await expect(phone.getByText(/^No connection since/)).toBeVisible({ timeout: 10_000 });
    expect.soft(await axeFindings(phone)).toEqual([]);
    await phone.context().close();
  });

test('UI-189 a phone that loses its connection says so, shows nothing live, and is right again by itself', async ({
  browser,
  clinic,
}) => {
  const { chairId, visitId, adapter } = await infusingByWire(clinic);
  await clinic.pass(1_000, () => adapter.spo2(96));
  const phone = await aPhone(browser);
  await phone.goto(`${clinic.url}/phone/${chairId}?visit=${visitId}`);
  const spo2 = phone.getByRole('group', { name: 'SpO₂' });
  await expect(spo2).toContainText('96');
  await expect(phone.getByText('Watching, no alerts')).toBeVisible();
  await phone.context().setOffline(true);
  clinic.attached.io.of('/screens').disconnectSockets(true);
  await expect(phone.getByText(/^No connection since/)).toBeVisible({ timeout: 10_000 });
  await expect(spo2).toContainText('no connection');
  await expect(phone.getByText('Watching, no alerts')).toBeHidden();
  await clinic.pass(1_000, () => adapter.spo2(94));
  await phone.context().setOffline(false);
  await expect(spo2).toContainText('94', { timeout: 10_000 });
  await expect(phone.getByText(/^No connection since/)).toBeHidden();
  await phone.context().close();
});

test('UI-186 a link to a visit that was moved leads on to it, and one to a visit that is over shows nobody else', async ({
  browser,
  clinic,
}) => {
  const { chairId, visitId, nurse } = await openByWire(clinic);
  const other = clinic.chair(2);
  const phone = await aPhone(browser);
  await comeAs(phone, clinic, 'Dr. Ruiz', 'provider');
  await phone.goto(`${clinic.url}/phone/${chairId}?visit=${visitId}`);
  await expect(phone.getByText('Ada Byron')).toBeVisible();
  await nurse.give(visitId, { type: 'visit:move', chairId: other.chairId });
  await nurse.open(chairId, { name: 'Grace Hopper', birthDate: '1906-12-09' });
  await expect(phone.getByText(/nothing of it is shown here/)).toBeVisible();
  await expect(phone.locator('body')).not.toContainText('Hopper');
  await phone.getByRole('link', { name: 'Follow it to Chair 2' }).click();
  await expect(phone.getByRole('heading', { name: 'Chair 2' })).toBeVisible();
  await expect(phone.getByText('Ada Byron')).toBeVisible();
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'did not feel well' });
  await expect(phone.getByText(/^Visit ended .*: cancelled$/)).toBeVisible();
  await nurse.open(other.chairId, { name: 'Katherine Goble', birthDate: '1918-08-26' });
  await expect(phone.getByText(/nothing of it is shown here/)).toBeVisible();
  await expect(phone.locator('body')).not.toContainText('Goble');
  await phone.getByRole('button', { name: 'Show Chair 2 as it is now' }).click();
  await expect(phone.getByText('Katherine Goble')).toBeVisible();
  await phone.context().close();
});
