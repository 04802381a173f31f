import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { NOW } from '../../../tests/support/tiles.ts';
import { clockTime } from '../components/format.ts';
import type { Ask, SiteView } from './ask.ts';
import SettingsScreen from './SettingsScreen.svelte';

const site: SiteView = {
  name: 'Clinic',
  demo: false,
  timeZone: 'UTC',
  chairs: [
    { chairId: 'c1', name: 'Chair 1' },
    { chairId: 'c2', name: 'Chair 2' },
  ],
  devices: [
    {
      deviceId: 'nonin-1',
      model: 'nonin-df2',
      kind: 'oximeter',
      label: 'Oximeter 1',
      emulated: false,
      connected: true,
      lowBattery: false,
      chairId: 'c1',
    },
  ],
  dayOpen: true,
  providers: [],
  unheard: [],
  unknownDevices: [{ deviceId: 'suntech-7', model: 'suntech', emulated: false, seenAt: NOW }],
  protocols: [
    { id: 'iv-ketamine-40', version: 1, title: 'Ketamine infusion', treatment: 'infusion', plannedMs: 2_400_000 },
  ],
};
const refusal: Refusal = { code: 'conflict', message: 'A visit runs on Chair 2: end it first.' };
const show = async (answer: Refusal | null, staff: { name: string; role: 'administrator' | 'nurse' } | null = null) => {
  const ask = vi.fn<Ask>(() => Promise.resolve(answer));
  const screen = await render(SettingsScreen, { props: { site, staff, ask, onstaff: () => {} } });
  return { ask, screen };
};

test('SEC-56 a certificate that ends stands there for everyone, with the reason; else nothing is said of it', async () => {
  const props = { staff: null, ask: vi.fn<Ask>(), onstaff: () => {} };
  const certificate = { endsAt: Date.UTC(2000, 0, 2), reason: 'The disk is full.' };
  const screen = await render(SettingsScreen, { props: { ...props, site: { ...site, certificate } } });
  await expect
    .element(screen.getByRole('region', { name: 'Certificate' }))
    .toMatchTextContent(/certificate ended on 2 January 2000\..*The disk is full\./);
  await screen.rerender({ ...props, site });
  expect(screen.getByText('Certificate').elements()).toEqual([]);
});

describe('UI-57 settings', () => {
  test('UI-57 a chair is added under the suggested name', async () => {
    const { ask, screen } = await show(null);
    await userEvent.click(screen.getByRole('button', { name: 'Add chair' }));
    expect(ask).toHaveBeenCalledWith({ type: 'chair:add', name: 'Chair 3' });
  });
  test('UI-57 a chair is renamed', async () => {
    const { ask, screen } = await show(null);
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }).first());
    await userEvent.fill(screen.getByLabelText('New name of Chair 1'), 'Garden room');
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }).first());
    expect(ask).toHaveBeenCalledWith({ type: 'chair:rename', chairId: 'c1', name: 'Garden room' });
  });
  test('UI-57 a refused binding is said and does not stand there as if it were so', async () => {
    const { ask, screen } = await show(refusal);
    const select = screen.getByLabelText('Chair of Oximeter 1');
    await userEvent.selectOptions(select, 'Chair 2');
    expect(ask).toHaveBeenCalledWith({ type: 'device:move', deviceId: 'nonin-1', chairId: 'c2' });
    await expect.element(screen.getByRole('alert')).toMatchTextContent(refusal.message);
    await expect.element(select).toHaveValue('c1');
  });
  test('UI-57 a device is released from its chair', async () => {
    const { ask, screen } = await show(null);
    await userEvent.selectOptions(screen.getByLabelText('Chair of Oximeter 1'), 'On no chair');
    expect(ask).toHaveBeenCalledWith({ type: 'device:release', deviceId: 'nonin-1' });
  });
  test('UI-57 a device that announced itself is registered with its label', async () => {
    const { ask, screen } = await show(null);
    await userEvent.fill(screen.getByLabelText('Label'), 'Cuff 7');
    await userEvent.click(screen.getByRole('button', { name: 'Register' }));
    expect(ask).toHaveBeenCalledWith({
      type: 'device:register',
      deviceId: 'suntech-7',
      model: 'suntech',
      label: 'Cuff 7',
      emulated: false,
    });
  });
  test.each([
    [null, 'Nobody is signed in at this screen.'],
    [{ name: 'K. Marsh', role: 'nurse' } as const, 'K. Marsh is here as nurse.'],
  ])('UI-57 who is not the administrator is told so before pressing', async (staff, sentence) => {
    const { screen } = await show(null, staff);
    await expect.element(screen.getByRole('note')).toMatchTextContent(sentence);
  });
});

