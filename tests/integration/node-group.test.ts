/** Nodes of a group as processes on a real PostgreSQL: who has which site, what comes to the wrong node, and what a node's end costs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import { SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { openLeaseStore } from '../../server/node/lease-store.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import type { Group } from '../../server/postgres/group.ts';
import { openPostgresJournal } from '../../server/postgres/open-postgres-journal.ts';
import { newDatabasePath } from '../support/journal-folder.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { peopleOf, startNode } from '../support/test-nodes.ts';
import type { TestNode } from '../support/test-nodes.ts';
import { TestScreen } from '../support/test-screen.ts';

// Whole processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const wall = { now: () => Date.now() };
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function newGroup(): Promise<{ group: Group; url: string }> {
  const url = await freshDatabase(postgres);
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  onTestFinished(() => connected.value.close());
  return { group: connected.value, url };
}

/** Tests' clients come to 127.0.0.1: the site that has this name is theirs. */
async function addSite(group: Group, name: string, hosts: readonly string[]): Promise<string> {
  const siteId = randomUUID();
  const added = await group.addSite({ siteId, name, hosts, timeZone: 'UTC', demo: false });
  if (!added.ok) throw new Error(added.refusal.message);
  return siteId;
}

/** Two nodes and one site, which has two chairs with an oximeter each. */
async function running() {
  const { group, url } = await newGroup();
  const siteId = await addSite(group, 'One', ['127.0.0.1']);
  const nodes = await Promise.all([startNode({ postgres: url }), startNode({ postgres: url })]);
  await Promise.race(nodes.map((node) => node.until(({ holds }) => holds.length === 1)));
  const [owner, other] = nodes[0].has(siteId) ? nodes : nodes.toReversed();
  if (!owner || !other) throw new Error('Nobody has the site.');
  let serving = owner;
  peopleOf(siteId, nodes, () => serving);
  const [chairId = '', secondChair = ''] = await owner.furnish(siteId, 2);
  return {
    ...{ group, siteId, owner, other, chairId, secondChair },
    /** The other has it now. */
    moved: async (to: TestNode = other): Promise<void> => {
      await to.until((node) => node.has(siteId));
      serving = to;
    },
  };
}

async function adapterTo({ port }: TestNode, chairNumber = 1): Promise<TestAdapter> {
  const adapterId = `adapter-${chairNumber}`;
  const adapter = await coming(() => TestAdapter.connect(port, { adapterId, clock: wall, chairNumber }));
  onTestFinished(() => adapter.close());
  await adapter.announce();
  return adapter;
}

async function nurseAt({ port }: TestNode): Promise<TestScreen> {
  const screen = await coming(() => TestScreen.connect(port));
  onTestFinished(() => screen.close());
  return screen.choose('nurse');
}

/** As every client does: it comes again until it is let in. The runner's time limit is the only other end. */
async function coming<T>(connect: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if ((error as { readonly data?: unknown }).data !== undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Sends readings one by one without waiting, and remembers what was sent and what was acknowledged. */
function streamOf(adapter: TestAdapter) {
  const sent: WireReading[] = [];
  const stored: number[] = [];
  let measuredAt = wall.now();
  const push = (): void => {
    measuredAt = Math.max(measuredAt + 1, wall.now());
    const spo2Pct = 84 - (sent.length % 3);
    const reading = adapter.wire({ kind: 'oximetry', measuredAt, quality: 'good', causes: [], spo2Pct, pulseBpm: 70 });
    sent.push(reading);
    adapter.send([reading]).then(
      ([answer]) => {
        if (answer?.status === 'stored') stored.push(answer.seq);
        if (adapter.raw.connected) push();
      },
      () => undefined,
    );
  };
  return { sent, stored, push };
}

const seqsOf = (events: readonly VisitEvent[]): readonly number[] =>
  events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.seq] : []));

