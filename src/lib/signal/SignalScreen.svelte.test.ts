import '../../app.css';
import type { ComponentProps } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { DeviceOfSite, DeviceReading } from '#protocol/screen-events.ts';
import { NOW } from '../../../tests/support/tiles.ts';
import SignalScreen from './SignalScreen.svelte';

const device: DeviceOfSite = {
  deviceId: 'ox-1',
  model: 'nonin-df2',
  kind: 'oximeter',
  label: 'Oximeter 1',
  emulated: false,
  connected: true,
  lowBattery: true,
  batteryPct: 12,
  firmware: '1.04',
  chairId: 'c1',
};
const reading = (secondsAgo: number, more: Partial<DeviceReading> = {}): DeviceReading => ({
  deviceId: 'ox-1',
  at: NOW - secondsAgo * 1_000,
  reading: {
    kind: 'oximetry',
    measuredAt: NOW - secondsAgo * 1_000,
    quality: 'good',
    causes: [],
    spo2Pct: 97,
    pulseBpm: 71,
    perfusionIndexPct: 3.21,
  },
  refusal: { code: 'no-visit', message: 'No visit.' },
  clockOffsetMs: 2_500,
  ...more,
});
const show = (more: Partial<ComponentProps<typeof SignalScreen>> = {}) =>
  render(SignalScreen, {
    props: {
      device,
      chair: { chairId: 'c1', name: 'Chair 1' },
      readings: Array.from({ length: 21 }, (_, index) => reading(20 - index)),
      refused: null,
      now: NOW,
      isNamed: true,
      onstaff: () => {},
      ...more,
    },
  });

describe('UI-132 the signal test', () => {
  test('UI-132 says what it is, the verdict and the raw signal', async () => {
    const screen = await show();
    await expect.element(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Signal test, not a patient');
    await expect.element(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Good signal for 20 s');
    for (const words of ['97 %', '71 /min', '3.21 %', '2.5 s behind, corrected', '1.04', '12 %'])
      await expect.element(screen.getByText(words, { exact: words === '97 %' })).toBeVisible();
    await expect
      .element(screen.getByRole('img', { name: /21 good, 0 poor, 0 without a value, 39 silent/ }))
      .toBeVisible();
    await expect.element(screen.getByText(/This page records nothing/)).toBeVisible();
  });
  test('UI-132 looks like no patient’s monitor: none of the three hues, no name, no big numeral', async () => {
    const screen = await show();
    const root = getComputedStyle(document.documentElement);
    const hues = ['--spo2', '--pulse', '--bp', '--red', '--yellow', '--cyan'].map((name) => {
      const probe = document.createElement('i');
      probe.style.color = root.getPropertyValue(name);
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    });
    for (const element of screen.container.querySelectorAll('*')) {
      const { color, backgroundColor, fontSize } = getComputedStyle(element);
      expect(hues).not.toContain(color);
      expect(hues).not.toContain(backgroundColor);
      expect(parseFloat(fontSize)).toBeLessThanOrEqual(30);
    }
  });
  test('UI-132 a value that is not of now is a dash', async () => {
    const screen = await show({ now: NOW + 5_001 });
    expect(screen.getByText('97 %', { exact: true }).elements()).toEqual([]);
    await expect.element(screen.getByRole('heading', { level: 2 })).toHaveTextContent('No reading for 5 s');
  });
  test('UI-132 during a visit it says that the readings go there', async () => {
    const { refusal: _, ...taken } = reading(0);
    const screen = await show({ readings: [taken] });
    await expect.element(screen.getByText(/also go to the visit on Chair 1, as always/)).toBeVisible();
  });
  test('UI-132 a cuff has its own facts', async () => {
    const cuff = { ...device, kind: 'cuff' as const, model: 'suntech', label: 'Cuff 1' };
    const readings: DeviceReading[] = [
      {
        deviceId: 'cuff-1',
        at: NOW - 70_000,
        reading: {
          kind: 'nibp',
          measuredAt: NOW - 70_000,
          quality: 'good',
          causes: [],
          systolicMmHg: 121,
          diastolicMmHg: 78,
        },
      },
      {
        deviceId: 'cuff-1',
        at: NOW - 1_000,
        reading: { kind: 'cuff-pressure', measuredAt: NOW - 1_000, quality: 'good', causes: [], cuffPressureMmHg: 148 },
      },
    ];
    const screen = await show({ device: cuff, readings });
    await expect.element(screen.getByRole('heading', { level: 2 })).toHaveTextContent('A cycle runs: 148 mmHg');
    await expect.element(screen.getByText(/121\/78 1 min ago/)).toBeVisible();
    expect(screen.getByText('Perfusion index').elements()).toEqual([]);
  });
  test('UI-132 where nobody is named it asks who one is', async () => {
    const onstaff = vi.fn();
    const refused = {
      code: 'not-allowed',
      message: 'Nobody is signed in at this screen: sign in first.',
    } as const;
    const screen = await show({ refused, isNamed: false, onstaff });
    await userEvent.click(screen.getByRole('button', { name: 'Choose who you are' }));
    expect(onstaff).toHaveBeenCalled();
  });
});
