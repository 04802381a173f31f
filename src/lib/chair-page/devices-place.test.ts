import { expect, test } from 'vitest';
import type { DeviceOfSite } from '#protocol/screen-events.ts';
import type { KnownDevice } from '../bluetooth/known-devices.ts';
import { bluetoothModel, type BluetoothModel } from '../bluetooth/profiles.ts';
import { inTheWay, placing } from './devices-place.ts';

const model = bluetoothModel('ble-plx') as BluetoothModel;
const own: KnownDevice = { deviceId: 'ble:1', browserId: 'b', name: 'Nonin 3230', model };
const onSite = (deviceId: string, kind: DeviceOfSite['kind'], chairId?: string): DeviceOfSite => ({
  deviceId,
  kind,
  model: 'nonin-df2',
  label: deviceId,
  emulated: false,
  connected: true,
  lowBattery: false,
  ...(chairId !== undefined && { chairId }),
});

test.each([
  ['no device', [], undefined],
  ['a cuff', [onSite('cuff-1', 'cuff', 'c1')], undefined],
  ['an oximeter on another chair', [onSite('ox-1', 'oximeter', 'c2')], undefined],
  ['this very device', [onSite('ble:1', 'oximeter', 'c1')], undefined],
  ['an oximeter', [onSite('ox-1', 'oximeter', 'c1')], 'ox-1'],
  ['a monitor, which is both', [onSite('mon-1', 'monitor', 'c1')], 'mon-1'],
] as const)('UI-101 a chair that has %s', (_, devices, other) => {
  expect(inTheWay(own, 'c1', devices)?.deviceId).toBe(other);
});

test('UI-101 an unknown device is registered under its name, then moved; a known one is moved; one that stands there stays', () => {
  expect(placing(own, 'c1', [])).toEqual([
    { type: 'device:register', deviceId: 'ble:1', model: 'ble-plx', label: 'Oximeter Nonin 3230', emulated: false },
    { type: 'device:move', deviceId: 'ble:1', chairId: 'c1' },
  ]);
  expect(placing(own, 'c1', [onSite('ble:1', 'oximeter', 'c2')], 'ox-1')).toEqual([
    { type: 'device:move', deviceId: 'ble:1', chairId: 'c1', insteadOf: 'ox-1' },
  ]);
  expect(placing(own, 'c1', [onSite('ble:1', 'oximeter', 'c1')])).toEqual([]);
});
