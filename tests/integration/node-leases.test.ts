/** The leases' statements on a real PostgreSQL: what the keeper's rules stand on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { LEASE_MS } from '../../server/node/lease.ts';
import { openLeaseStore } from '../../server/node/lease-store.ts';
import type { LeaseStore } from '../../server/node/lease-store.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

vi.setConfig({ hookTimeout: 60_000 });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function twoStores() {
  const url = await freshDatabase(postgres);
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  const group = connected.value;
  const siteId = randomUUID();
  await group.addSite({ siteId, name: 'One', hosts: ['one.test'], timeZone: 'UTC', demo: false });
  const [a, b] = ['a', 'b'].map((nodeId) => openLeaseStore(url, { nodeId, nodeUrl: `http://${nodeId}.test` })) as [
    LeaseStore,
    LeaseStore,
  ];
  onTestFinished(async () => {
    await Promise.all([a.close(), b.close(), group.close()]);
  });
  /** As time does. */
  const runOut = () => group.pool.query('UPDATE vigil.leases SET expires_at = now()');
  return { a, b, siteId, group, runOut };
}

test('ND-5 what is free is taken once, with the next epoch; what is taken is not', async () => {
  const { a, b, siteId, runOut } = await twoStores();
  const taken = await Promise.all([a, b, a, b, a, b].map((store) => store.take(siteId)));
  expect(taken.toSorted()).toEqual([1, undefined, undefined, undefined, undefined, undefined]);
  await runOut();
  expect(await b.take(siteId)).toBe(2);
  expect(await a.take(siteId)).toBeUndefined();
});

test('ND-5 it is looked up with its owner and what is left; a lease that ran out has none', async () => {
  const { a, b, siteId, runOut } = await twoStores();
  expect((await b.look()).sites).toEqual([{ siteId, name: 'One', hosts: ['one.test'], timeZone: 'UTC', demo: false }]);
  await a.take(siteId);
  const [site] = (await b.look()).sites;
  expect(site?.owner).toMatchObject({ nodeId: 'a', url: 'http://a.test', epoch: 1 });
  expect(site?.owner?.leftMs).toBeGreaterThan(0);
  expect(site?.owner?.leftMs).toBeLessThanOrEqual(LEASE_MS);
  await runOut();
  expect((await b.look()).sites[0]).not.toHaveProperty('owner');
});

test('ND-4 only what is a node’s own is renewed: also when it ran out and nobody took it', async () => {
  const { a, b, siteId, runOut } = await twoStores();
  await a.take(siteId);
  expect(await a.renew([{ siteId, epoch: 1 }], true)).toEqual([{ siteId, epoch: 1 }]);
  expect(await b.renew([{ siteId, epoch: 1 }], true)).toEqual([]);
  await runOut();
  expect(await a.renew([{ siteId, epoch: 1 }], true)).toEqual([{ siteId, epoch: 1 }]);
  expect(await b.take(siteId)).toBeUndefined();
  await runOut();
  await b.take(siteId);
  expect(await a.renew([{ siteId, epoch: 1 }], true)).toEqual([]);
});

test('ND-5 what is released is free at once, and a renewal still on its way does not bring it back', async () => {
  const { a, b, siteId } = await twoStores();
  await a.take(siteId);
  await b.release({ siteId, epoch: 1 });
  expect(await b.take(siteId)).toBeUndefined();
  await a.release({ siteId, epoch: 1 });
  expect(await a.renew([{ siteId, epoch: 1 }], true)).toEqual([]);
  expect(await b.take(siteId)).toBe(2);
});

test('ND-20 a transaction under way delays no renewal, and whoever takes the site waits for it', async () => {
  const { a, b, siteId, group, runOut } = await twoStores();
  await a.take(siteId);
  const writer = await group.pool.connect();
  await writer.query('BEGIN');
  const empty = Array.from({ length: 13 }, () => 'NULL').join(', ');
  const { rows } = await writer.query(`SELECT vigil.append('${siteId}', 1, 'a', 'run', 1, ${empty}) AS answer`);
  expect(rows).toEqual([{ answer: 'ok' }]);
  expect(await a.renew([{ siteId, epoch: 1 }], true)).toEqual([{ siteId, epoch: 1 }]);
  expect(await a.renew([{ siteId, epoch: 1 }], true)).toEqual([{ siteId, epoch: 1 }]);
  await runOut();
  const taking = b.take(siteId);
  taking.catch(() => undefined);
  const waits = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO vigil.leases%' AND datname = current_database()`;
  while ((await group.pool.query(waits)).rowCount === 0);
  await writer.query('COMMIT');
  writer.release();
  expect(await taking).toBe(2);
});

test('ND-3 nodes that take sites are counted while they are seen, and not once they drain', async () => {
  const { a, b, group } = await twoStores();
  await a.renew([], true);
  await b.renew([], true);
  expect((await a.look()).liveNodes).toBe(2);
  await b.leave();
  await b.renew([], false);
  expect((await a.look()).liveNodes).toBe(1);
  await group.pool.query("UPDATE vigil.nodes SET seen_at = now() - interval '3 s'");
  expect((await a.look()).liveNodes).toBe(0);
});
