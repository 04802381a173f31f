import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Reading } from '#core/reading.ts';
import { keptIn } from '$lib/live/kept.ts';
import { FakeCharacteristic, FakeDevice } from '../../../tests/support/fake-web-bluetooth.ts';
import { onlyTab } from './only-tab.ts';
import { OwnDevices } from './own-devices.svelte.ts';
import { openReadingMirror } from './reading-mirror.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const wireReading = (seq: number) =>
  ({ kind: 'oximetry', measuredAt: seq, quality: 'good', causes: [], deviceId: 'ble:1', epoch: 'e', seq }) as const;

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.restoreAllMocks();
  sessionStorage.clear();
});

function owned(device: FakeDevice, more: Partial<Bluetooth> = {}) {
  const bluetooth = {
    getAvailability: () => Promise.resolve(true),
    requestDevice: () => Promise.resolve(device.asBrowsers),
    ...more,
  } as unknown as Bluetooth;
  const own = new OwnDevices({
    screenId: () => Promise.resolve('screen-1'),
    build: 'test',
    kept: keptIn(sessionStorage),
    newId: () => crypto.randomUUID(),
    serverUrl: 'http://localhost:1',
    bluetooth,
  });
  own.start();
  stops.push(() => own.dispose());
  return own;
}
const oximeter = () => {
  const characteristic = new FakeCharacteristic('2A5F');
  return { characteristic, device: new FakeDevice('Nonin 3230', { '1822': [characteristic] }) };
};

describe('the mirror of the outbox', () => {
  test('DV-204 keeps what is not answered, in its order and with its identity, over a page load', async () => {
    const name = `test ${crypto.randomUUID()}`;
    const first = await openReadingMirror(name, () => undefined);
    const readings = [1, 2, 3].map(wireReading);
    for (const reading of readings) first.keep(reading);
    first.forget(readings.slice(0, 1));
    first.close();
    const second = await openReadingMirror(name, () => undefined);
    expect(second.restored).toEqual(readings.slice(1));
    second.forget(second.restored);
    second.keep(wireReading(4));
    second.close();
    const third = await openReadingMirror(name, () => undefined);
    expect(third.restored).toEqual([wireReading(4)]);
    third.close();
    indexedDB.deleteDatabase(name);
  });

  test('DV-210 a browser that forbids it is told of, and nothing breaks', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('', 'SecurityError');
    });
    const said: (string | null)[] = [];
    const mirror = await openReadingMirror('forbidden', (sentence) => said.push(sentence));
    expect(mirror.keep(wireReading(1))).toBe(false);
    mirror.forget([wireReading(1)]);
    expect(said).toEqual(['This browser keeps nothing (SecurityError)']);
  });

  test('DV-210 a browser that is full is told of, and of it again when it keeps', async () => {
    const name = `test ${crypto.randomUUID()}`;
    const said: (string | null)[] = [];
    const mirror = await openReadingMirror(name, (sentence) => said.push(sentence));
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    mirror.keep(wireReading(1));
    await eventually(() => expect(said).toEqual(['This browser is full']));
    put.mockRestore();
    mirror.keep(wireReading(2));
    await eventually(() => expect(said).toEqual(['This browser is full', null]));
    mirror.close();
    indexedDB.deleteDatabase(name);
  });
});

describe('the devices of this tablet', () => {
  test('DV-207 a reading is heard at once and kept while the uplink is held', async () => {
    const { characteristic, device } = oximeter();
    const own = owned(device);
    own.holdUplink(true);
    const heard: Reading[] = [];
    own.onReading((_, reading) => heard.push(reading));
    const paired = await own.pair('oximeter');
    expect(paired).toMatchObject({ ok: true, value: { name: 'Nonin 3230', state: 'live' } });
    characteristic.say('0061004800');
    expect(heard).toMatchObject([{ spo2Pct: 97, pulseBpm: 72 }]);
    expect([own.unsent, own.devices[0]?.last]).toEqual([1, heard[0]]);
    expect(Math.abs((heard[0]?.measuredAt ?? 0) - own.now())).toBeLessThan(1_000);
  });

  test('DV-203 a page load lists what was paired for a tap; the same device again is the same', async () => {
    const { device } = oximeter();
    const first = owned(device);
    const paired = await first.pair('oximeter');
    const deviceId = paired.ok ? paired.value?.deviceId : undefined;
    first.dispose();
    const second = owned(device);
    expect(second.devices.map(({ name, state }) => [name, state])).toEqual([['Nonin 3230', 'off']]);
    expect(await second.pair('oximeter')).toMatchObject({ ok: true, value: { deviceId, state: 'live' } });
    expect(second.devices).toHaveLength(1);
    await second.forget(deviceId ?? '');
    expect([second.devices, owned(device).devices]).toEqual([[], []]);
  });

  test('DV-208 a device that is away, or that Vigil cannot read, is a sentence; a closed chooser is none', async () => {
    const { device } = oximeter();
    device.reach = 'away';
    expect(await owned(device).pair('oximeter')).toMatchObject({
      refusal: { message: expect.stringContaining('“Nonin 3230” was not reached (out of reach)') },
    });
    const own = owned(new FakeDevice('Scale', {}));
    expect(await own.pair('oximeter')).toMatchObject({ ok: false });
    expect(own.devices).toEqual([]);
  });

  test('DV-206 while another tab has the devices, this one says so', async () => {
    const release = await onlyTab(false);
    stops.push(() => release?.());
    const { device } = oximeter();
    expect(await owned(device).pair('oximeter')).toMatchObject({
      refusal: { message: expect.stringContaining('Another tab of this browser') },
    });
    const waiting = onlyTab(true);
    release?.();
    const taken = await waiting;
    expect(taken).toBeTypeOf('function');
    taken?.();
  });

  test('UI-103 the page asks before it is left while a device is on, and not when it loads by itself', async () => {
    const { device } = oximeter();
    const own = owned(device);
    const leaves = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leaves()).toBe(true);
    await own.pair('oximeter');
    expect(leaves()).toBe(false);
    own.letGo();
    expect(leaves()).toBe(true);
  });
});
