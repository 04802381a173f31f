import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deviceModel, deviceModelNames, mayTransmit } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import { FakeBluetooth, FakeCharacteristic, FakePeripheral, oximeter } from '../../tests/support/fake-bluetooth.ts';
import { BLE_BACKOFF_MAX_MS, BLE_CONNECT_MS, bleConnect } from './ble.ts';
import { forgetStrangers, whyNotLoaded } from './ble-driver.ts';
import type { Noble } from './ble-driver.ts';
import { BleRadio } from './ble-radio.ts';
import { Link } from './link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The driver's core without its native part. */
const NobleClass = createRequire(import.meta.url)('@stoprocent/noble/lib/noble') as new (bindings: unknown) => unknown;

const modelOf = (name: string): DeviceModel => deviceModel(name)!;
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

function setUp(driver = new FakeBluetooth()) {
  const radio = new BleRadio(() => Promise.resolve(driver));
  const open = (wanted: string, name = 'ble-plx') => {
    const model = modelOf(name);
    const link = new Link(bleConnect(wanted, model.ble!, radio), {
      silenceMs: model.silenceMs,
      mayWrite: (bytes) => mayTransmit(model, [...bytes]),
      connectMs: BLE_CONNECT_MS,
      backoffMaxMs: BLE_BACKOFF_MAX_MS,
    });
    const said: string[] = [];
    link.on('open', (status) => said.push(`open ${JSON.stringify(status)}`));
    link.on('bytes', (bytes, characteristic) => said.push(`${characteristic} ${Buffer.from(bytes).toString('hex')}`));
    link.on('status', (status) => said.push(JSON.stringify(status)));
    link.on('close', (reason) => said.push(reason));
    link.start();
    return { link, said };
  };
  return { driver, radio, open };
}
const characteristicOf = (device: FakePeripheral, uuid: string): FakeCharacteristic =>
  Object.values(device.services)
    .flat()
    .find((characteristic) => characteristic.uuid === uuid)!;
const OPEN = 'open {"name":"Nonin3230_502123456","firmware":"1.4","batteryPct":87}';

