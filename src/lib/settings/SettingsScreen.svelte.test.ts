import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { NOW } from '../../../tests/support/tiles.ts';
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
    expect(ask).toHaveBeenCalledWith({ type: 'device:bind', deviceId: 'nonin-1', chairId: 'c2' });
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
    [null, 'Nobody is chosen at this screen.'],
    [{ name: 'K. Marsh', role: 'nurse' } as const, 'K. Marsh is here as nurse.'],
  ])('UI-57 who is not the administrator is told so before pressing', async (staff, sentence) => {
    const { screen } = await show(null, staff);
    await expect.element(screen.getByRole('note')).toMatchTextContent(sentence);
  });
});
