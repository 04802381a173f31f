import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 120_000);
afterAll(() => postgres.stop());

test('OP-1 a connection that PostgreSQL ends between two questions of a copy ends no process: the next question fails', async () => {
  const connected = await connectGroup(await freshDatabase(postgres));
  if (!connected.ok) throw new Error(connected.refusal.message);
  const { pool } = connected.value;
  const client = await pool.connect();
  await client.query('BEGIN');
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  // Without a listener of its own the event of its end is an uncaught error.
  const ended = new Promise((resolve) => client.once('end', resolve));
  await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;
  await expect(client.query('SELECT 1')).rejects.toThrow();
  client.release(true);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await connected.value.close();
}, 60_000);
