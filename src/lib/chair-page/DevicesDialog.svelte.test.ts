import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { accept, refuse, type Refusal, type Result } from '#core/refusal.ts';
import type { SiteCommand } from '#core/site-state.ts';
import type { ChairView } from '#core/view.ts';
import { OwnDevice } from '../bluetooth/own-device.svelte.ts';
import type { TabletDevices } from '../bluetooth/tablet-devices.svelte.ts';
import { bluetoothModel, type BluetoothModel } from '../bluetooth/profiles.ts';
import { calm, NOW } from '../components/fixture-calm.ts';
import ChairScreen from './ChairScreen.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const model = bluetoothModel('ble-plx') as BluetoothModel;
const nonin = () => new OwnDevice({ deviceId: 'ble:1', browserId: 'b', name: 'Nonin 3230', model });
const onChair: ChairView['devices'][number] = {
  deviceId: 'ble:1',
  kind: 'oximeter',
  label: 'Oximeter Nonin 3230',
  connected: true,
  emulated: false,
  lowBattery: false,
};

interface Options {
  readonly own?: Partial<Record<keyof TabletDevices, unknown>>;
  readonly devices?: ChairView['devices'];
  readonly demo?: boolean;
}
async function chair({ own = {}, devices = [], demo = false }: Options = {}) {
  await page.viewport(1280, 800);
  const given: SiteCommand[] = [];
  const pair = vi.fn<TabletDevices['pair']>(() => Promise.resolve<Result<OwnDevice | null>>(accept(nonin())));
  const screen = await render(ChairScreen, {
    view: { ...calm, devices },
    connection: 'live' as const,
    lostSince: null,
    now: NOW,
    site: { demo, chairs: [], protocols: [], devices: [] },
    staff: { name: 'K. Marsh', role: 'nurse' as const },
    give: () => Promise.resolve(null),
    openVisit: () => Promise.resolve(null),
    trend: createRawSnippet(() => ({ render: () => '<p>Trend</p>' })),
    ask: (command: SiteCommand): Promise<Refusal | null> => {
      given.push(command);
      return Promise.resolve(null);
    },
    own: {
      devices: [],
      unsent: 0,
      storeTrouble: null,
      now: () => NOW,
      whyNot: () => Promise.resolve(null),
      forget: () => Promise.resolve(),
      pair,
      ...own,
    } as unknown as TabletDevices,
  });
  const dialog = screen.getByRole('dialog', { name: /^Devices of/ });
  return { screen, dialog, given, pair };
}

describe('UI-100 the devices of a chair', () => {
  test('UI-100 the empty cells, the menu and the top bar open them', async () => {
    const { screen, dialog } = await chair();
    for (const name of [/^Pair an oximeter/, /^Pair a cuff/, /^Devices: /]) {
      await screen.getByRole('button', { name }).first().click();
      await expect.element(dialog).toMatchTextContent(/No device is on/);
      await dialog.getByRole('button', { name: /^Close/ }).click();
    }
    await screen.getByRole('button', { name: 'Menu' }).click();
    await screen.getByRole('dialog').getByRole('button', { name: 'Devices' }).click();
    await expect.element(dialog).toBeVisible();
  });

  test('UI-100 each with its state, battery and last reading', async () => {
    const device = nonin();
    device.turned('live', NOW - 60_000, null);
    device.told({ batteryPct: 84 });
    device.measured({
      kind: 'oximetry',
      measuredAt: NOW - 2_000,
      quality: 'good',
      causes: [],
      spo2Pct: 97,
      pulseBpm: 72,
    });
    const { screen, dialog } = await chair({ own: { devices: [device] }, devices: [onChair] });
    await screen.getByRole('button', { name: /^Devices: / }).click();
    await expect
      .element(dialog.getByRole('listitem'))
      .toMatchTextContent(/Live on this tablet\s*battery 84 % · SpO₂ 97 %, pulse 72, 2 s ago/);
  });

  test('UI-100 a device that is lost is said in the top bar, and when it is back no more', async () => {
    const device = nonin();
    device.turned('live', NOW - 60_000, null);
    device.turned('lost', NOW - 12_000, 'disconnected');
    const { screen } = await chair({ own: { devices: [device] }, devices: [onChair] });
    const state = screen.getByRole('button', { name: /^Devices: / });
    await expect.element(state).toMatchTextContent(/Oximeter disconnected\s*reconnecting, 0:12/);
    device.turned('live', NOW, null);
    await expect.element(state).toMatchTextContent(/Oximeter connected/);
  });

  test('DV-208 DV-210 what the browser cannot or does not keep is said', async () => {
    const why = refuse('unavailable', 'This browser cannot reach Bluetooth devices: use Chrome on Android.').refusal;
    const { screen, dialog } = await chair({
      own: { devices: [nonin()], whyNot: () => Promise.resolve(why), storeTrouble: 'This browser is full' },
      devices: [onChair],
    });
    await screen.getByRole('button', { name: /^Devices: / }).click();
    await expect.element(dialog).toMatchTextContent(/cannot reach Bluetooth devices/);
    await expect.element(dialog).toMatchTextContent(/This browser is full: readings flow/);
    await expect.element(dialog.getByRole('button', { name: 'Pair a cuff' })).not.toBeInTheDocument();
  });
});

describe('pairing', () => {
  test('UI-101 registers the device and moves it here', async () => {
    const { screen, dialog, given } = await chair();
    await screen.getByRole('button', { name: /^Devices: / }).click();
    await dialog.getByRole('button', { name: 'Pair an oximeter' }).click();
    await eventually(() => expect(given.map(({ type }) => type)).toEqual(['device:register', 'device:move']));
  });

  test('UI-102 in a demo it is refused with the reason, and no chooser opens', async () => {
    const { screen, dialog, pair } = await chair({ demo: true });
    await screen.getByRole('button', { name: /^Devices: / }).click();
    await dialog.getByRole('button', { name: 'Pair an oximeter' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent(/This is a demo/);
    expect(pair).not.toHaveBeenCalled();
  });
});
