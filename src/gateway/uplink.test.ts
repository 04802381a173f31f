import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Reading } from '#core/reading.ts';
import type { AdapterToServer, ServerToAdapter } from '#protocol/adapter-events.ts';
import { packSamples } from '#protocol/pleth-samples.ts';
import { ADAPTERS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { realTimers } from './timers.ts';
import { Outbox } from './outbox.ts';
import { Sender } from './sender.ts';
import { Uplink } from './uplink.ts';
import type { UplinkDeps } from './uplink.ts';
import { eventually } from '../../tests/support/eventually.ts';

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function startServer() {
  const http = createServer();
  const io = new Server<AdapterToServer, ServerToAdapter>(http, { path: SOCKET_PATH, transports: ['websocket'] });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  ended.push(() => io.close());
  return { wire: io.of(ADAPTERS_NAMESPACE), serverUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
}

function startUplink(serverUrl: string, more: Partial<UplinkDeps> = {}) {
  const said: string[] = [];
  const outbox = new Outbox({ newEpoch: () => 'e', capacity: 1_000, onDropped: () => undefined });
  const log = pino({ level: 'info' }, { write: (text) => void said.push((JSON.parse(text) as { msg: string }).msg) });
  const uplink = new Uplink({
    serverUrl,
    handshake: { protocol: '1.0', adapterId: 'box-1', software: 'test' },
    devices: [{ deviceId: 'ox-1', model: 'nonin-df2', emulated: false }],
    linkOf: () => ({ connected: true }),
    now: () => 1,
    timers: realTimers,
    log,
    onOnline: () => {
      outbox.online();
      sender.pump();
    },
    onOffline: () => outbox.offline(),
    answerMs: 50,
    retryMs: 10,
    ...more,
  });
  const sender = new Sender({ outbox, transmit: uplink.transmit, timers: realTimers, log, restMs: 10 });
  ended.push(() => uplink.stop());
  uplink.start();
  return { uplink, said, outbox, add: (reading: Reading) => (outbox.add('ox-1', reading), sender.pump()) };
}
const reading: Reading = { kind: 'oximetry', measuredAt: 1, spo2Pct: 97, quality: 'good', causes: [] };

describe('the connection to the server', () => {
  test('DV-56 an adapter that is not let in tries again, and says why once', async () => {
    const { wire, serverUrl } = await startServer();
    let attempts = 0;
    wire.use((_, next) => (++attempts < 4 ? next(new Error('Update the adapter.')) : next()));
    const connected = once(wire, 'connection');
    const { said } = startUplink(serverUrl);
    await connected;
    expect(attempts).toBe(4);
    expect(said.filter((msg) => msg === 'cannot connect to the server')).toHaveLength(1);
  });

  test('OP-14 a connection that does not come about is tried anew, and not for ever the first', async () => {
    const { wire, serverUrl } = await startServer();
    const connected = once(wire, 'connection');
    const target = Number(new URL(serverUrl).port);
    let attempts = 0;
    // The first two are swallowed, as by a network that is parted.
    const swallowing = createTcpServer((client) => {
      attempts += 1;
      client.on('error', () => client.destroy());
      if (attempts <= 2) return;
      const server = connect(target, '127.0.0.1').on('error', () => client.destroy());
      client.pipe(server).pipe(client);
    });
    swallowing.listen(0, '127.0.0.1');
    await once(swallowing, 'listening');
    ended.push(() => swallowing.close());
    startUplink(`http://127.0.0.1:${(swallowing.address() as AddressInfo).port}`, { openMs: 100 });
    await connected;
    expect(attempts).toBeGreaterThanOrEqual(3);
  });

  test('WS-122 however the waits fall, three attempts take more than 0.6 s: adapter-check calls less hammering', async () => {
    // The shortest that the chance gives.
    vi.spyOn(Math, 'random').mockReturnValue(0.899);
    const waits = vi.spyOn(globalThis, 'setTimeout');
    ended.push(() => vi.restoreAllMocks());
    const third = Promise.withResolvers<null>();
    let attempts = 0;
    const closing = createTcpServer((client) => {
      client.destroy();
      if (++attempts === 3) third.resolve(null);
    });
    closing.listen(0, '127.0.0.1');
    await once(closing, 'listening');
    ended.push(() => closing.close());
    startUplink(`http://127.0.0.1:${(closing.address() as AddressInfo).port}`);
    await third.promise;
    const between = waits.mock.calls.map(([, ms = 0]) => ms).filter((ms) => ms >= 100 && ms < 2_000);
    expect(between).toHaveLength(2);
    expect(between.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(600);
  });

  test('DV-56 nothing is sent before the announcement is accepted; it is repeated until then', async () => {
    const { wire, serverUrl } = await startServer();
    const events: string[] = [];
    wire.on('connection', (socket: Socket<AdapterToServer, ServerToAdapter>) => {
      socket.onAny((event: string) => events.push(event));
      let announced = 0;
      socket.on('adapter:announce', ({ devices }, ack) => {
        announced += 1;
        if (announced === 1) return;
        if (announced === 2) return ack({ ok: false, refusal: { code: 'unavailable', message: 'Starting.' } });
        ack({ ok: true, data: { devices: devices.map(({ deviceId }) => ({ deviceId, known: false })) } });
      });
      socket.on('readings:send', ({ readings }, ack) =>
        ack({ ok: true, data: { answers: readings.map(({ epoch, seq }) => ({ epoch, seq, status: 'stored' })) } }),
      );
      socket.on('device:link', (_, ack) => ack({ ok: true, data: null }));
    });
    const { said, outbox, add } = startUplink(serverUrl);
    add(reading);
    await eventually(() => expect(outbox.size).toBe(0));
    expect(events.slice(0, 3)).toEqual(['adapter:announce', 'adapter:announce', 'adapter:announce']);
    expect(new Set(events.slice(3))).toEqual(new Set(['device:link', 'readings:send']));
    expect(said).toContain('no answer to the announcement');
    expect(said).toContain('the devices were refused');
    expect(said).toContain('the server does not know this device: register it in Settings, Devices');
  });

  test('DV-51 a server that does not answer still gets each new reading, and then each once more', async () => {
    const { wire, serverUrl } = await startServer();
    let deaf = true;
    const arrived: number[] = [];
    wire.on('connection', (socket: Socket<AdapterToServer, ServerToAdapter>) => {
      socket.on('adapter:announce', (_, ack) => ack({ ok: true, data: { devices: [] } }));
      socket.on('device:link', (_, ack) => ack({ ok: true, data: null }));
      socket.on('readings:send', ({ readings }, ack) => {
        arrived.push(...readings.map(({ seq }) => seq));
        if (deaf) return;
        ack({ ok: true, data: { answers: readings.map(({ epoch, seq }) => ({ epoch, seq, status: 'duplicate' })) } });
      });
    });
    const { said, outbox, add } = startUplink(serverUrl);
    await eventually(() => expect(said).toContain('connected'));
    for (let n = 1; n <= 5; n += 1) {
      add(reading);
      await eventually(() => expect(arrived).toContain(n));
    }
    expect(outbox.size).toBe(5);
    deaf = false;
    await eventually(() => expect(outbox.size).toBe(0));
    expect(new Set(arrived)).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test('DV-56 OP-14 a server that closes the connection itself is called again at once, not as one that said no at its door', async () => {
    const { wire, serverUrl } = await startServer();
    let connections = 0;
    wire.on('connection', (socket: Socket) => {
      connections += 1;
      if (connections < 3) socket.disconnect(true);
    });
    startUplink(serverUrl, { retryMs: 600_000 });
    await eventually(() => expect(connections).toBe(3));
  });

  test('OP-14 one that was stopped does not come back', async () => {
    const { wire, serverUrl } = await startServer();
    const planned: number[] = [];
    const timers = { ...realTimers, after: (ms: number, run: () => void) => later(ms, run) };
    const later = (ms: number, run: () => void): (() => void) => {
      planned.push(ms);
      const cancel = realTimers.after(ms, run);
      return () => {
        cancel();
        if (planned.includes(ms)) planned.splice(planned.indexOf(ms), 1);
      };
    };
    const connected = once(wire, 'connection');
    const { uplink } = startUplink(serverUrl, { timers, answerMs: 60_000 });
    const [socket] = (await connected) as [Socket];
    await once(socket, 'adapter:announce');
    uplink.stop();
    expect(planned).toEqual([]);
  });
});

describe('WS-106 WS-109 the wave over the connection', () => {
  const wave = { deviceId: 'ox-1', measuredAt: 1, sampleHz: 75, fullScale: 255, samples: packSamples([1, 2, 3]) };

  test('WS-109 not while the server is away; then live without an answer, or with one that was asked for', async () => {
    const { wire, serverUrl } = await startServer();
    const got: unknown[] = [];
    wire.on('connection', (socket) => {
      socket.on('adapter:announce', (_, answer) => answer({ ok: true, data: { devices: [] } }));
      socket.on('device:link', (_, answer) => answer({ ok: true, data: null }));
      socket.on('pleth:send', ({ packets }, answer) => {
        got.push([packets.length, answer !== undefined]);
        answer?.({ ok: true, data: { answers: packets.map(() => ({ status: 'taken' as const })) } });
      });
    });
    const { uplink } = startUplink(serverUrl);
    expect(uplink.sendPleth([wave])).toBe(false);
    await eventually(() => expect(uplink.sendPleth([wave])).toBe(true));
    expect(await uplink.transmitPleth([wave, wave])).toMatchObject({ ok: true, data: { answers: [{}, {}] } });
    expect(got.slice(0, 1)).toEqual([[1, false]]);
    expect(got.at(-1)).toEqual([2, true]);
  });

  test('WS-106 a wire that is busy takes no wave, and takes them again when it is free', async () => {
    const { wire, serverUrl } = await startServer();
    wire.on('connection', (socket) => {
      socket.on('adapter:announce', (_, answer) => answer({ ok: true, data: { devices: [] } }));
      socket.on('device:link', (_, answer) => answer({ ok: true, data: null }));
    });
    const { uplink } = startUplink(serverUrl);
    await eventually(() => expect(uplink.sendPleth([wave])).toBe(true));
    // All in one turn: nothing can leave meanwhile.
    const taken = Array.from({ length: 20 }, () => uplink.sendPleth([wave]));
    expect(taken.filter((each) => each).length).toBeLessThan(10);
    expect(taken.at(-1)).toBe(false);
    await eventually(() => expect(uplink.sendPleth([wave])).toBe(true));
  });
});

test('DV-184 what a device says of itself is told once it is announced, when it is new, and at each connect', async () => {
  const { wire, serverUrl } = await startServer();
  const told: unknown[] = [];
  const sockets: Socket[] = [];
  wire.on('connection', (socket: Socket<AdapterToServer, ServerToAdapter>) => {
    sockets.push(socket as unknown as Socket);
    socket.on('adapter:announce', (_, ack) => ack({ ok: true, data: { devices: [] } }));
    socket.on('device:link', (_, ack) => ack({ ok: true, data: null }));
    socket.on('device:status', (payload, ack) => {
      told.push(payload);
      ack({ ok: true, data: null });
    });
  });
  const statuses = new Map<string, { name?: string; batteryPct?: number }>([
    ['ox-1', { name: 'Nonin', batteryPct: 80 }],
  ]);
  const uplink = new Uplink({
    serverUrl,
    handshake: { protocol: '1.1', adapterId: 'box-1', software: 'test' },
    devices: ['ox-1', 'mon-1'].map((deviceId) => ({ deviceId, model: 'ble-plx', emulated: false })),
    linkOf: () => ({ connected: true }),
    statusOf: (deviceId) => statuses.get(deviceId) ?? {},
    now: () => 1,
    timers: realTimers,
    log: pino({ level: 'silent' }),
    onOnline: () => undefined,
    onOffline: () => undefined,
    retryMs: 10,
  });
  ended.push(() => uplink.stop());
  await uplink.sendStatus('ox-1');
  uplink.start();
  const first = { deviceId: 'ox-1', name: 'Nonin', batteryPct: 80 };
  await eventually(() => expect(told).toEqual([first]));
  statuses.set('ox-1', { name: 'Nonin', batteryPct: 20 });
  await uplink.sendStatus('ox-1');
  expect(told).toEqual([first, { ...first, batteryPct: 20 }]);
  sockets[0]?.disconnect(true);
  await eventually(() => expect(told).toHaveLength(3));
  expect(told[2]).toEqual({ ...first, batteryPct: 20 });
});

describe('what a cuff is told', () => {
  const told = async (onCuff?: UplinkDeps['onCuff']) => {
    const { wire, serverUrl } = await startServer();
    const connected = once(wire, 'connection');
    startUplink(serverUrl, onCuff && { onCuff });
    const [socket] = (await connected) as [Socket<AdapterToServer, ServerToAdapter>];
    return socket.timeout(5_000);
  };

  test('DV-230 a start after its time is refused as old, and the cuff hears nothing of it', async () => {
    const onCuff = vi.fn<NonNullable<UplinkDeps['onCuff']>>(() => ({ ok: true, value: null }));
    const adapter = await told(onCuff);
    // Its clock says 1.
    expect(await adapter.emitWithAck('cuff:start', { deviceId: 'cuff-1', until: 0 })).toMatchObject({
      refusal: { code: 'stale' },
    });
    expect(onCuff).not.toHaveBeenCalled();
    expect(await adapter.emitWithAck('cuff:start', { deviceId: 'cuff-1', until: 1 })).toEqual({ ok: true, data: null });
    expect(await adapter.emitWithAck('cuff:stop', { deviceId: 'cuff-1' })).toEqual({ ok: true, data: null });
    expect(onCuff.mock.calls).toEqual([
      ['cuff-1', 'start'],
      ['cuff-1', 'stop'],
    ]);
  });

  test('DV-220 an adapter without cuffs to control says so', async () => {
    const adapter = await told();
    expect(await adapter.emitWithAck('cuff:start', { deviceId: 'cuff-1', until: 1 })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
  });
});
