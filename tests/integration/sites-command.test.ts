/** `vigil sites`, as an administrator of a group types it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../server/main.ts';
import { openLeaseStore } from '../../server/node/lease-store.ts';
import { noPages } from '../../server/pages.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import type { Group } from '../../server/postgres/group.ts';
import { openPostgresJournal } from '../../server/postgres/open-postgres-journal.ts';
import { removeSite } from '../../server/sites/change-sites.ts';
import { findSite } from '../../server/sites/find-site.ts';
import { siteStandings } from '../../server/sites/standings.ts';
import { noted, T, visit } from '../support/journal-events.ts';
import { newDatabasePath } from '../support/journal-folder.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigil-sites-'));
let postgres: TestPostgres;
let url: string;
let group: Group;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await freshDatabase(postgres);
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  group = connected.value;
}, 60_000);
afterAll(async () => {
  await group.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function vigil(args: readonly string[], database = url): Promise<Said> {
  const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, VIGIL_POSTGRES: database },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}
const sites = (...args: string[]): Promise<Said> => vigil(['sites', ...args]);

async function added(name: string, demo = false): Promise<string> {
  const siteId = `site-of-${name}`;
  const done = await group.addSite({ siteId, name, hosts: [`${name.toLowerCase()}.test`], timeZone: 'UTC', demo });
  if (!done.ok) throw new Error(done.refusal.message);
  return siteId;
}

async function siteNamed(text: string) {
  const found = findSite(await siteStandings(group), text);
  if (!found.ok) throw new Error(found.refusal.message);
  return found.value;
}

test('ND-46 ND-47 a site is added, named, listed and taken away', async () => {
  expect((await sites('list')).out).toContain('There is no site yet');
  const made = await sites('add', 'North', '--host', 'NORTH.test', '--host', '192.0.2.7', '--time-zone', 'Europe/Oslo');
  expect(made).toMatchObject({ code: 0, err: '' });
  const listed = (await sites('list')).out;
  expect(listed).toContain('hosts    north.test, 192.0.2.7');
  expect(listed).toMatch(/zone {5}Europe\/Oslo\n {2}runs {5}never ran yet\n {2}record {3}0 transactions/);
  expect((await sites('hosts', 'north', 'n.test')).out).toContain('North is reached by n.test.');
  expect((await sites('hosts', 'n.test')).out).toContain('North is reached by nobody any more.');
  expect((await sites('nodes')).out).toContain('No node was here in the last hour.');
  expect(await sites('remove', 'North')).toMatchObject({ code: 0, out: 'North is not in the group any more.\n' });
});

test('ND-47 what is no host, and what is another’s, is refused in a sentence', async () => {
  await added('West');
  for (const host of ['https://w.test', 'w.test:443', 'not a name']) {
    const { code, err } = await sites('add', 'Other', '--host', host);
    expect(code).not.toBe(0);
    expect(err).toContain(`"${host}" is no name`);
  }
  expect((await sites('add', 'Other', '--host', 'west.test')).err).toContain('west.test is the name of another site');
  expect((await sites('hosts', 'East', 'e.test')).err).toContain('There is no site "East"');
});

test('ND-46 without the group’s database it says what is wrong, and how the command is used', async () => {
  const { code, err } = await vigil(['sites', 'list'], 'postgres://vigil:secret-word@127.0.0.1:1/none');
  expect(code).toBe(1);
  expect(err).toContain('cannot be reached');
  expect(err).not.toContain('secret-word');
  expect((await vigil(['sites', '--help'])).out).toMatch(/add.*\n[^]*copy/);
});

test('ND-48 whose stations may see whose chairs', async () => {
  await added('Hill');
  await added('Lake');
  await added('Shown', true);
  expect((await sites('admit', 'Hill', 'Lake')).out).toBe('The stations of Lake may see the chairs of Hill.\n');
  expect((await sites('admit', 'Hill', 'lake.test')).out).toContain('already');
  expect((await siteNamed('Hill')).watchedBy).toEqual(['Lake']);
  expect((await siteNamed('Lake')).watchedBy).toEqual([]);
  expect((await sites('admit', 'Hill', 'Hill')).err).toContain('their own chairs anyway');
  expect((await sites('admit', 'Shown', 'Lake')).err).toContain('neither sees the other');
  expect((await sites('dismiss', 'Hill', 'Lake')).out).toContain('any more');
  expect((await siteNamed('Hill')).watchedBy).toEqual([]);
});

test('ND-49 ND-50 a site with a record stays, and its record is copied whole into a new file', async () => {
  const siteId = await added('Recorded');
  const store = openLeaseStore(url, { nodeId: 'node-1', nodeUrl: 'http://127.0.0.1:4400' });
  const epoch = await store.take(siteId);
  expect((await siteNamed('Recorded')).owner).toEqual({ nodeId: 'node-1', url: 'http://127.0.0.1:4400', epoch });
  const running = await removeSite(group, await siteNamed('Recorded'));
  expect(!running.ok && running.refusal.message).toContain('runs on http://127.0.0.1:4400 now');
  const opened = await openPostgresJournal(group, {
    site: await siteNamed('Recorded'),
    copyPath: join(folder, 'node.db'),
    epoch: epoch ?? 0,
    nodeId: 'node-1',
    onLost: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.refusal.message);
  await opened.value.append(visit('v1'), [noted('of the group', T)]).durable;
  await opened.value.close();
  await store.release({ siteId, epoch: epoch ?? 0 });
  await store.close();

  expect((await sites('remove', 'Recorded')).err).toContain('has a record, which stays');
  const file = join(folder, 'copy.db');
  expect((await sites('copy', 'Recorded', file)).out).toMatch(/has the record of Recorded up to its transaction \d/);
  const checked = await vigil(['audit', 'verify', '--data', file]);
  // 2: nobody sealed it yet, so that the chains alone could be checked.
  expect(checked.code, checked.err).toBe(2);
  expect(checked.out + checked.err).toMatch(/1 event\b[^]*no seal/i);
  expect((await sites('copy', 'Recorded', file)).err).toContain('is there already');
});

test('ND-51 a clinic of its own moves in with its record; what is no clinic is refused', async () => {
  const { err } = await sites('bring', join(folder, 'none.db'), '--host', 'own.test');
  expect(err).toContain('There is no database');
  const path = newDatabasePath();
  const serving = await serve({
    ...{ port: 0, host: '127.0.0.1', database: path, pages: noPages, watchesSound: false },
    founding: { name: 'Own', timeZone: 'UTC', demo: false },
    log: pino({ level: 'silent' }),
  });
  if (!serving.ok) throw new Error(serving.refusal.message);
  const { siteId } = serving.value.journal;
  expect((await sites('bring', path)).err).toContain('Stop that server first');
  await serving.value.close();
  const brought = await sites('bring', path, '--host', 'own.test');
  expect(brought, brought.err).toMatchObject({ code: 0 });
  expect(await siteNamed('own.test')).toMatchObject({ siteId, name: 'Own', tx: 1 });
  expect((await sites('bring', path, '--host', 'own.test')).code).toBe(1);
});
