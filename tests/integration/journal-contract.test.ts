import { afterAll, beforeAll, describe } from 'vitest';
import { startGroup } from '../support/group-site.ts';
import { journalContract } from '../support/journal-contract.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop(), 60_000);

describe('JR-99 one suite for both journals', () => {
  journalContract('an embedded journal', () => {
    const path = newDatabasePath();
    return Promise.resolve({ open: () => openForTest(path) });
  });

  journalContract('a journal in PostgreSQL, opened by one node again and again', () => startGroup(postgres));

  journalContract('a journal in PostgreSQL, opened by another node each time', async () => {
    const site = await startGroup(postgres);
    let node = 0;
    return { open: () => site.open({ node: `node-${++node}` }) };
  });
});
