/** A newer server takes the place of the old one while somebody is treated: everybody is back by themselves, and nothing is lost. */
import { randomBytes, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Outbox } from '#gateway/outbox.ts';
import { Sender } from '#gateway/sender.ts';
import { realTimers } from '#gateway/timers.ts';
import { Uplink } from '#gateway/uplink.ts';
import type { ClockBeat, ScreenToServer, ServerToScreen } from '#protocol/screen-events.ts';
import { PROTOCOL_VERSION, SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { cookieName } from '../../server/access/cookies.ts';
import { newToken } from '../../server/access/screen-token.ts';
import { WIRE } from '../../src/lib/live/line-times.ts';
import { testKeyOf } from '../support/admitted.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { TestScreen } from '../support/test-screen.ts';
import { eventually } from '../support/eventually.ts';

const log = pino({ level: 'silent' });

/** What an adapter process sends with, fed once each 100 ms. */
function feed(port: number) {
  const outbox = new Outbox({ newEpoch: randomUUID, capacity: 10_000, onDropped: () => undefined });
  let onlineAt = 0;
  const uplink = new Uplink({
    serverUrl: `http://127.0.0.1:${port}`,
    handshake: { protocol: PROTOCOL_VERSION, adapterId: 'adapter-1', software: 'test', key: testKeyOf('adapter-1') },
    devices: [{ deviceId: 'ox-1', model: 'nonin-df2', emulated: false }],
    linkOf: () => ({ connected: true }),
    ...{ now: Date.now, timers: realTimers, log },
    onOnline() {
      onlineAt = performance.now();
      outbox.online();
      sender.pump();
    },
    onOffline: () => outbox.offline(),
  });
  const sender = new Sender({ outbox, transmit: uplink.transmit, timers: realTimers, log });
  let measured = 0;
  const stop = realTimers.every(100, () => {
    measured += 1;
    const reading = { kind: 'oximetry', quality: 'good', causes: [], spo2Pct: 84, pulseBpm: 70 } as const;
    outbox.add('ox-1', { ...reading, measuredAt: Date.now() });
    sender.pump();
  });
  uplink.start();
  onTestFinished(() => {
    stop();
    uplink.stop();
  });
  return { outbox, stop, measured: () => measured, onlineAt: () => onlineAt };
}

/** A page's line: its own options, and what it says of itself. */
function page(port: number) {
  const cookie = `${cookieName('screen', false)}=${newToken(randomBytes)}`;
  const socket: Socket<ServerToScreen, ScreenToServer> = io(`http://127.0.0.1:${port}${SCREENS_NAMESPACE}`, {
    ...WIRE,
    ...{ path: SOCKET_PATH, forceNew: true, extraHeaders: { cookie } },
    auth: { protocol: PROTOCOL_VERSION, build: 'b1', waits: true },
  });
  const seen = { beatAt: 0, stopping: 0, builds: [] as string[], beats: [] as ClockBeat[] };
  socket.on('clock:beat', (beat) => {
    seen.beatAt = performance.now();
    seen.beats.push(beat);
  });
  socket.on('server:stopping', () => void (seen.stopping += 1));
  socket.on('server:build', (build) => void seen.builds.push(build));
  socket.connect();
  onTestFinished(() => void socket.close());
  return { socket, seen };
}

async function furnish(
  port: number,
): Promise<{ readonly chairId: string; readonly nurse: TestScreen; readonly visitId: string }> {
  const screen = await (await TestScreen.connect(port, { build: 'b1' })).choose('administrator');
  const give = (command: Parameters<typeof screen.request<'site:command'>>[1]['command']) =>
    screen.request('site:command', { commandId: randomUUID(), command });
  await give({ type: 'chair:add', name: 'Chair 1' });
  await screen.until(({ site }) => site?.chairs.length === 1);
  const chairId = screen.site?.chairs[0]?.chairId ?? '';
  await give({ type: 'device:register', deviceId: 'ox-1', model: 'nonin-df2', label: 'ox', emulated: false });
  await give({ type: 'device:bind', deviceId: 'ox-1', chairId });
  screen.close();
  const nurse = await (await TestScreen.connect(port, { build: 'b1' })).choose('nurse');
  onTestFinished(() => nurse.close());
  await nurse.watch(chairId);
  return { chairId, nurse, visitId: await nurse.open(chairId) };
}

test('OP-41 OP-42 OP-43 upgraded under a running visit: adapter and page are back by themselves within 5 s, the alert stands, no reading is lost', async () => {
  const database = newDatabasePath();
  const first = await startChildServer(database, undefined, { port: 0, build: 'b1' });
  const { port } = first;
  const { chairId, nurse, visitId } = await furnish(port);
  const adapter = feed(port);
  const { socket, seen } = page(port);
  await nurse.until((screen) => screen.view(chairId).alerts.length === 1);
  await eventually(() => expect(seen.beatAt).toBeGreaterThan(0));
  expect(seen.builds).toEqual(['b1']);
  const [alert] = nurse.view(chairId).alerts;
  expect(alert).toMatchObject({ kind: 'spo2-low', priority: 'high' });

  const stoppedAt = performance.now();
  await first.stop();
  const tookToStopMs = performance.now() - stoppedAt;
  expect(tookToStopMs).toBeLessThan(10_000);
  expect(seen.stopping).toBe(1);
  const second = await startChildServer(database, undefined, { port, build: 'b2' });
  const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 30_000, interval: 20 });
  const readyAt = performance.now();
  await vi.waitFor(
    () => {
      expect(adapter.onlineAt()).toBeGreaterThan(stoppedAt + tookToStopMs);
      expect(socket.connected && seen.beatAt > stoppedAt + tookToStopMs).toBe(true);
    },
    { timeout: 30_000, interval: 20 },
  );
  expect(adapter.onlineAt() - readyAt).toBeLessThan(5_000);
  expect(seen.beatAt - readyAt).toBeLessThan(5_000 + 1_000);
  // The page of the older build was let in, and knows that there is a newer one; one that cannot wait is told to load again.
  expect(seen.builds).toEqual(['b1', 'b2']);
  await expect(TestScreen.connect(port, { build: 'b1' })).rejects.toMatchObject({ data: { code: 'other-build' } });
  // Clinic time went on.
  const times = seen.beats.map(({ now }) => now);
  expect(times).toEqual(times.toSorted((a, b) => a - b));

  const again = await TestScreen.connect(port, { build: 'b2' });
  onTestFinished(() => again.close());
  const after = await again.watch(chairId);
  expect(after.visitId).toBe(visitId);
  expect(after.alerts.find(({ kind }) => kind === 'spo2-low')).toMatchObject({
    ...{ alertId: alert?.alertId, priority: 'high', issuedAt: alert?.issuedAt },
  });
  adapter.stop();
  await vi.waitFor(() => expect(adapter.outbox.size).toBe(0), { timeout: 30_000 });
  await second.stop();

  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  const seqs = events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.seq] : []));
  const inOrder = seqs.toSorted((a, b) => a - b);
  // Before the visit was open readings were nobody's; from then on each is there, once.
  expect(inOrder).toEqual(
    Array.from({ length: adapter.measured() - (inOrder[0] ?? 1) + 1 }, (_, n) => (inOrder[0] ?? 1) + n),
  );
  expect(events.filter(({ type }) => type === 'alert-issued').length).toBeGreaterThan(0);
  expect(events.filter((event) => event.type === 'alert-issued' && event.kind === 'spo2-low')).toHaveLength(1);
  expect(await journal.verify({ kind: 'visit', id: visitId })).toMatchObject({ ok: true });
}, 120_000);
