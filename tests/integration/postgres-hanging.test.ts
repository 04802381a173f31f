import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Journal } from '../../server/journal/journal.ts';
import { followSite } from '../../server/postgres/follow-site.ts';
import { verifySite } from '../../server/postgres/verify-site.ts';
import { SITE, startGroup } from '../support/group-site.ts';
import { noted, read, visit } from '../support/journal-events.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const notes = async (journal: Journal): Promise<(string | undefined)[]> =>
  (await journal.read(visit('a'))).map((event) => (event as { entryId?: string }).entryId);

test('JR-102 a PostgreSQL that hangs under appends: told as trouble while it does, nothing lost or doubled when it goes on', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  const { promise: failed, resolve } = Promise.withResolvers<string>();
  journal.onTrouble((trouble) => {
    if (trouble?.code === 'io') resolve(trouble.reason);
  });
  await journal.append(visit('a'), [noted('1')]).durable;
  const { rows } = await site.group.pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND query LIKE '%vigil.append%' AND pid <> pg_backend_pid()`,
  );
  // The backend that appends, and the process that would make another.
  const stopped = [...rows.map(({ pid }) => pid), postgres.pid ?? 0];
  expect(stopped).toHaveLength(2);
  let isStopped = false;
  const tell = (signal: NodeJS.Signals): void => {
    isStopped = signal === 'SIGSTOP';
    for (const pid of stopped) process.kill(pid, signal);
  };
  onTestFinished(() => {
    if (isStopped) tell('SIGCONT');
  });
  tell('SIGSTOP');
  let acknowledged = 0;
  const given = [];
  for (let number = 2; number <= 30; number++) {
    const { durable } = journal.append(visit('a'), [noted(String(number))]);
    given.push(durable.then(() => acknowledged++));
    await new Promise(setImmediate);
  }
  expect(await failed).toMatch(/wait in memory/);
  expect([acknowledged, journal.pending]).toEqual([0, 29]);
  tell('SIGCONT');
  await Promise.all(given);
  expect(journal.trouble).toBeUndefined();
  expect(await notes(journal)).toEqual(Array.from({ length: 30 }, (_, index) => String(index + 1)));
  await journal.close();
  expect(await verifySite(site.group, SITE, site.copyPath())).toMatchObject({ ok: true, value: { faults: [] } });
});

test('JR-103 a copy that lacks thousands of rows, or some thousands since it followed, is brought forward whole', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  const many = (from: number) =>
    Array.from({ length: 2_300 }, (_, index) => (index % 2 === 0 ? noted(`n${from + index}`) : read(from + index)));
  await journal.append(visit('a'), many(0)).durable;
  const old = site.copyPath('node-2');
  await followSite(site.group, SITE, old);
  await journal.append(visit('a'), many(10_000)).durable;
  const tx = await followSite(site.group, SITE, old);
  expect(await followSite(site.group, SITE, site.copyPath('node-3'))).toBe(tx);
  await journal.close();
  for (const node of ['node-1', 'node-2', 'node-3'])
    expect(await verifySite(site.group, SITE, site.copyPath(node)), node).toMatchObject({
      ...{ ok: true, value: { tx, streams: 1, faults: [] } },
    });
});
