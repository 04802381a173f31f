import { loadPages } from '../../server/pages.ts';
import { chromiumPath } from '../support/chromium.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import { BLUETOOTH_FLAGS, EmulatedRadio, oximeter, plx, rememberSubscriptions } from './bluetooth-emulation.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test } from './clinic-fixture.ts';
import { alertSounds, listenIn, turnSoundOn } from './heard-sound.ts';

test.use({ launchOptions: { ...chromiumPath(), args: BLUETOOTH_FLAGS } });
test.setTimeout(90_000);

const LOST_WITHIN_MS = 5_000;

test('UI-110 UI-112 AL-148 the server goes: the tablet watches, alarms and sounds by itself; when it is back everything is there, once', async ({
  page,
  browser,
}) => {
  const pages = await loadPages();
  if (!pages.ok) throw new Error(pages.refusal.message);
  const first = await startTestClinic({ chairs: 1, pages: pages.value, timers: true });
  const { visitId, chairId } = await infusingByWire(first);
  const { folder, clock, port } = first;
  // From here on clinic time is real time, also while nobody serves it.
  let last = performance.now();
  const hands = setInterval(() => {
    const now = performance.now();
    clock.advance(Math.round(now - last));
    last = now;
  }, 50);

  const followed = new Promise<void>((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (/"state":\{"visitId"/.test(String(payload))) resolve();
      }),
    );
  });
  await rememberSubscriptions(page);
  await listenIn(page);
  const radio = await EmulatedRadio.in(browser);
  const nonin = oximeter();
  await radio.add(nonin);
  const chair = await new ChairScreen(page).open(first.url, chairId);
  await turnSoundOn(page);
  await chair.iAm('N. Okafor', 'Nurse');
  const dialog = page.getByRole('dialog', { name: /^Devices of/ });
  const banner = page.getByText('This tablet only: the station cannot see');
  const reads = (spo2Pct: number) => radio.notify(page, nonin, '2a5f', plx(spo2Pct, 72));

  await test.step('its own oximeter takes the place of the cable', async () => {
    await page.getByRole('button', { name: /^Devices: / }).click();
    const answered = await radio.answerChooser(page, nonin);
    await dialog.getByRole('button', { name: 'Pair an oximeter' }).click();
    await answered();
    await dialog.getByRole('button', { name: 'Use this one instead' }).click();
    await expect(dialog.getByRole('listitem').filter({ hasText: nonin.name })).not.toContainText('on no chair');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
    await followed;
    await reads(97);
    await expect(chair.spo2).toContainText('97');
  });

  await test.step('the server goes: values stay live, and an alert comes here', async () => {
    await first.close({ keep: true });
    await expect(banner).toBeVisible({ timeout: LOST_WITHIN_MS });
    await reads(80);
    await expect(chair.spo2).toContainText('80');
    await expect(page.getByRole('heading', { name: 'SpO₂ 80 < 90' })).toBeVisible();
    await expect(page.getByText(/^Sounds here/)).toBeVisible();
    await alertSounds(page);
    await chair.tap('Acknowledge');
    await expect(page.getByText(/seen by N\. Okafor/)).toBeVisible();
  });

  await test.step('a side effect is entered, and waits', async () => {
    await chair.tap('Side effect');
    await page.getByRole('dialog', { name: 'Side effect' }).getByText('Nausea', { exact: true }).click();
    await page.getByRole('dialog', { name: 'Side effect' }).getByRole('button', { name: 'Record' }).click();
    await expect(page.getByRole('button', { name: '1 entry waits to go up' })).toBeVisible();
  });

  const second = await startTestClinic({ folder, clock, port, pages: pages.value, timers: true });
  await test.step('the server is back: the tablet tells it, and the station has it', async () => {
    await expect(banner).toBeHidden({ timeout: 15_000 });
    await reads(79);
    const station = await second.screen();
    await station.watchStation();
    await station.until(({ tiles }) =>
      (tiles.get(chairId)?.view.alerts ?? []).some(
        ({ kind, acknowledged }) => kind === 'spo2-low' && acknowledged?.byName === 'N. Okafor',
      ),
    );
    await expect(chair.spo2).toContainText('79');
    await second.clinic.drained();
    const events = await second.journal.read({ kind: 'visit', id: visitId });
    const alone = events.filter(({ type }) => type === 'watched-alone');
    expect(alone).toHaveLength(1);
    expect(events.filter((event) => event.type === 'alert-issued' && event.kind === 'spo2-low')).toEqual([]);
    const entries = events.filter(({ type }) => type === 'entry-recorded');
    expect(entries).toMatchObject([{ byName: 'N. Okafor', entry: { kind: 'side-effect', effect: 'nausea' } }]);
    expect(entries[0]?.tappedAt).toBeLessThan(entries[0]?.at ?? 0);
    const readings = events.flatMap((event) =>
      event.type === 'reading-recorded' && event.source.deviceId.startsWith('ble:') && event.reading.kind === 'oximetry'
        ? [event.reading.spo2Pct]
        : [],
    );
    expect(readings.toSorted()).toEqual([79, 80, 97]);
  });
  clearInterval(hands);
  await second.close();
  await radio.close();
});
