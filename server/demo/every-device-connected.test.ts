import { expect, onTestFinished, test, vi } from 'vitest';
import type { SiteView } from '#protocol/screen-events.ts';
import { everyDeviceConnected } from './every-device-connected.ts';

function clinicOf(connected: boolean[]) {
  const listeners = new Set<() => void>();
  return {
    get siteView() {
      return { devices: connected.map((each) => ({ connected: each })) } as unknown as SiteView;
    },
    onSiteChanged: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listeners,
    connect(index: number): void {
      connected[index] = true;
      for (const listener of listeners) listener();
    },
  };
}

test('REC-102 the demo says that it is ready once each device is connected, and listens no longer', async () => {
  const clinic = clinicOf([true, false, false]);
  const ready = vi.fn();
  const waiting = everyDeviceConnected(clinic, 60_000).then(ready);
  clinic.connect(2);
  await Promise.resolve();
  expect(ready).not.toHaveBeenCalled();
  clinic.connect(1);
  await waiting;
  expect(clinic.listeners.size).toBe(0);
  await everyDeviceConnected(clinic, 60_000);
});

test('REC-102 one that never comes is waited for so long, and told by the pages', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const clinic = clinicOf([false]);
  const waiting = everyDeviceConnected(clinic, 15_000);
  await vi.advanceTimersByTimeAsync(15_000);
  await waiting;
  expect(clinic.listeners.size).toBe(0);
});