describe('a Bluetooth device', () => {
  test('DV-181 is found, subscribed to and read; each byte comes with its characteristic', async () => {
    const { driver, open } = setUp();
    const device = oximeter();
    driver.near.push(oximeter('11:22:33:44:55:66', 'Another'), device);
    const { said } = open('Nonin3230_502123456');
    await pass(1_000);
    expect(said).toEqual([OPEN, '2A60 0300']);
    characteristicOf(device, '2a5f').tell(0, 97);
    characteristicOf(device, '2a5e').tell(1, 2);
    characteristicOf(device, '2a5f').tell(0, 72);
    expect(said.slice(2)).toEqual(['2A5F 0061', '2A5E 0102', '2A5F 0048']);
    expect(driver.isScanning).toBe(false);
  });

  test.each(['  nonin3230_502123456 ', '00:1A:7D:DA:71:13', '00-1a-7d-da-71-13', '001A7DDA7113'])(
    'DV-180 is known by its name or address: "%s"',
    async (wanted) => {
      const { driver, open } = setUp();
      driver.near.push(oximeter());
      const { said } = open(wanted);
      await pass(1_000);
      expect(said[0]).toBe(OPEN);
    },
  );

  test('DV-180 a name that comes late, with a second advertisement, is seen', async () => {
    const { driver, open } = setUp();
    const device = oximeter('00:1a:7d:da:71:13', null);
    driver.near.push(device);
    const { said } = open('Nonin3230_502123456');
    await pass(3_000);
    expect(said).toEqual([]);
    device.advertisement.localName = 'Nonin3230_502123456';
    driver.advertise();
    await pass(1_000);
    expect(said[0]).toBe(OPEN);
  });

  test('DV-180 two of one name are not chosen from', async () => {
    const { driver, open } = setUp();
    driver.near.push(oximeter(), oximeter('11:22:33:44:55:66'));
    const { said } = open('Nonin3230_502123456');
    await pass(1_000);
    expect(said).toEqual([
      'two devices are called "Nonin3230_502123456" (00:1a:7d:da:71:13, 11:22:33:44:55:66): give its address',
    ]);
  });

  test('DV-186 that goes away is looked for again without end, and read on when it is back', async () => {
    const { driver, open } = setUp();
    const device = oximeter();
    driver.near.push(device);
    const { said } = open('Nonin3230_502123456');
    await pass(1_000);
    driver.near.pop();
    device.leave();
    expect(said.at(-1)).toBe('the device ended the connection');
    await pass(60_000);
    expect(new Set(said.slice(3))).toEqual(
      new Set(['no device "Nonin3230_502123456" was found in 10 s: is it on and near?']),
    );
    driver.near.push(device);
    await pass(BLE_BACKOFF_MAX_MS + 1_000);
    driver.advertise();
    await pass(1_000);
    expect(said.slice(-2)).toEqual([OPEN, '2A60 0300']);
    characteristicOf(device, '2a5f').tell(9);
    expect(said.at(-1)).toBe('2A5F 09');
  });

  test('DV-181 what a cuff tells while it is subscribed to is not lost, and comes after the opening', async () => {
    const { driver, open } = setUp();
    const result = new FakeCharacteristic('00002a3500001000800000805f9b34fb', ['indicate']);
    result.stored = [[1], [2]];
    driver.near.push(new FakePeripheral('00:00:00:00:00:01', 'BM85', { '1810': [result] }));
    const { said } = open('bm85', 'ble-bps');
    await pass(1_000);
    expect(said).toEqual(['open {"name":"BM85"}', '2A35 01', '2A35 02']);
  });

  test('DV-184 a battery is told again when it changes: by notice, else read every ten minutes', async () => {
    const { driver, open } = setUp();
    const [a, b] = [oximeter(), oximeter('00:00:00:00:00:02', 'B')];
    b.services['180f'] = [new FakeCharacteristic('2a19', ['read'], [50])];
    driver.near.push(a, b);
    const [first, second] = [open('Nonin3230_502123456'), open('B')];
    await pass(3_000);
    characteristicOf(a, '2a19').tell(20);
    characteristicOf(a, '2a19').tell(255);
    expect(first.said.slice(2)).toEqual(['{"batteryPct":20}']);
    characteristicOf(b, '2a19').value = [49];
    await pass(600_000);
    expect(second.said.at(-1)).toBe('{"batteryPct":49}');
  });

  test('DV-184 without a name in its advertisement its own name is read; what does not answer is left out', async () => {
    const { driver, open } = setUp();
    const device = oximeter('00:1a:7d:da:71:13', null);
    characteristicOf(device, '2a26').readAsync = () => new Promise(() => undefined);
    characteristicOf(device, '2a19').readAsync = () => Promise.reject(new Error('not permitted'));
    driver.near.push(device);
    const { said } = open('00:1a:7d:da:71:13');
    await pass(5_000);
    expect(said[0]).toBe('open {"name":"Nonin of GAP"}');
  });
});

describe('what is sent to it', () => {
  test('DV-185 is what its list holds, to its own characteristic; not a byte to any other', async () => {
    const { driver, open } = setUp();
    const model = modelOf('o2ring');
    const profile = model.ble!;
    const uuid = (text: string): string => text.replaceAll('-', '').toLowerCase();
    const write = new FakeCharacteristic(uuid(profile.write!), ['write', 'writeWithoutResponse']);
    const heard = new FakeCharacteristic(uuid(profile.notify[0]!), ['notify']);
    driver.near.push(new FakePeripheral('00:00:00:00:00:03', 'O2Ring', { [uuid(profile.service)]: [write, heard] }));
    const { link } = open('O2Ring', 'o2ring');
    await pass(1_000);
    const [ask] = model.transmit;
    expect([link.write(Uint8Array.from(ask!)), link.write(Uint8Array.of(0xaa, 0x18))]).toEqual([true, false]);
    expect(write.written).toEqual([{ hex: Buffer.from(ask!).toString('hex'), withoutResponse: true }]);
  });

  test('DV-185 the record access point of an oximeter is never written', async () => {
    const { driver, open } = setUp();
    const device = oximeter();
    driver.near.push(device);
    const { link } = open('Nonin3230_502123456');
    await pass(1_000);
    expect(
      [
        [0x02, 0x01],
        [0x01, 0x01],
      ].map((bytes) => link.write(Uint8Array.from(bytes))),
    ).toEqual([false, false]);
    for (const characteristic of Object.values(device.services).flat()) expect(characteristic.written).toEqual([]);
    for (const name of deviceModelNames) {
      const { ble, transmit } = modelOf(name);
      if (ble && ble.write === undefined) expect(transmit).toEqual([]);
      expect([ble?.write, ...(ble?.notify ?? [])]).not.toContain('2A52');
    }
  });
});