describe('UI-130 the device list', () => {
  const more = [
    {
      deviceId: 'cuff-1',
      model: 'suntech',
      kind: 'cuff',
      label: 'Cuff 1',
      emulated: false,
      connected: false,
      reason: 'nothing listens there',
      lastSeenAt: NOW - 60_000,
      lowBattery: false,
      chairId: 'c1',
    },
    {
      deviceId: 'ox-2',
      model: 'nonin-df2',
      kind: 'oximeter',
      label: 'Oximeter 2',
      emulated: false,
      connected: true,
      firmware: '1.04',
      name: 'Nonin3230',
      batteryPct: 12,
      lowBattery: true,
      chairId: 'c2',
    },
    {
      deviceId: 'ox-3',
      model: 'nonin-df2',
      kind: 'oximeter',
      label: 'Oximeter 3',
      emulated: false,
      connected: false,
      reason: 'no adapter feeds it',
      lowBattery: false,
    },
  ] as const;
  const showAll = async (answer: Refusal | null, role: 'administrator' | 'nurse' = 'nurse') => {
    const ask = vi.fn<Ask>(() => Promise.resolve(answer));
    const props = {
      site: { ...site, devices: [...site.devices, ...more] },
      staff: { name: 'K. Marsh', role },
      ask,
      onstaff: () => {},
    };
    return { ask, screen: await render(SettingsScreen, { props }) };
  };
  const labels = () => [...document.querySelectorAll('.row .name b')].map((each) => each.textContent).slice(2);

  test('UI-130 problems of a chair come first, with what is wrong, firmware, battery and when it was last seen', async () => {
    const { screen } = await showAll(null);
    expect(labels()).toEqual(['Cuff 1', 'Oximeter 2', 'Oximeter 1', 'Oximeter 3']);
    await expect
      .element(screen.getByText(`nothing listens there · last seen ${clockTime(NOW - 60_000, 'UTC')}`))
      .toBeVisible();
    await expect.element(screen.getByText('Battery low, 12 %')).toBeVisible();
    await expect.element(screen.getByText(/firmware 1\.04 · Nonin3230 · ox-2/)).toBeVisible();
    await expect.element(screen.getByText('no adapter feeds it · not seen yet')).toBeVisible();
  });
  test('AL-30 a device whose adapter keeps more than it could send is a problem, and says so', async () => {
    const [first, ...others] = site.devices;
    if (!first) throw new Error('no device');
    const devices = [{ ...first, storageNearlyFull: true as const }, ...others];
    const props = {
      site: { ...site, devices },
      staff: { name: 'K. Marsh', role: 'nurse' as const },
      ask: vi.fn<Ask>(),
    };
    const screen = await render(SettingsScreen, { props: { ...props, onstaff: () => {} } });
    await expect.element(screen.getByText('Adapter storage nearly full')).toBeVisible();
    await expect.element(screen.getByText('With a problem (1)')).toBeInTheDocument();
  });
  test.each([
    ['With a problem (2)', ['Cuff 1', 'Oximeter 2']],
    ['On no chair', ['Oximeter 3']],
    ['Chair 2', ['Oximeter 2']],
  ])('UI-130 shown are those %s', async (choice, expected) => {
    const { screen } = await showAll(null);
    await userEvent.selectOptions(screen.getByLabelText('Show devices'), choice);
    expect(labels()).toEqual(expected);
  });
  test('UI-131 a second oximeter is refused with a way out: put there instead of the other', async () => {
    const { ask, screen } = await showAll({ code: 'conflict', message: 'Chair 1 has the oximeter “Oximeter 1”.' });
    await userEvent.selectOptions(screen.getByLabelText('Chair of Oximeter 3'), 'Chair 1');
    ask.mockResolvedValue(null);
    await userEvent.click(screen.getByRole('button', { name: 'Put it there instead of Oximeter 1' }));
    expect(ask).toHaveBeenLastCalledWith({
      type: 'device:move',
      deviceId: 'ox-3',
      chairId: 'c1',
      insteadOf: 'nonin-1',
    });
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
  });
  test('UI-131 only an administrator is offered to retire, and only what stands on no chair', async () => {
    const nurse = await showAll(null);
    expect(nurse.screen.getByRole('button', { name: /Retire/ }).elements()).toEqual([]);
    await nurse.screen.unmount();
    const { screen } = await showAll(null, 'administrator');
    expect(screen.getByRole('button', { name: /Retire/ }).elements()).toHaveLength(1);
  });
  test('UI-132 each device leads to its signal test', async () => {
    const { screen } = await showAll(null);
    const hrefs = screen
      .getByRole('link', { name: 'Signal test' })
      .elements()
      .map((each) => each.getAttribute('href'));
    expect(hrefs).toContain('/signal/ox-3');
  });
});

describe('UI-129 a cuff that can be started by command', () => {
  const cuff = {
    deviceId: 'suntech-1',
    model: 'suntech',
    kind: 'cuff',
    label: 'Cuff 1',
    emulated: false,
    connected: true,
    lowBattery: false,
    canControl: true,
  } as const;
  const showCuff = async (cuffControl: boolean) => {
    const ask = vi.fn<Ask>(() => Promise.resolve(null));
    const devices = [{ ...cuff, ...(cuffControl && { cuffControl: true as const }) }, ...site.devices];
    const props = {
      site: { ...site, devices },
      staff: { name: 'A', role: 'administrator' },
      ask,
      onstaff: () => {},
    } as const;
    return { ask, screen: await render(SettingsScreen, { props }) };
  };
  const NAME = /Vigil may start this cuff/;

  test('UI-129 is off, and turned on only after its warning was answered with yes', async () => {
    const { ask, screen } = await showCuff(false);
    await expect.element(screen.getByRole('switch', { name: NAME })).not.toBeChecked();
    await userEvent.click(screen.getByRole('switch', { name: NAME }));
    await expect.element(screen.getByRole('dialog')).toMatchTextContent('Vigil will inflate this cuff by itself.');
    expect(ask).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Yes, Vigil may start it' }));
    expect(ask).toHaveBeenCalledWith({ type: 'device:control', deviceId: 'suntech-1', allowed: true });
  });

  test('UI-129 is turned off by one tap', async () => {
    const { ask, screen } = await showCuff(true);
    await expect.element(screen.getByRole('switch', { name: NAME })).toBeChecked();
    await userEvent.click(screen.getByRole('switch', { name: NAME }));
    expect(ask).toHaveBeenCalledWith({ type: 'device:control', deviceId: 'suntech-1', allowed: false });
  });

  test('UI-129 stands at no device that knows no such command', async () => {
    const { screen } = await show(null);
    expect(screen.getByRole('switch').elements()).toEqual([]);
  });
});