/** What PostgreSQL holds of a visit, its chain verified, once no node has the site. */
async function recorded(group: Group, siteId: string, visitId: string): Promise<readonly VisitEvent[]> {
  const leases = openLeaseStore(group.url, { nodeId: 'test', nodeUrl: '' });
  onTestFinished(() => leases.close());
  const site = (await group.sites()).find((each) => each.siteId === siteId);
  const epoch = await leases.take(siteId);
  if (!site || epoch === undefined) throw new Error('The site is not free.');
  const copyPath = newDatabasePath();
  const opened = await openPostgresJournal(group, { site, copyPath, epoch, nodeId: 'test', onLost: () => undefined });
  if (!opened.ok) throw new Error(opened.refusal.message);
  onTestFinished(async () => {
    await opened.value.close(0);
  });
  expect(await opened.value.verify({ kind: 'visit', id: visitId })).toMatchObject({ ok: true });
  return opened.value.read({ kind: 'visit', id: visitId });
}

async function epochOf(group: Group, siteId: string): Promise<number> {
  const { rows } = await group.pool.query<{ epoch: number }>(
    'SELECT epoch::float8 AS epoch FROM vigil.leases WHERE site_id = $1',
    [siteId],
  );
  return rows[0]?.epoch ?? 0;
}

const note: WireVisitCommand = { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'calm' } };

/** A server without pages says so: it was the site that answered. */
const SERVED = 404;
const statusAt = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    ask({ host: '127.0.0.1', port, path: '/', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });

/** A page that connects until it gets to its site. Its handshake is incomplete: that the site refuses it shows that it got there. */
function knocking(port: number) {
  const socket = io(`http://127.0.0.1:${port}${SCREENS_NAMESPACE}`, {
    ...{
      path: SOCKET_PATH,
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 50,
    },
    auth: {},
  });
  onTestFinished(() => void socket.disconnect());
  const refusals: unknown[] = [];
  const comesIn = new Promise<void>((resolve) => {
    socket.on('connect_error', (error) => {
      refusals.push(error);
      if ((error as { readonly data?: unknown }).data !== undefined) resolve();
    });
  });
  return { refusals, comesIn };
}