describe('what is missing is said', () => {
  const lack = async (
    prepare: (driver: FakeBluetooth) => void,
    wanted = 'Foo',
    ms = 15_000,
  ): Promise<string | undefined> => {
    const { driver, open } = setUp();
    prepare(driver);
    const { said } = open(wanted);
    await pass(ms);
    return said[0];
  };

  test.each([
    ['poweredOff', 'the Bluetooth adapter is switched off: switch it on (Linux: bluetoothctl power on)'],
    ['unauthorized', 'this process may not use Bluetooth: allow it (Linux: cap_net_raw for node, or run as root)'],
    ['unsupported', 'this machine has no Bluetooth adapter with Low Energy: plug one in and start again'],
    ['resetting', 'the Bluetooth adapter is starting anew'],
    ['unknown', 'the Bluetooth adapter does not answer'],
  ])('DV-183 the adapter is %s', async (state, sentence) => {
    expect(await lack((driver) => (driver.state = state))).toBe(sentence);
  });

  test('DV-183 no such device', async () => {
    expect(await lack((driver) => void driver.near.push(oximeter()))).toBe(
      'no device "Foo" was found in 10 s: is it on and near?',
    );
  });

  test('DV-183 it does not answer', async () => {
    const deaf = oximeter('00:00:00:00:00:04', 'Foo');
    deaf.isDeaf = true;
    expect(await lack((driver) => void driver.near.push(deaf))).toBe('"Foo" does not answer');
  });

  test('DV-183 its service, its characteristics, or its permission', async () => {
    const [cuff, empty, locked] = [1, 2, 3].map((n) => new FakePeripheral(`00:00:00:00:01:0${n}`, 'Foo', {}));
    cuff!.services['1810'] = [];
    empty!.services['1822'] = [new FakeCharacteristic('2a60', ['read'])];
    const characteristic = new FakeCharacteristic('2a5f', ['notify']);
    characteristic.refuses = true;
    locked!.services['1822'] = [characteristic];
    expect(await lack((driver) => void driver.near.push(cuff!))).toBe(
      '"Foo" does not have the service 1822 of this model',
    );
    expect(await lack((driver) => void driver.near.push(empty!))).toBe(
      '"Foo" has none of the characteristics 2A5F, 2A5E of this model',
    );
    expect(await lack((driver) => void driver.near.push(locked!))).toBe(
      '"Foo" refuses to send 2A5F: pair it with this machine first (ATT error: 0x05)',
    );
    expect([cuff, empty, locked].map((device) => device!.state)).toEqual(Array(3).fill('disconnected'));
  });

  test.each([
    [{ code: 'ERR_MODULE_NOT_FOUND' }, 'no Bluetooth driver: run "npm install" with optional packages'],
    [
      new Error('No native build was found for platform=linux'),
      'Bluetooth driver not built: npm rebuild @stoprocent/noble @stoprocent/bluetooth-hci-socket --ignore-scripts=false',
    ],
  ])('DV-183 the driver: %o', async (error, sentence) => {
    expect(whyNotLoaded(error)).toBe(sentence);
    let isThere = false;
    const driver = new FakeBluetooth();
    driver.near.push(oximeter());
    const radio = new BleRadio(() => (isThere ? Promise.resolve(driver) : Promise.reject(error)));
    const link = new Link(bleConnect('Nonin3230_502123456', modelOf('ble-plx').ble!, radio), { silenceMs: 1e9 });
    const said: string[] = [];
    link.on('close', (reason) => said.push(reason)).on('open', () => said.push('open'));
    link.start();
    await pass(400);
    expect(said).toEqual([sentence]);
    isThere = true;
    await pass(3_000);
    expect(said).toContain('open');
    link.close();
  });

  test('DV-183 every sentence fits the wire', () => {
    expect(whyNotLoaded(new Error('x')).length).toBeLessThanOrEqual(120);
  });
});

