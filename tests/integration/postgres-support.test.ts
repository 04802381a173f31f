/** The PostgreSQL of the tests itself: what the others stand on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('ND-45 the PostgreSQL of the tests writes through to the disk', async () => {
  expect(await ask(postgres.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  expect(await ask(postgres.url, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
});

test('ND-45 what is committed stands after its server was killed and started again', async () => {
  const url = await freshDatabase(postgres);
  await ask(url, 'CREATE TABLE kept (n int)');
  await ask(url, 'INSERT INTO kept VALUES (7)');
  await postgres.kill();
  await expect(ask(url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  await postgres.restart();
  expect(await ask(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

test('ND-45 nothing is left of it when the process that started it is killed', async () => {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(new URL('../support/postgres.ts', import.meta.url).href)});
    const { url, pid } = await startPostgres();
    const pg = (await import('pg')).default;
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    console.log(JSON.stringify({ pid, folder: rows[0].data_directory }));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { pid, folder } = JSON.parse(line.toString()) as { pid: number; folder: string };
  expect(existsSync(folder)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
  await expect.poll(() => running(pid), { timeout: 20_000 }).toBe(false);
});

function running(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
