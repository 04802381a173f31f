/** Which Bluetooth devices a page may ask for, and which model of the device table one of them is. Pure. */
import { deviceTable } from '#devices/device-table.ts';
import type { BleProfile, DeviceModel } from '#devices/device-table.ts';

/** What a person pairs at a chair. */
export type OwnKind = 'oximeter' | 'cuff';
export type BluetoothModel = DeviceModel & { readonly ble: BleProfile; readonly kind: OwnKind };

export const BATTERY = { service: '180F', level: '2A19' } as const;
export const DEVICE_INFORMATION = { service: '180A', firmware: '2A26' } as const;

const isShort = (uuid: string): boolean => /^[0-9a-f]{4}$/i.test(uuid);
/** As the browser wants and gives it: `1822` is `00001822-0000-1000-8000-00805f9b34fb`. */
export const longUuid = (uuid: string): string =>
  (isShort(uuid) ? `0000${uuid}-0000-1000-8000-00805f9b34fb` : uuid).toLowerCase();

/** Those with a Bluetooth profile; the standard's services before the makers' own. */
const bluetoothModels: readonly BluetoothModel[] = deviceTable
  .filter((model): model is BluetoothModel => model.ble !== undefined && model.kind !== 'monitor')
  .toSorted((a, b) => Number(isShort(b.ble.service)) - Number(isShort(a.ble.service)));

export const bluetoothModel = (name: string): BluetoothModel | undefined =>
  bluetoothModels.find((model) => model.name === name);

/** For the browser's own chooser, which shows only what advertises one of these services. */
export function requestOptions(kind: OwnKind): RequestDeviceOptions {
  const services = bluetoothModels.filter((model) => model.kind === kind).map(({ ble }) => longUuid(ble.service));
  return {
    filters: [...new Set(services)].map((service) => ({ services: [service] })),
    optionalServices: [BATTERY.service, DEVICE_INFORMATION.service].map(longUuid),
  };
}

/** @param services as the browser lists them */
export const modelWith = (services: readonly string[], kind: OwnKind): BluetoothModel | undefined =>
  bluetoothModels.find((model) => model.kind === kind && services.includes(longUuid(model.ble.service)));