describe('the radio', () => {
  test('DV-182 one scan serves all that are sought, rests while one is connected, and ends with the last', async () => {
    const { driver, open } = setUp();
    const [a, b] = [oximeter('00:00:00:00:00:0a', 'A'), oximeter('00:00:00:00:00:0b', 'B')];
    a.isDeaf = true;
    driver.near.push(a);
    const [first, second] = [open('A'), open('B')];
    await pass(0);
    expect([driver.isScanning, driver.scans]).toEqual([true, 1]);
    await pass(1_000);
    expect([a.state, driver.isScanning]).toEqual(['connecting', false]);
    driver.near.push(b);
    await pass(9_500);
    // B's ten seconds are over, but nobody was looking.
    expect(second.said).toEqual([]);
    await pass(600);
    expect(first.said).toEqual(['"A" does not answer']);
    a.isDeaf = false;
    driver.advertise();
    await pass(3_000);
    driver.advertise();
    await pass(3_000);
    expect([a.state, b.state, driver.isScanning]).toEqual(['connected', 'connected', false]);
    second.link.close();
    await pass(0);
    expect([a.state, b.state]).toEqual(['connected', 'disconnected']);
  });

  test('DV-182 that is switched off tells all, and is used again when it is back', async () => {
    const { driver, open } = setUp();
    const device = oximeter();
    driver.near.push(device);
    const [there, sought] = [open('Nonin3230_502123456'), open('Other')];
    await pass(1_000);
    device.leave();
    driver.becomes('poweredOff');
    expect([there.said.at(-1), sought.said]).toEqual([
      'the device ended the connection',
      ['the Bluetooth adapter is switched off: switch it on (Linux: bluetoothctl power on)'],
    ]);
    await pass(20_000);
    driver.becomes('poweredOn');
    await pass(4_000);
    expect(there.said.at(-2)).toBe(OPEN);
  });

  test('DV-182 forgets the devices that pass by, but none that is wanted', async () => {
    const { driver, open } = setUp();
    const [gone, wanted] = [open('Gone'), open('Wanted')];
    await pass(9_500);
    for (let n = 0; n < 501; n += 1) driver.emit('discover', new FakePeripheral(`00:00:00:00:${n}`, undefined, {}));
    driver.emit('discover', oximeter('00:00:00:00:00:0a', 'Wanted'));
    expect(driver.forgotten).toEqual([]);
    gone.link.close();
    expect(driver.forgotten).toEqual([['00000000000a']]);
    await pass(1_500);
    expect(wanted.said).toHaveLength(2);
  });

  test('DV-182 noble’s own memory of them is emptied', () => {
    const noble = new NobleClass(
      Object.assign(new EventEmitter(), {
        start: () => undefined,
        ...{ _addresses: {}, _addresseTypes: {}, _connectable: {}, scannable: {}, _gap: { _discoveries: { a: 1 } } },
      }),
    ) as unknown as Noble & { _onDiscover(...of: unknown[]): void };
    for (const id of ['a', 'b', 'c']) noble._onDiscover(id, id, 'public', true, { localName: id }, -40, false);
    Object.assign(noble._peripherals!.get('c')!, { state: 'connected' });
    Object.assign(noble._bindings!._addresses!, { a: 'a', b: 'b', c: 'c' });
    forgetStrangers(noble, new Set(['b']));
    expect([...noble._peripherals!.keys()]).toEqual(['b', 'c']);
    expect(Object.keys(noble._bindings!._addresses!)).toEqual(['b', 'c']);
    expect(noble._bindings!._gap!._discoveries).toEqual({});
  });

  test('DV-182 stops with its process', async () => {
    const { driver, radio, open } = setUp();
    const { link } = open('Foo');
    await pass(0);
    link.close();
    await pass(300);
    expect([driver.isScanning, vi.getTimerCount()]).toEqual([false, 0]);
    radio.close();
    expect(driver.isStopped).toBe(true);
  });
});