/** Resolves when it holds; the runner's time limit is the only other end. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}

test('ND-12 the owner is killed in the middle of readings: the visit goes on at the other node, nothing lost, doubled or calmed', async () => {
  const { group, siteId, owner, other, chairId, secondChair, moved } = await running();
  // All of them come to the node that does not have the site.
  const adapter = await adapterTo(other);
  const second = await adapterTo(other, 2);
  const nurse = await nurseAt(other);
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  await nurse.open(secondChair, { name: 'Grace Hopper', birthDate: '1976-12-09' });
  expect(await second.spo2(97)).toMatchObject({ status: 'stored' });
  const commandId = randomUUID();
  expect((await nurse.command(visitId, note, commandId)).ok).toBe(true);
  const { sent, stored, push } = streamOf(adapter);
  for (let i = 0; i < 4; i += 1) push();
  await nurse.until((screen) => screen.view(chairId).alerts.length === 1 && stored.length > 50);
  const before = nurse.view(chairId);
  const [alert] = before.alerts;
  expect(alert).toMatchObject({ kind: 'spo2-low', priority: 'high' });
  const killedAt = performance.now();
  await owner.kill();
  const fell = {
    kind: 'oximetry',
    measuredAt: wall.now(),
    quality: 'good',
    causes: [],
    spo2Pct: 84,
    pulseBpm: 70,
  } as const;
  await nurse.until(({ raw }) => !raw.connected);
  await moved();
  const movedMs = performance.now() - killedAt;

  const again = await nurseAt(other);
  const after = await again.watch(chairId);
  const servedMs = performance.now() - killedAt;
  console.log(
    `The other node had the site ${Math.round(movedMs)} ms after the kill; a screen saw it after ${Math.round(servedMs)} ms.`,
  );
  expect(after).toMatchObject({ visitId, patient: before.patient, phase: before.phase, entries: before.entries });
  expect(after.alerts[0]).toMatchObject({
    ...{ alertId: alert?.alertId, kind: alert?.kind, priority: alert?.priority },
    ...{ onsetAt: alert?.onsetAt, issuedAt: alert?.issuedAt },
  });

  // The adapter sends again what was not acknowledged, and some of what was; another one what it measured meanwhile.
  const back = await adapterTo(other);
  const unanswered = sent.filter(({ seq }) => !stored.includes(seq));
  const answered = sent.filter(({ seq }) => stored.includes(seq)).slice(-50);
  const answers = await back.send([...unanswered, ...answered]);
  expect(answers.slice(0, unanswered.length).every(({ status }) => status !== 'refused')).toBe(true);
  expect(answers.slice(unanswered.length).every(({ status }) => status === 'duplicate')).toBe(true);
  expect((await again.watch(secondChair)).alerts).toEqual([]);
  const secondBack = await adapterTo(other, 2);
  await secondBack.reading(fell);
  streamOf(secondBack).push();
  await again.until((screen) => screen.view(secondChair).alerts.some(({ kind }) => kind === 'spo2-low'));
  // So does the page with its command.
  expect((await again.command(visitId, note, commandId)).ok).toBe(true);
  await other.stop();

  const events = await recorded(group, siteId, visitId);
  const ofStream = events.filter((event) => event.type === 'reading-recorded' && event.source.epoch === adapter.epoch);
  expect(seqsOf(ofStream).toSorted((a, b) => a - b)).toEqual(sent.map(({ seq }) => seq));
  expect(events.filter(({ type }) => type === 'entry-recorded')).toHaveLength(1);
});

test('ND-13 an owner that stood still longer than its lease publishes nothing old, and carries to the new one', async () => {
  const { group, siteId, owner, other, chairId, moved } = await running();
  const nurse = await nurseAt(owner);
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  const adapter = await adapterTo(owner);
  const { sent, stored, push } = streamOf(adapter);
  for (let i = 0; i < 4; i += 1) push();
  await nurse.until((screen) => screen.view(chairId).alerts.length === 1 && stored.length > 20);
  owner.signal('SIGSTOP');
  await eventually(async () => (await epochOf(group, siteId)) === 2);
  const heard = () => ({
    patches: nurse.chairPatches.length,
    beat: nurse.beat,
    told: nurse.stopping,
    stored: stored.length,
  });
  const before = heard();
  owner.signal('SIGCONT');
  await nurse.until(({ raw }) => !raw.connected);
  await owner.until((node) => !node.has(siteId));
  expect(heard()).toEqual(before);

  await moved();
  const newer = await nurseAt(other);
  await newer.watch(chairId);
  const back = await adapterTo(other);
  const unanswered = sent.filter(({ seq }) => !stored.includes(seq));
  await back.send(unanswered);
  await newer.give(visitId, note);
  // It has the new owner's truth now, by carrying.
  const carried = await nurseAt(owner);
  expect((await carried.watch(chairId)).entries).toHaveLength(1);
  await owner.stop();
  await other.stop();

  const events = await recorded(group, siteId, visitId);
  expect(seqsOf(events).toSorted((a, b) => a - b)).toEqual(sent.map(({ seq }) => seq));
});

test('ND-15 a node that is stopped tells its clients and hands over at once; nothing acknowledged is lost', async () => {
  const { group, siteId, owner, other, chairId, moved } = await running();
  const nurse = await nurseAt(owner);
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  const adapter = await adapterTo(other);
  const { stored, push } = streamOf(adapter);
  for (let i = 0; i < 4; i += 1) push();
  await nurse.until(() => stored.length > 20);
  const ended = owner.stop();
  await nurse.until((screen) => screen.stopping && !screen.raw.connected);
  await moved();
  await ended;
  const again = await nurseAt(other);
  expect(await again.watch(chairId)).toMatchObject({ visitId });
  await other.stop();
  const kept = new Set(seqsOf(await recorded(group, siteId, visitId)));
  expect(stored.filter((seq) => !kept.has(seq))).toEqual([]);
});

test('ND-14 while PostgreSQL is away nobody has a site and everybody is told so; then all goes on as it was', async () => {
  const { group, siteId, owner, other, chairId, moved } = await running();
  const nurse = await nurseAt(owner);
  await nurse.watch(chairId);
  const visitId = await nurse.open(chairId);
  const adapter = await adapterTo(other);
  const { sent, stored, push } = streamOf(adapter);
  push();
  await nurse.until((screen) => screen.view(chairId).alerts.length === 1 && stored.length > 5);
  const [alert] = nurse.view(chairId).alerts;
  await postgres.kill();
  await nurse.until(({ raw }) => !raw.connected);
  await eventually(async () => (await statusAt(owner.port, '127.0.0.1')) === 503);
  await postgres.restart();
  await Promise.race([moved(owner), moved(other)]);
  const again = await nurseAt(other);
  const view = await again.watch(chairId);
  expect(view).toMatchObject({ visitId });
  expect(view.alerts[0]).toMatchObject({ alertId: alert?.alertId });
  const back = await adapterTo(owner);
  await back.send(sent.filter(({ seq }) => !stored.includes(seq)));
  await Promise.all([owner.stop(), other.stop()]);
  const events = await recorded(group, siteId, visitId);
  expect(seqsOf(events).toSorted((a, b) => a - b)).toEqual(sent.map(({ seq }) => seq));
});

test('ND-16 nodes that start at once have each site once, and what is added to the group appears by itself', async () => {
  const { group, url } = await newGroup();
  const names = ['one.test', 'two.test', 'three.test', 'four.test'];
  const siteIds = await Promise.all(names.map((name) => addSite(group, name, [name])));
  const nodes = await Promise.all([startNode({ postgres: url }), startNode({ postgres: url })]);
  const [first, second] = nodes;
  const all = (): readonly string[] => nodes.flatMap(({ holds }) => holds);
  await eventually(async () => all().length === siteIds.length);
  expect([...all()].toSorted()).toEqual(siteIds.toSorted());
  const { rows } = await group.pool.query<{ epoch: string }>('SELECT epoch FROM vigil.leases');
  expect(rows.map(({ epoch }) => Number(epoch))).toEqual([1, 1, 1, 1]);
  for (const name of names)
    for (const { port } of nodes) await eventually(async () => (await statusAt(port, name)) === SERVED);

  expect(await statusAt(first.port, 'five.test')).toBe(421);
  const fifth = await addSite(group, 'five.test', ['five.test']);
  await eventually(async () => (await statusAt(first.port, 'five.test')) === SERVED);
  // So does a socket that came before its site.
  const { refusals, comesIn } = knocking(second.port);
  await eventually(async () => refusals.length > 0);
  await addSite(group, 'Sixth', ['127.0.0.1']);
  await comesIn;
  await group.setHosts(fifth, ['fünf.test', 'xn--fnf-hoa.test']);
  await eventually(async () => (await statusAt(second.port, 'xn--fnf-hoa.test')) === SERVED);
  await eventually(async () => (await statusAt(second.port, 'five.test')) === 421);
  await group.pool.query("DELETE FROM vigil.sites WHERE name = 'Sixth'");
  for (const { port } of nodes) await eventually(async () => (await statusAt(port, '127.0.0.1')) === 421);
  await eventually(async () => all().length === siteIds.length + 1);
});

test('ND-17 a site that a node cannot open is taken by another', async () => {
  const { group, url } = await newGroup();
  const siteId = await addSite(group, 'One', ['127.0.0.1']);
  const dataFolder = mkdtempSync(join(tmpdir(), 'vigil-node-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  mkdirSync(join(dataFolder, 'sites'));
  writeFileSync(join(dataFolder, 'sites', siteId), 'not a folder');
  const unable = await startNode({ postgres: url, dataFolder });
  await eventually(async () => {
    const { rows } = await group.pool.query<{ epoch: string }>('SELECT epoch FROM vigil.leases');
    return rows.some(({ epoch }) => Number(epoch) > 0);
  });
  const able = await startNode({ postgres: url });
  await able.until((node) => node.has(siteId));
  expect(unable.holds).toEqual([]);
  await eventually(async () => (await statusAt(unable.port, '127.0.0.1')) === SERVED);
});
