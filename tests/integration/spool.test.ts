/** Real adapter processes with a spool on the disk: a full disk, a damaged file, a second process, a server that is away for long. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { openSpool, spoolPath } from '../../server/adapter/spool/open-spool.ts';
import { testKeyOf } from '../support/admitted.ts';
import { startChildAdapter, startTcpDevice } from '../support/child-adapter.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { identitiesIn, openVisitOn } from '../support/spooled-visit.ts';
import { startRelay } from '../support/tcp-relay.ts';
import { eventually } from '../support/eventually.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-spool-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const device = (everyMs = 10) =>
  startTcpDevice(everyMs, (given) => encodePacket(given % 2 === 0 ? { spo2Pct: 90 + (given % 9), pulseBpm: 72 } : {}));
const argsOf = (serverUrl: string, folder: string, port: number): readonly string[] => [
  ...['--server', serverUrl, '--id', 'box-1', '--spool', folder],
  ...['--device', `ox-1=nonin-df2@tcp:127.0.0.1:${port}`],
];
const NOWHERE = 'http://127.0.0.1:9';

const silent = pino({ level: 'silent' });
/** A day and more of one oximeter would be 86,400. */
const BACKLOG = 20_000;

test('DV-245 a second adapter of the same id on this machine does not start, and says which process runs', async () => {
  const folder = newFolder();
  const { port } = await device();
  const first = startChildAdapter(argsOf(NOWHERE, folder, port));
  await eventually(() => expect(first.said).toContain('"connected":true'));
  const second = startChildAdapter(argsOf(NOWHERE, folder, port));
  expect(await second.gone).toBe(1);
  expect(second.said.trim()).toBe(
    `${spoolPath(folder, 'box-1')} is in use by process ${first.pid} on ${hostname()}. Stop that one, or give this one another --id.`,
  );
  await first.kill();
  // The lock ended with its process.
  const third = startChildAdapter(argsOf(NOWHERE, folder, port));
  await eventually(() => expect(third.said).toContain('"connected":true'));
});

test('DV-245 a damaged spool is set aside with a loud word, and the adapter feeds', async () => {
  const folder = newFolder();
  writeFileSync(spoolPath(folder, 'box-1'), 'what a broken memory card leaves');
  const { port } = await device();
  const adapter = startChildAdapter(argsOf(NOWHERE, folder, port));
  await eventually(() => expect(adapter.said).toContain('"connected":true'));
  expect(adapter.said).toContain('"level":50');
  expect(adapter.said).toContain('the spool is damaged: it is set aside and a new one started');
  expect(readdirSync(folder)).toContain('box-1.spool.db.damaged-1');
});

test('DV-246 on a full disk vitals go on from memory: nothing stops, nothing is lost while the adapter lives', async () => {
  const folder = newFolder();
  const database = newDatabasePath();
  const server = await startChildServer(database);
  const visitId = await openVisitOn(server.port);
  const relay = await startRelay();
  const { port, stop } = await device(2);
  const args = argsOf(`http://127.0.0.1:${relay.port}`, folder, port);
  // No file of this process may grow beyond 48 KB: to SQLite that is a disk without room.
  const adapter = startChildAdapter(args, 'ulimit -f 96');
  await eventually(() => expect(adapter.said).toContain('the spool cannot be written: readings wait in memory alone'));
  relay.leadTo(server.port);
  await eventually(() => expect(adapter.said).toContain('"msg":"connected"'));
  stop();
  expect(await adapter.stop()).toBe(0);
  expect(adapter.said).toContain('the spool has no room: its waves are dropped');
  expect(adapter.said).toContain('"unsent":0');
  // What the disk still holds goes with the next run.
  const next = startChildAdapter(args);
  await eventually(() => expect(next.said).toContain('"msg":"connected"'));
  await eventually(() => expect(identitiesIn(spoolPath(folder, 'box-1'))).toEqual([]));
  await next.stop();
  await server.stop();

  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  const seqs = events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.seq] : []));
  expect(seqs.length).toBeGreaterThan(300);
  expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, n) => n + 1));
}, 60_000);

test('DV-241 a long backlog goes in batches beside what is live, once each, and then the disk is empty', async () => {
  const folder = newFolder();
  const database = newDatabasePath();
  const server = await startChildServer(database);
  const visitId = await openVisitOn(server.port);
  const before = openSpool({ folder, adapterId: 'box-1', deviceIds: ['ox-1'], now: Date.now, speed: 1, log: silent });
  if (!before.ok) throw new Error(before.refusal.message);
  const measuredAt = Date.now();
  for (let seq = 1; seq <= BACKLOG; seq += 1)
    before.value.spool.keep({
      ...{ kind: 'oximetry', measuredAt, spo2Pct: 90 + (seq % 9), pulseBpm: 72, quality: 'good', causes: [] },
      ...{ deviceId: 'ox-1', epoch: 'day', seq },
    });
  before.value.close();
  const { port } = await device();
  const adapter = startChildAdapter(argsOf(`http://127.0.0.1:${server.port}`, folder, port));
  await vi.waitFor(
    () => expect(identitiesIn(spoolPath(folder, 'box-1')).filter((each) => each.startsWith('day'))).toEqual([]),
    { timeout: 30_000, interval: 100 },
  );
  await adapter.stop();
  await server.stop();
  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  const ofDay = events.flatMap((event) =>
    event.type === 'reading-recorded' && event.source.epoch === 'day' ? [event] : [],
  );
  expect(ofDay.map(({ source }) => source.seq)).toEqual(Array.from({ length: BACKLOG }, (_, n) => n + 1));
  expect(new Set(ofDay.map(({ reading }) => Math.abs(reading.measuredAt - measuredAt) < 1_000))).toEqual(
    new Set([true]),
  );
}, 60_000);

test('DV-275 without a key an adapter is told how to get one and keeps all; with one in its file it delivers all, without a restart', async () => {
  const folder = newFolder();
  const database = newDatabasePath();
  const server = await startChildServer(database);
  const visitId = await openVisitOn(server.port);
  const { port } = await device();
  const keyFile = join(folder, 'box-1.key');
  // A key of the right form that this clinic never made.
  writeFileSync(keyFile, testKeyOf('nobody'), { mode: 0o600 });
  const adapter = startChildAdapter([
    ...argsOf(`http://127.0.0.1:${server.port}`, folder, port),
    ...['--key-file', keyFile],
  ]);
  await eventually(() => expect(adapter.said).toContain('is not valid here: make a key in Settings > Adapters'));
  await eventually(() => expect(identitiesIn(spoolPath(folder, 'box-1')).length).toBeGreaterThan(100));
  expect(adapter.said).not.toContain('"msg":"connected"');
  writeFileSync(keyFile, `${testKeyOf('box-1')}\n`, { mode: 0o600 });
  await eventually(() => expect(adapter.said).toContain('"msg":"connected"'));
  expect(await adapter.stop()).toBe(0);
  await server.stop();
  expect(adapter.said).not.toContain('vk_');

  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  const seqs = events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.seq] : []));
  expect(seqs.length).toBeGreaterThan(100);
  expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, n) => n + 1));
}, 60_000);
