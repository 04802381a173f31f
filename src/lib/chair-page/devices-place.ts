/** Putting a device of this tablet on this chair: which commands it takes, and what must be asked first. */
import type { DeviceKind } from '#devices/device-table.ts';
import type { SiteCommand } from '#core/site-state.ts';
import type { DeviceOfSite } from '#protocol/screen-events.ts';
import type { KnownDevice } from '../bluetooth/known-devices.ts';

/** A monitor is both. */
const measuresSame = (a: DeviceKind, b: DeviceKind): boolean => a === b || a === 'monitor' || b === 'monitor';

/** What stands on the chair and measures the same; with two, nobody would know whose value is shown. */
export const inTheWay = (
  device: KnownDevice,
  chairId: string,
  devices: readonly DeviceOfSite[],
): DeviceOfSite | undefined =>
  devices.find(
    (each) =>
      each.chairId === chairId && each.deviceId !== device.deviceId && measuresSame(each.kind, device.model.kind),
  );

export const labelOf = ({ name, model }: KnownDevice): string =>
  `${model.kind === 'cuff' ? 'Cuff' : 'Oximeter'} ${name}`;

/** In their order; none when it stands there already. */
export function placing(
  device: KnownDevice,
  chairId: string,
  devices: readonly DeviceOfSite[],
  insteadOf?: string,
): readonly SiteCommand[] {
  const { deviceId, model } = device;
  const registered = devices.find((each) => each.deviceId === deviceId);
  if (registered?.chairId === chairId) return [];
  const move: SiteCommand = {
    type: 'device:move',
    deviceId,
    chairId,
    ...(insteadOf !== undefined && { insteadOf }),
  };
  if (registered) return [move];
  return [{ type: 'device:register', deviceId, model: model.name, label: labelOf(device), emulated: false }, move];
}
