import type { Browser, Page } from '@playwright/test';
import { chromiumPath } from '../support/chromium.ts';
import { axeFindings } from './axe.ts';
import { ServedClinic } from './bluetooth-clinic.ts';
import {
  bpm,
  BLUETOOTH_FLAGS,
  cuff,
  EmulatedRadio,
  oximeter,
  plx,
  rememberSubscriptions,
  withoutGetDevices,
  type Peripheral,
} from './bluetooth-emulation.ts';
import { ChairScreen } from './chair-screen.ts';
import { expect, test as base } from './clinic-fixture.ts';

/** Before and after its first reading. */
const HERE = /(Connected to|Live on) this tablet/;

const test = base.extend<{ served: ServedClinic; radio: EmulatedRadio }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures a fixture needs from its first parameter.
  served: async ({}, use) => {
    const served = new ServedClinic();
    await served.start();
    await use(served);
    await served.close();
  },
  radio: async ({ browser, page }, use) => {
    await rememberSubscriptions(page);
    const radio = await EmulatedRadio.in(browser);
    await use(radio);
    await radio.close();
  },
});
test.use({ launchOptions: { ...chromiumPath(), args: BLUETOOTH_FLAGS } });
test.setTimeout(90_000);

class Devices {
  readonly page: Page;
  readonly radio: EmulatedRadio;

  constructor(page: Page, radio: EmulatedRadio) {
    this.page = page;
    this.radio = radio;
  }

  get dialog() {
    return this.page.getByRole('dialog', { name: /^Devices of/ });
  }
  row(name: string) {
    return this.dialog.getByRole('listitem').filter({ hasText: name });
  }
  get state() {
    return this.page.getByRole('button', { name: /^Devices: / });
  }

  async open(): Promise<this> {
    await this.state.click();
    await expect(this.dialog).toBeVisible();
    return this;
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.dialog).toBeHidden();
  }

  /** Taps, and chooses the device in the browser's own chooser. */
  async pair(tap: string | RegExp, peripheral: Peripheral | 'cancel'): Promise<void> {
    const answered = await this.radio.answerChooser(this.page, peripheral);
    await this.dialog.getByRole('button', { name: tap }).click();
    await answered();
  }

  /** Delivers a value and waits until this tablet shows it. */
  async measure(peripheral: Peripheral, spo2Pct: number, pulseBpm: number): Promise<void> {
    await this.radio.notify(this.page, peripheral, '2a5f', plx(spo2Pct, pulseBpm));
    await expect(this.row(peripheral.name)).toContainText(`SpO₂ ${spo2Pct} %, pulse ${pulseBpm}`);
  }
}

async function atChair(page: Page, served: ServedClinic): Promise<ChairScreen> {
  const chair = await new ChairScreen(page).open(served.url, served.chairId);
  await chair.iAm('N. Okafor', 'Nurse');
  await chair.openVisit('Ada Byron', '1980-12-10');
  return chair;
}

async function stationOf(browser: Browser, served: ServedClinic) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await served.enrol(page, { kind: 'station' });
  await page.goto(`${served.url}/station`);
  return page.getByRole('button', { name: /^Chair 1/ });
}

test('DV-209 from a tap on the tablet to a reading on the station, through a disconnect', async ({
  page,
  browser,
  served,
  radio,
}) => {
  await served.furnish(page);
  const nonin = oximeter();
  await radio.add(nonin);
  const chair = await atChair(page, served);
  const tile = await stationOf(browser, served);
  const devices = new Devices(page, radio);

  await test.step('paired, registered and on the chair with one tap', async () => {
    await chair.tap('Pair an oximeter');
    await devices.pair('Pair an oximeter', nonin);
    await expect(devices.row('Oximeter Nonin 3230')).toContainText(HERE);
    await expect(devices.row('Nonin 3230')).toContainText('battery 84 %');
    await expect(devices.row('Nonin 3230')).not.toContainText('on no chair');
  });
  await test.step('a reading is on both screens', async () => {
    await devices.measure(nonin, 97, 72);
    await expect(chair.spo2).toContainText('97');
    await expect(tile).toContainText('97');
  });
  await test.step('disconnected: said at once, connected again without a tap', async () => {
    await devices.close();
    radio.outOfReach.add(nonin.address);
    await radio.disconnect(nonin);
    await expect(devices.state).toContainText('Oximeter disconnected');
    await expect(devices.state).toContainText('reconnecting');
    radio.outOfReach.clear();
    await expect(devices.state).toContainText('Oximeter connected', { timeout: 20_000 });
    await devices.open();
    await devices.measure(nonin, 93, 77);
    await expect(tile).toContainText('93');
  });
});

