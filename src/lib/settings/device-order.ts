/** Which devices the list shows, and in which order: what needs a hand first. */
import type { DeviceOfSite } from './ask.ts';

/** A device a chair counts on, that is away or soon will be. One that stands on no chair may be off. */
export const isProblem = (device: DeviceOfSite): boolean =>
  device.chairId !== undefined && (!device.connected || device.lowBattery || device.storageNearlyFull === true);

/** `all`, `problems`, `none` = on no chair, or a chair's id. */
export type DeviceFilter = 'all' | 'problems' | 'none' | (string & {});

export function shown(devices: readonly DeviceOfSite[], filter: DeviceFilter): readonly DeviceOfSite[] {
  const some = devices.filter((device) => {
    if (filter === 'all') return true;
    if (filter === 'problems') return isProblem(device);
    return filter === 'none' ? device.chairId === undefined : device.chairId === filter;
  });
  return some.toSorted((a, b) => Number(isProblem(b)) - Number(isProblem(a)));
}

/** What measures the same on that chair. */
export const rivalsOn = (
  devices: readonly DeviceOfSite[],
  device: DeviceOfSite,
  chairId: string,
): readonly DeviceOfSite[] =>
  devices.filter(
    (each) =>
      each.deviceId !== device.deviceId &&
      each.chairId === chairId &&
      (each.kind === device.kind || each.kind === 'monitor' || device.kind === 'monitor'),
  );
