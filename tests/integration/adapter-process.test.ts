/** The real adapter process between a device on TCP and a bare socket.io server that plays Vigil. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Server } from 'socket.io';
import type { Namespace, Socket as AdapterSocket } from 'socket.io';
import { afterEach, describe, expect, test } from 'vitest';
import { deviceModelNames } from '#devices/device-table.ts';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { encodePressure, encodeResult } from '#devices/suntech/encoder.ts';
import { GET_CUFF_PRESSURE, GET_RESULT } from '#devices/suntech/frame.ts';
import type { AdapterToServer, ServerToAdapter, WireReading } from '#protocol/adapter-events.ts';
import { adapterHandshakeSchema, adapterSchemas, parseWireReading } from '#protocol/adapter-schemas.ts';
import { parse } from '#protocol/malformed.ts';
import { ADAPTERS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { eventually } from '../support/eventually.ts';

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

type Wire = Namespace<AdapterToServer, ServerToAdapter>;

/** What a server of Vigil would keep, and what went wrong on the wire. */
class Kept {
  readonly rows = new Map<string, WireReading>();
  readonly arrivals: string[] = [];
  readonly faults: string[] = [];
  readonly links: string[] = [];
  announced: unknown;
}

async function startServer(kept: Kept, { port = 0, answers = true } = {}) {
  const http = createServer();
  const io = new Server(http, { path: SOCKET_PATH, transports: ['websocket'] });
  const wire: Wire = io.of(ADAPTERS_NAMESPACE);
  let deaf = !answers;
  wire.on('connection', (socket: AdapterSocket<AdapterToServer, ServerToAdapter>) => {
    const hello = parse(adapterHandshakeSchema(), socket.handshake.auth, 'handshake');
    if (!hello.ok) kept.faults.push(hello.refusal.message);
    socket.on('adapter:announce', (payload, ack) => {
      kept.announced = payload;
      ack({ ok: true, data: { devices: payload.devices.map(({ deviceId }) => ({ deviceId, known: true })) } });
    });
    socket.on('device:link', (payload, ack) => {
      const parsed = parse(adapterSchemas()['device:link'], payload, 'device:link');
      if (!parsed.ok) kept.faults.push(parsed.refusal.message);
      kept.links.push(`${payload.deviceId} ${payload.connected ? 'up' : (payload.reason ?? 'down')}`);
      ack({ ok: true, data: null });
    });
    socket.on('readings:send', ({ readings }, ack) => {
      for (const reading of readings) {
        const parsed = parseWireReading(reading);
        if (!parsed.ok) kept.faults.push(parsed.refusal.message);
        const key = `${reading.deviceId} ${reading.epoch} ${reading.seq}`;
        kept.arrivals.push(key);
        kept.rows.set(key, reading);
      }
      if (deaf) return;
      ack({ ok: true, data: { answers: readings.map(({ epoch, seq }) => ({ epoch, seq, status: 'stored' })) } });
    });
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const close = (): Promise<void> => io.close();
  ended.push(close);
  return {
    url: `http://127.0.0.1:${portOf(http)}`,
    port: portOf(http),
    wire,
    close,
    answer: (on: boolean) => (deaf = !on),
  };
}

/** A device server: sends `bytes()` to each client as often as told, and keeps what it hears. */
async function startDevice(everyMs: number, bytes: () => Uint8Array) {
  const clients = new Set<Socket>();
  const heard: number[] = [];
  const server = createTcpServer((socket) => {
    clients.add(socket);
    socket.on('data', (said) => heard.push(...said));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clients.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const send = (said: Uint8Array): void => clients.forEach((client) => void client.write(said));
  const timer = everyMs > 0 ? setInterval(() => send(bytes()), everyMs) : undefined;
  ended.push(() => {
    clearInterval(timer);
    clients.forEach((client) => client.destroy());
    server.close();
  });
  return { port: portOf(server), send, heard, clients };
}

function startAdapterProcess(args: readonly string[]): ChildProcess & { readonly said: () => string } {
  const child = spawn(process.execPath, ['server/cli/main.ts', 'adapter', '--no-spool', ...args], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  ended.push(() => child.kill('SIGKILL'));
  return Object.assign(child, { said: () => text });
}

let spo2Pct = 90;
const nextPacket = (): Uint8Array => encodePacket({ spo2Pct: 90 + (spo2Pct++ % 9), pulseBpm: 72 });
const SPEED = 20;

describe('an adapter process', () => {
  test('DV-56 announces its devices, says which lines are up, and sends valid readings of each second', async () => {
    const kept = new Kept();
    const server = await startServer(kept);
    const oximeter = await startDevice(1000 / 3 / SPEED, nextPacket);
    const cuff = await startDevice(0, () => new Uint8Array());
    startAdapterProcess([
      ...['--server', server.url, '--id', 'box-1', '--emulated', '--speed', String(SPEED)],
      ...['--device', `ox-1=nonin-df2@tcp:127.0.0.1:${oximeter.port}`],
      ...['--device', `cuff-1=suntech@tcp:127.0.0.1:${cuff.port}`],
    ]);
    await eventually(() => expect(new Set(kept.links)).toEqual(new Set(['ox-1 up', 'cuff-1 up'])));
    expect(kept.announced).toEqual({
      devices: [
        { deviceId: 'ox-1', model: 'nonin-df2', emulated: true },
        { deviceId: 'cuff-1', model: 'suntech', emulated: true },
      ],
    });

    cuff.send(encodePressure(140));
    cuff.send(encodeResult({ systolicMmHg: 122, diastolicMmHg: 76, meanMmHg: 91, pulseBpm: 68 }));
    await eventually(() => {
      const kinds = new Set([...kept.rows.values()].map(({ kind }) => kind));
      expect(kinds).toEqual(new Set(['oximetry', 'cuff-pressure', 'nibp']));
    });
    // The clock runs SPEED times as fast, and the readings are a second apart by it. What was measured before the server was reached came after
    // the newest.
    await eventually(() => expect(kept.rows.size).toBeGreaterThan(20));
    const stamps = [...kept.rows.values()]
      .flatMap((each) => (each.kind === 'oximetry' ? [each.measuredAt] : []))
      .toSorted((one, other) => one - other);
    const span = (stamps.at(-1) ?? 0) - (stamps[0] ?? 0);
    expect(span / (stamps.length - 1)).toBeGreaterThan(900);
    expect(kept.faults).toEqual([]);
    expect(kept.arrivals).toHaveLength(kept.rows.size);
  });

  test('DV-56 answers the clock probe with its own, sped-up clock', async () => {
    const kept = new Kept();
    const server = await startServer(kept);
    const oximeter = await startDevice(20, nextPacket);
    const connected = once(server.wire, 'connection');
    startAdapterProcess([
      ...['--server', server.url, '--id', 'box-1', '--speed', '100'],
      ...['--device', `ox-1=nonin-df2@tcp:127.0.0.1:${oximeter.port}`],
    ]);
    const [socket] = (await connected) as [AdapterSocket<AdapterToServer, ServerToAdapter>];
    const probe = async (): Promise<[here: number, there: number]> => {
      const there = await new Promise<number>((resolve) => socket.emit('clock:probe', resolve));
      return [performance.now(), there];
    };
    const first = await probe();
    await eventually(() => expect(kept.rows.size).toBeGreaterThan(5));
    const second = await probe();
    const rate = (second[1] - first[1]) / (second[0] - first[0]);
    expect(rate).toBeGreaterThan(50);
    expect(rate).toBeLessThan(200);
  });

  test('DV-54 what was measured while the server was away comes once, the newest first', async () => {
    const kept = new Kept();
    const first = await startServer(kept);
    const oximeter = await startDevice(1000 / 3 / SPEED, nextPacket);
    const adapter = startAdapterProcess([
      ...['--server', first.url, '--id', 'box-1', '--speed', String(SPEED)],
      ...['--device', `ox-1=nonin-df2@tcp:127.0.0.1:${oximeter.port}`],
    ]);
    await eventually(() => expect(kept.rows.size).toBeGreaterThan(5));
    await first.close();
    const before = kept.arrivals.length;
    await eventually(() => expect(adapter.said()).toContain('"why":'));

    await startServer(kept, { port: first.port });
    await eventually(() => expect(kept.arrivals.length).toBeGreaterThan(before + 10));
    const newest = Number(kept.arrivals[before]?.split(' ').at(-1));
    expect(newest).toBeGreaterThan(Number(kept.arrivals[before + 1]?.split(' ').at(-1)));
    await eventually(() => {
      const seqs = [...kept.rows.values()].map(({ seq }) => seq);
      expect(Math.max(...seqs)).toBe(seqs.length);
    });
    expect(new Set([...kept.rows.values()].map(({ epoch }) => epoch)).size).toBe(1);
    expect(kept.faults).toEqual([]);
  });

  test('DV-57 on SIGTERM it sends what is left and ends well', async () => {
    const kept = new Kept();
    const server = await startServer(kept);
    const oximeter = await startDevice(1000 / 3 / SPEED, nextPacket);
    const adapter = startAdapterProcess([
      ...['--server', server.url, '--id', 'box-1', '--speed', String(SPEED)],
      ...['--device', `ox-1=nonin-df2@tcp:127.0.0.1:${oximeter.port}`],
    ]);
    await eventually(() => expect(kept.rows.size).toBeGreaterThan(3));
    adapter.kill('SIGTERM');
    expect(await once(adapter, 'exit')).toEqual([0, null]);
    expect(adapter.said()).toContain('"unsent":0');
    for (const line of adapter.said().trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ adapterId: 'box-1' });
  });

  test('DV-32 asks a cuff for its pressure and its result, and says nothing else to it', async () => {
    const kept = new Kept();
    const server = await startServer(kept);
    const cuff = await startDevice(0, () => new Uint8Array());
    startAdapterProcess([
      ...['--server', server.url, '--id', 'box-1', '--speed', String(SPEED)],
      ...['--device', `cuff-1=suntech@tcp:127.0.0.1:${cuff.port}`],
    ]);
    await eventually(() => expect(cuff.heard.length).toBeGreaterThan(30));
    const asked = [...GET_CUFF_PRESSURE, ...GET_RESULT];
    expect(cuff.heard).toEqual(cuff.heard.map((_, n) => asked[n % asked.length]));
  });

  test('DV-58 a malformed option is answered with a sentence, and exit code 1', async () => {
    const good = ['--server', 'http://127.0.0.1:9', '--id', 'box-1'];
    const adapter = startAdapterProcess([...good, '--device', 'ox-1=pulsy@tcp:h:1']);
    expect(await once(adapter, 'exit')).toEqual([1, null]);
    expect(adapter.said().trim()).toBe(
      `--device ox-1=pulsy@tcp:h:1: there is no device "pulsy"; known are ${deviceModelNames.join(', ')}.`,
    );
  });
});