/** Cuts and mends what this page's sockets go through, over a page load too. */
async function wireOf(page: Page): Promise<(isUp: boolean) => Promise<void>> {
  await page.addInitScript(() => {
    const Real = WebSocket;
    window.WebSocket = class extends Real {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(sessionStorage.getItem('cut') === null ? url : 'ws://localhost:1', protocols);
      }
    };
  });
  return (isUp) =>
    page.evaluate((up) => (up ? sessionStorage.removeItem('cut') : sessionStorage.setItem('cut', '1')), isUp);
}

test('DV-204 a server that is killed, and a page that is loaded anew meanwhile: every reading is in the journal once', async ({
  page,
  served,
  radio,
}) => {
  await served.furnish(page);
  const nonin = oximeter();
  await radio.add(nonin);
  await withoutGetDevices(page);
  const wire = await wireOf(page);
  const chair = await atChair(page, served);
  const devices = await new Devices(page, radio).open();
  await devices.pair('Pair an oximeter', nonin);
  await expect(devices.row(nonin.name)).toContainText(HERE);
  await expect(devices.row(nonin.name)).not.toContainText('on no chair');
  await devices.measure(nonin, 98, 70);
  await expect(chair.spo2).toContainText('98');

  await test.step('the server is killed: the tablet goes on', async () => {
    await served.kill();
    await expect(page.getByText(/no connection|the station cannot see/i).first()).toBeVisible();
    await devices.measure(nonin, 97, 71);
    await devices.measure(nonin, 96, 72);
  });
  await test.step('the page is loaded anew, its wire still cut: it asks first, and what waits is still there', async () => {
    await wire(false);
    await served.start();
    const asked = page.waitForEvent('dialog');
    const loaded = page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.accept();
    await loaded;
    await radio.again();
    await wire(true);
    await expect(devices.state).toContainText('tap to connect again');
    await expect.poll(() => served.readings().map(({ spo2Pct }) => spo2Pct)).toEqual([98, 97, 96]);
  });
  await test.step('a tap connects it again: the chair is live, and nothing is doubled', async () => {
    await devices.open();
    await devices.pair('Connect again', nonin);
    await expect(devices.row(nonin.name)).toContainText(HERE, { timeout: 20_000 });
    await devices.measure(nonin, 95, 73);
    await expect(chair.spo2).toContainText('95');
    await served.kill();
    await devices.measure(nonin, 94, 74);
    await served.start();
    // The tablet asks again within 7.5 s (5 s and jitter), which is more than a poll waits by itself.
    await expect
      .poll(() => served.readings().map(({ spo2Pct }) => spo2Pct), { timeout: 20_000 })
      .toEqual([98, 97, 96, 95, 94]);
    const seqs = Map.groupBy(served.readings(), ({ epoch }) => epoch);
    expect([...seqs.values()].map((each) => each.map(({ seq }) => seq))).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
  });
});

test('DV-203 where the browser still grants it, a device comes back after a page load without a tap', async ({
  page,
  served,
  radio,
}) => {
  await served.furnish(page);
  const nonin = oximeter();
  await radio.add(nonin);
  const chair = await atChair(page, served);
  const devices = await new Devices(page, radio).open();
  await devices.pair('Pair an oximeter', nonin);
  await expect(devices.row(nonin.name)).toContainText(HERE);
  await expect(devices.row(nonin.name)).not.toContainText('on no chair');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await radio.again();
  await expect(devices.state).toContainText('Oximeter connected', { timeout: 20_000 });
  await devices.open();
  await devices.measure(nonin, 96, 72);
  await expect(chair.spo2).toContainText('96');
});

