import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { SerialPortMock } from 'serialport';
import { afterEach, describe, expect, test } from 'vitest';
import { deviceModel } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import { GET_RESULT } from '#devices/suntech/frame.ts';
import { linkAddressText, parseLinkAddress } from './address.ts';
import { Link } from './link.ts';
import { openLink } from './open-link.ts';
import { serialConnect } from './serial.ts';

const modelOf = (name: string): DeviceModel => {
  const model = deviceModel(name);
  if (!model) throw new Error(`no ${name}`);
  return model;
};
const ended: (() => void)[] = [];
afterEach(() => ended.splice(0).forEach((end) => end()));

async function listen(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(port, '127.0.0.1');
  ended.push(() => server.close());
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}
const accepted = async (server: Server): Promise<Socket> => {
  const [socket] = (await once(server, 'connection')) as [Socket];
  ended.push(() => socket.destroy());
  return socket;
};
function open(port: number, name: string): Link {
  const link = openLink({ kind: 'tcp', host: '127.0.0.1', port }, modelOf(name), { backoffMs: 5, silenceMs: 200 });
  ended.push(() => link.close());
  return link;
}

describe('TCP', () => {
  test('DV-44 carries bytes both ways and comes back when the other end does', async () => {
    const { server, port } = await listen();
    const link = open(port, 'suntech');
    const [device] = await Promise.all([accepted(server), once(link, 'open'), link.start()]);

    const heard = once(link, 'bytes');
    device.write(Uint8Array.of(1, 2, 3));
    expect([...((await heard)[0] as Uint8Array)]).toEqual([1, 2, 3]);
    const asked = once(device, 'data');
    expect(link.write(Uint8Array.from(GET_RESULT))).toBe(true);
    expect([...((await asked)[0] as Uint8Array)]).toEqual([...GET_RESULT]);

    const closed = once(link, 'close');
    server.close();
    device.destroy();
    expect(await closed).toEqual(['closed by the other end']);
    // Nothing listens for a while, then the device server is back on its port.
    expect(await once(link, 'close')).toEqual(['nothing listens there']);
    const back = await listen(port);
    await Promise.all([accepted(back.server), once(link, 'open')]);
  });

  test('DV-45 a half-open line is opened again', async () => {
    const { server, port } = await listen();
    const link = open(port, 'nonin-df2');
    await Promise.all([accepted(server), once(link, 'open'), link.start()]);
    expect(await once(link, 'close')).toEqual(['silent for 0.2 s']);
    await Promise.all([accepted(server), once(link, 'open')]);
  });
});

describe('serial', () => {
  const settings = modelOf('nonin-df2').serial!;

  test('DV-46 opens the port with the device’s settings and reads it', async () => {
    SerialPortMock.binding.createPort('/dev/ttyVIGIL', { echo: false, record: true });
    ended.push(() => SerialPortMock.binding.reset());
    const ports: SerialPortMock[] = [];
    class Port extends SerialPortMock {
      constructor(given: ConstructorParameters<typeof SerialPortMock>[0]) {
        super(given);
        ports.push(this);
      }
    }
    const link = new Link(
      serialConnect('/dev/ttyVIGIL', settings, () => Promise.resolve(Port)),
      { silenceMs: 60_000 },
    );
    ended.push(() => link.close());
    await Promise.all([once(link, 'open'), link.start()]);
    expect(ports[0]?.settings).toMatchObject({ baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 });
    const heard = once(link, 'bytes');
    ports[0]?.port?.emitData(Buffer.from([7, 8]));
    expect([...((await heard)[0] as Uint8Array)]).toEqual([7, 8]);
  });

  test('DV-46 a port that is not there is said so, and tried again', async () => {
    const connect = serialConnect('/dev/ttyNONE', settings, () => Promise.resolve(SerialPortMock));
    const link = new Link(connect, { silenceMs: 60_000, backoffMs: 1 });
    ended.push(() => link.close());
    link.start();
    expect((await once(link, 'close'))[0]).toContain('/dev/ttyNONE');
    expect((await once(link, 'close'))[0]).toContain('/dev/ttyNONE');
  });

  test('DV-46 without the driver, the way out is named', async () => {
    const connect = serialConnect('/dev/ttyS0', settings, () => Promise.reject(new Error('Cannot find package')));
    const link = new Link(connect, { silenceMs: 60_000 });
    ended.push(() => link.close());
    link.start();
    expect((await once(link, 'close'))[0]).toMatch(/no serial port driver: run .* or use a serial device server/);
  });
});

describe('addresses', () => {
  test('DV-192 an MLLP port without a host is of this machine alone', () => {
    const parsed = parseLinkAddress('mllp:6661');
    expect(parsed.ok && parsed.value).toEqual({ kind: 'mllp', host: '127.0.0.1', port: 6661 });
  });

  test.each([
    'tcp:192.168.1.7:4001',
    'tcp:moxa.clinic:950',
    'tcp:[fe80::1]:4001',
    'serial:/dev/ttyUSB0',
    'serial:COM3',
    'ble:Nonin3230_502123456',
    'ble:00:1A:7D:DA:71:13',
    'ble:BM 85 = my cuff @ home',
    'mllp:127.0.0.1:6661',
    'mllp:0.0.0.0:6661',
    'mllp:[::]:6661',
  ])('DV-47 %s is one', (text) => {
    const parsed = parseLinkAddress(text);
    expect(parsed.ok && linkAddressText(parsed.value)).toBe(text);
  });

  test.each([
    '',
    'tcp:',
    'tcp:host',
    'tcp:host:0',
    'tcp:host:65536',
    'tcp:a:b:1',
    'udp:host:1',
    'serial:',
    'host:4001',
    'ble:',
    'ble:  ',
    'ble:a\nb',
    'mllp:',
    'mllp:host',
    'mllp:0',
    'mllp:65536',
    'mllp:host:',
    'mllp::6661',
  ])('DV-47 "%s" is none, and the refusal names it', (text) => {
    const parsed = parseLinkAddress(text);
    expect(parsed.ok ? '' : parsed.refusal.message).toContain(`"${text}"`);
  });
});
