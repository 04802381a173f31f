import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { exitOf } from '../../server/keeping/audit.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { makeSeal } from '../../server/keeping/make-seal.ts';
import { makeSealKey, readSealKey } from '../../server/keeping/seal-key.ts';
import { groupSealKey, setGroupSealKey } from '../../server/node/group-seal-key.ts';
import { runNode } from '../../server/node/node.ts';
import { noPages } from '../../server/pages.ts';
import { followSite } from '../../server/postgres/follow-site.ts';
import { SITE, startGroup } from '../support/group-site.ts';
import { noted, T, visit } from '../support/journal-events.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';
import { auditOf } from '../support/sealed-journal.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-seals-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('JR-109 two nodes seal in one chain, and both copies verify, also that of a node which died with a seal nobody else had', async () => {
  const site = await startGroup(postgres);
  const key = join(newFolder(), 'seal.key');
  const made = makeSealKey(key);
  const [first, second] = ['node-1', 'node-2'].map((node) => sealFiles(site.copyPath(node), key, made.fingerprint));
  if (!first || !second) throw new Error('There are two.');
  const old = await site.open({ node: 'node-1' });
  await old.append(visit('a'), [noted('1')]).durable;
  expect(makeSeal(first, { at: T, cause: 'start' })).toMatchObject({ ok: true });
  await old.append(visit('a'), [noted('2')]).durable;
  expect(makeSeal(first, { at: T + 1, cause: 'hourly' })).toMatchObject({ ok: true });
  const next = await site.open({ node: 'node-2' });
  await old.close(0);
  await next.append(visit('a'), [noted('3')]).durable;
  expect(makeSeal(second, { at: T + 2, cause: 'start' })).toMatchObject({ ok: true, value: { seal: { seal: 2 } } });
  await next.append(visit('a'), [noted('4')]).durable;
  expect(makeSeal(second, { at: T + 3, cause: 'hourly' })).toMatchObject({ ok: true, value: { seal: { seal: 3 } } });
  await next.close();
  for (const files of [first, second]) {
    await followSite(site.group, SITE, files.database);
    const audit = auditOf(files, [made]);
    expect(audit).toMatchObject({ findings: [], unchecked: [], holding: { seals: 3 } });
    expect(exitOf(audit)).toBe(0);
  }
});

test('JR-109 a seal is made beside a transaction that waits for PostgreSQL', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  await journal.append(visit('a'), [noted('1')]).durable;
  const holder = await site.group.pool.connect();
  await holder.query('BEGIN; UPDATE vigil.sites SET name = name');
  const waits = journal.append(visit('a'), [noted('2')]).durable;
  await vi.waitUntil(
    async () =>
      (
        await site.group.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%vigil.append%' AND datname = current_database()`,
        )
      ).rowCount === 1,
    { timeout: 30_000 },
  );
  // The copy is held by the writer's thread now; the seal waits for it, not it for the seal.
  const keyPath = join(newFolder(), 'seal.key');
  const key = makeSealKey(keyPath);
  const files = sealFiles(site.copyPath(), keyPath, key.fingerprint);
  expect(makeSeal(sealFiles(site.copyPath()), { at: T, cause: 'backup' })).toMatchObject({ ok: false });
  expect(makeSeal(files, { at: T, cause: 'start' })).toMatchObject({ ok: true });
  await holder.query('COMMIT');
  holder.release();
  await waits;
  await journal.close();
  await followSite(site.group, SITE, site.copyPath('node-2'));
  const other = sealFiles(site.copyPath('node-2'));
  expect(auditOf(other, [key])).toMatchObject({
    ...{ findings: [], unchecked: [], holding: { seals: 1 } },
  });
});

test('JR-109 with another key, or without, nothing is sealed, in a sentence; a new one is told to the group by hand', async () => {
  const { group, ...site } = await startGroup(postgres);
  const folder = newFolder();
  const paths = ['1', '2'].map((name) => join(folder, `node-${name}`, 'seal.key'));
  const [first = '', second = ''] = paths;
  const fingerprint = await groupSealKey(group, first);
  expect(readSealKey(first)).toMatchObject({ ok: true, value: { fingerprint } });
  expect(await groupSealKey(group, second)).toBe(fingerprint);
  const journal = await site.open();
  await journal.append(visit('a'), [noted('1')]).durable;
  const files = sealFiles(site.copyPath(), join(folder, 'seal.key'), fingerprint);
  const missing = makeSeal(files, { at: T, cause: 'start' });
  expect(missing).toMatchObject({ ok: false, message: expect.stringMatching(/is not at .*copy it there/) as string });
  const other = makeSealKey(files.key);
  const another = makeSeal(files, { at: T, cause: 'start' });
  expect(another).toMatchObject({ ok: false, message: expect.stringMatching(/is another than/) as string });
  await setGroupSealKey(group, other.fingerprint);
  expect(await groupSealKey(group, first)).toBe(other.fingerprint);
});

test('JR-109 a node without the group’s key says so, and runs the sites of one that stopped', async () => {
  const { group } = await startGroup(postgres);
  const opened: string[] = [];
  const node = async (name: string) => {
    const { promise: first, resolve } = Promise.withResolvers<string>();
    const running = await runNode({
      ...{ postgres: group.url, port: 0, host: '127.0.0.1', dataFolder: join(newFolder(), 'data'), pages: noPages },
      ...{ log: pino({ level: 'silent' }), watchesSound: false },
      onOpened: () => (opened.push(name), resolve(name)),
    });
    if (!running.ok) throw new Error(running.refusal.message);
    onTestFinished(() => running.value.close());
    return { node: running.value, first };
  };
  const one = await node('one');
  await one.first;
  const two = await node('two');
  expect(one.node.standing().sealTrouble).toBeNull();
  expect(two.node.standing().sealTrouble).toMatch(/copy it there from another node.*its clinics run/);
  await one.node.close();
  await two.first;
  expect(opened).toEqual(['one', 'two']);
});