test('UI-101 a chair that has an oximeter: asked first, then the other one is released in the same act', async ({
  page,
  browser,
  served,
  radio,
}) => {
  await served.furnish(page, 'Nonin 2');
  const [nonin, bp] = [oximeter(), cuff()];
  await radio.add(nonin);
  await radio.add(bp);
  const chair = await atChair(page, served);
  const tile = await stationOf(browser, served);
  const devices = await new Devices(page, radio).open();

  await test.step('the question, and its two answers', async () => {
    await devices.pair('Pair an oximeter', nonin);
    await expect(devices.dialog.getByRole('alert')).toContainText(
      'Chair 1 has the oximeter “Nonin 2”. Use “Oximeter Nonin 3230” instead?',
    );
    await devices.dialog.getByRole('button', { name: 'Keep “Nonin 2”' }).click();
    await expect(devices.row('Nonin 2')).toBeVisible();
    await expect(devices.row('Nonin 3230')).toContainText('on no chair');
    await devices.dialog.getByRole('button', { name: 'Use on Chair 1' }).click();
    await devices.dialog.getByRole('button', { name: 'Use this one instead' }).click();
    await expect(devices.row('Nonin 3230')).toContainText('no reading yet');
    await expect(devices.row('Nonin 2')).toBeHidden();
  });
  await test.step('a cuff beside it', async () => {
    await devices.pair('Pair a cuff', bp);
    await expect(devices.row('Cuff UA-651BLE')).toContainText(HERE);
    await expect(devices.row('Cuff UA-651BLE')).not.toContainText('on no chair');
    const [old, now] = [new Date(Date.now() - 600_000), new Date(Date.now() + 1_000)];
    await radio.notify(page, bp, '2a35', bpm(190, 110, 140, old));
    await expect(devices.row('Cuff UA-651BLE')).toContainText('A result was held');
    // Stamps are whole seconds: this one must not be dated before the cuff came to the chair.
    await radio.notify(page, bp, '2a35', bpm(128, 79, 95, now));
    await expect(tile).toContainText(/128\/\s*79/);
  });
  await test.step('forgotten here, it is on the chair no more', async () => {
    await devices.row('Cuff UA-651BLE').getByRole('button', { name: 'Forget Cuff UA-651BLE' }).click();
    await devices.row('Cuff UA-651BLE').getByRole('button', { name: 'Forget it' }).click();
    await expect(devices.row('Cuff UA-651BLE')).toBeHidden();
    await devices.close();
    await expect(devices.state).toContainText('No cuff');
    await chair.tap('Pair a cuff');
    await expect(devices.dialog).toBeVisible();
  });
});

test('DV-208 a chooser that is closed says nothing; Bluetooth that is off is said', async ({ page, served, radio }) => {
  await served.furnish(page);
  await radio.add(oximeter());
  await new ChairScreen(page).open(served.url, served.chairId);
  const devices = await new Devices(page, radio).open();
  await devices.pair('Pair an oximeter', 'cancel');
  await expect(devices.dialog.getByRole('button', { name: 'Pair a cuff' })).not.toHaveAttribute('aria-busy');
  await expect(devices.dialog.getByRole('alert')).toHaveCount(0);
  await radio.unplug();
  await devices.dialog.getByRole('button', { name: 'Pair a cuff' }).click();
  await expect(devices.dialog.getByRole('alert')).toContainText('Bluetooth is off');
});

test('UI-104 the devices dialog: axe finds nothing, day and dim, every target is 48 px, and keys are enough', async ({
  page,
  served,
  radio,
}) => {
  await served.furnish(page, 'Nonin 2');
  const nonin = oximeter();
  await radio.add(nonin);
  await atChair(page, served);
  const devices = new Devices(page, radio);
  await devices.state.focus();
  await page.keyboard.press('Enter');
  await devices.pair('Pair an oximeter', nonin);
  await expect(devices.dialog.getByRole('button', { name: 'Use this one instead' })).toBeVisible();
  for (const theme of ['dim', 'day']) {
    await page.evaluate((chosen) => document.documentElement.setAttribute('data-theme', chosen), theme);
    expect(await axeFindings(page), theme).toEqual([]);
  }
  for (const button of await devices.dialog.getByRole('button').all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  await devices.dialog.getByRole('button', { name: 'Forget Oximeter' }).focus();
  await page.keyboard.press('Enter');
  await expect(devices.dialog.getByRole('button', { name: 'Forget it' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(devices.dialog.getByRole('button', { name: 'Forget Oximeter' })).toBeFocused();
  await devices.close();
  await expect(devices.state).toBeFocused();
});
