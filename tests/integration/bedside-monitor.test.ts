/** A bedside monitor over a real socket, a real adapter process, and a bare socket.io server that plays Vigil. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { afterEach, expect, test, vi } from 'vitest';
import { aquaris, comen, continua, edan, philips } from '#devices/hl7-oru/samples.ts';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import type { AdapterToServer, ServerToAdapter, WireReading } from '#protocol/adapter-events.ts';
import { parseWireReading } from '#protocol/adapter-schemas.ts';
import { ADAPTERS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { eventually } from '../support/eventually.ts';

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});
const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

async function startServer() {
  const http = createServer();
  const io = new Server<AdapterToServer, ServerToAdapter>(http, { path: SOCKET_PATH, transports: ['websocket'] });
  const readings: WireReading[] = [];
  const links: string[] = [];
  io.of(ADAPTERS_NAMESPACE).on('connection', (socket: Socket<AdapterToServer, ServerToAdapter>) => {
    socket.on('adapter:announce', ({ devices }, ack) =>
      ack({ ok: true, data: { devices: devices.map(({ deviceId }) => ({ deviceId, known: true })) } }),
    );
    socket.on('device:link', ({ deviceId, connected, reason }, ack) => {
      links.push(`${deviceId} ${connected ? 'up' : (reason ?? 'down')}`);
      ack({ ok: true, data: null });
    });
    socket.on('readings:send', (sent, ack) => {
      readings.push(...sent.readings);
      ack({ ok: true, data: { answers: sent.readings.map(({ epoch, seq }) => ({ epoch, seq, status: 'stored' })) } });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  ended.push(() => io.close());
  return { url: `http://127.0.0.1:${portOf(http)}`, readings, links };
}

function startAdapter(args: readonly string[]) {
  const child = spawn(process.execPath, ['server/cli/main.ts', 'adapter', '--no-spool', '--id', 'box', ...args], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  ended.push(() => child.kill('SIGKILL'));
  return { child, said: () => said };
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Calls until it is let in. */
async function call(port: number) {
  const socket = await vi.waitFor(
    async () => {
      const attempt = connect({ port, host: '127.0.0.1' });
      await once(attempt, 'connect');
      return attempt;
    },
    { timeout: 20_000, interval: 50 },
  );
  ended.push(() => socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  return { socket, answers: () => [...heard.matchAll(/MSA\|(\w\w)/g)].map(([, code]) => code) };
}
const named = (text: string): string => text.replace('PID|||X', 'PID|1||4711||LOFASZ^JANOS||19700101|F');
const block = (text: string): Buffer => Buffer.from(`\x0b${named(text)}\x1c\r`, 'latin1');

test('DV-191 a monitor’s messages, split, merged and broken, become readings, each answered, and no name is logged', async () => {
  const { url, readings } = await startServer();
  const port = await freePort();
  const adapter = startAdapter(['--server', url, '--device', `mon=hl7-oru@mllp:${port}`]);
  const { socket, answers } = await call(port);
  const stream = Buffer.concat([
    Buffer.from('LOFASZ noise'),
    ...[comen, continua, aquaris].map(block),
    block(philips).subarray(0, 200),
    block(edan),
    Buffer.from('\x0bPID|1||4711||LOFASZ^JANOS\x1c\r'),
  ]);
  for (let at = 0; at < stream.length; at += 37) socket.write(stream.subarray(at, at + 37));
  await eventually(() => expect(answers()).toEqual(['AA', 'AA', 'AA', 'AA', 'AE']));
  await eventually(() => expect(readings.filter(({ kind }) => kind === 'oximetry').length).toBeGreaterThanOrEqual(2));
  expect(readings.every((reading) => parseWireReading(reading).ok)).toBe(true);
  adapter.child.kill('SIGTERM');
  expect(await once(adapter.child, 'exit')).toEqual([0, null]);
  expect(adapter.said()).toContain('frames refused');
  expect(adapter.said() + JSON.stringify(readings)).not.toMatch(/LOFASZ|JANOS|4711|19700101/);
}, 60_000);

test('DV-183 a Bluetooth device that cannot be had, and a port that is taken, hold up no other device', async () => {
  const { url, readings, links } = await startServer();
  const taken = createTcpServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  ended.push(() => taken.close());
  const oximeter = createTcpServer((client) => {
    const timer = setInterval(() => client.write(encodePacket({ spo2Pct: 97, pulseBpm: 72 })), 100);
    client.on('close', () => clearInterval(timer)).on('error', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(oximeter, 'listening');
  ended.push(() => oximeter.close());
  const adapter = startAdapter([
    ...['--server', url, '--device', 'ble=ble-plx@ble:No such oximeter'],
    ...['--device', `mon=hl7-oru@mllp:${portOf(taken)}`],
    ...['--device', `ox=nonin-df2@tcp:127.0.0.1:${portOf(oximeter)}`],
  ]);
  await eventually(() => expect(readings.map(({ deviceId }) => deviceId)).toContain('ox'));
  await eventually(() => expect(links).toContain(`mon port ${portOf(taken)} is taken by another program`));
  await eventually(() => expect(links.some((link) => /^ble .*(Bluetooth|was found)/.test(link))).toBe(true));
  const before = readings.length;
  await eventually(() => expect(readings.length).toBeGreaterThan(before + 1));
  adapter.child.kill('SIGINT');
  expect(await once(adapter.child, 'exit')).toEqual([0, null]);
}, 60_000);
