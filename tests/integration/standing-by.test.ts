/** A copy that nobody has open, held against PostgreSQL. */
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followSite } from '../../server/postgres/follow-site.ts';
import { verifySite } from '../../server/postgres/verify-site.ts';
import { SITE, startGroup } from '../support/group-site.ts';
import { noted, visit } from '../support/journal-events.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);

test('ND-26 a copy that was spoilt while it stands by is found by its heads and made anew, though nothing was written since', async () => {
  const site = await startGroup(postgres);
  const journal = await site.open();
  await journal.append(visit('a'), [noted('1')]).durable;
  const path = site.copyPath('node-2');
  const tx = await followSite(site.group, SITE, path);
  const copy = new DatabaseSync(path);
  copy.exec('UPDATE streams SET head_seq = head_seq + 1');
  copy.close();
  const told: string[] = [];
  const onNotice = (sentence: string): void => void told.push(sentence);
  expect(await followSite(site.group, SITE, path, { onNotice })).toBe(tx);
  expect(told).toEqual([]);
  expect(await followSite(site.group, SITE, path, { onNotice, checksHeads: true })).toBe(tx);
  expect(told).toEqual([expect.stringContaining('made anew')]);
  expect(await verifySite(site.group, SITE, path)).toMatchObject({ ok: true, value: { faults: [] } });
});
