/** Connects a node or a command to a group's PostgreSQL. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Duration } from '#core/reading.ts';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { clientConfig, whatItSaid } from './connection.ts';
import type { Group, GroupOptions, PostgresSite } from './group.ts';
import { prepareGroup } from './schema.ts';

const COLUMNS = 'site_id AS "siteId", name, hosts, time_zone AS "timeZone", demo';
/** A connection that hangs is known by it: the network between says nothing for a quarter of an hour. */
const ANSWER_MS: Duration = 3_000;
/** Making the tables, and waiting for another who makes them. */
const PREPARE_MS: Duration = 60_000;
/** One change of sites at a time: no two have the same host. */
const SITES_LOCK = 0x56494753;

/** @returns a refusal when PostgreSQL cannot be reached, lets nobody in, or has tables of a newer Vigil. */
export async function connectGroup(url: string, options: GroupOptions = {}): Promise<Result<Group>> {
  const { max = 10, connectMs = 5_000, answerMs = ANSWER_MS } = options;
  let pool: pg.Pool;
  try {
    pool = new pg.Pool({ ...clientConfig(url, { connectMs, queryMs: answerMs }), max });
  } catch (error) {
    return refuse('malformed', `The address of the group's database cannot be read (${whatItSaid(error)}).`);
  }
  // An idle connection that PostgreSQL ends is replaced by the next question.
  pool.on('error', () => undefined);
  // One that it ends between two questions of a copy fails the next of them; unheard it would end the whole node.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  let prepared: Result<number>;
  try {
    const client = new pg.Client(clientConfig(url, { connectMs, queryMs: PREPARE_MS }));
    client.on('error', () => undefined);
    try {
      await client.connect();
      prepared = await prepareGroup(client);
    } finally {
      await client.end();
    }
  } catch (error) {
    prepared = refuse('unavailable', `The group's database cannot be reached (${whatItSaid(error)}).`);
  }
  if (prepared.ok) return accept(new PooledGroup(url, pool));
  await pool.end();
  return prepared;
}

class PooledGroup implements Group {
  readonly url;
  readonly pool;

  constructor(url: string, pool: pg.Pool) {
    this.url = url;
    this.pool = pool;
  }

  async sites(): Promise<readonly PostgresSite[]> {
    return (await this.pool.query<PostgresSite>(`SELECT ${COLUMNS} FROM vigil.sites ORDER BY name, site_id`)).rows;
  }

  addSite(site: PostgresSite): Promise<Result<PostgresSite>> {
    return this.#change(async (client) => {
      const { siteId, name, timeZone, demo } = site;
      const hosts = site.hosts.map(hostOf);
      const known = await client.query('SELECT 1 FROM vigil.sites WHERE site_id = $1', [siteId]);
      if (known.rowCount !== 0) return refuse('conflict', `The site ${siteId} is in the group already.`);
      const taken = await takenHost(client, siteId, hosts);
      if (taken) return taken;
      await insertSite(client, { siteId, name, hosts, timeZone, demo });
      return accept({ siteId, name, hosts, timeZone, demo });
    });
  }

  setHosts(siteId: string, hosts: readonly string[]): Promise<Result<PostgresSite>> {
    return this.#change(async (client) => {
      const named = hosts.map(hostOf);
      const taken = await takenHost(client, siteId, named);
      if (taken) return taken;
      const { rows } = await client.query<PostgresSite>(
        `UPDATE vigil.sites SET hosts = $2 WHERE site_id = $1 RETURNING ${COLUMNS}`,
        [siteId, named],
      );
      return rows[0] === undefined ? refuse('not-found', `There is no site ${siteId} in the group.`) : accept(rows[0]);
    });
  }

  async secret(name: string): Promise<string> {
    const made = randomBytes(32).toString('hex');
    await this.pool.query('INSERT INTO vigil.group_secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      made,
    ]);
    const { rows } = await this.pool.query<{ value: string }>('SELECT value FROM vigil.group_secrets WHERE name = $1', [
      name,
    ]);
    return rows[0]?.value ?? made;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async #change(work: (client: pg.PoolClient) => Promise<Result<PostgresSite>>): Promise<Result<PostgresSite>> {
    const client = await this.pool.connect();
    let spoilt: Error | undefined;
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [SITES_LOCK]);
      const result = await work(client);
      await client.query(result.ok ? 'COMMIT' : 'ROLLBACK');
      return result;
    } catch (error) {
      spoilt = error as Error;
      throw error;
    } finally {
      // A connection in the middle of a transaction is not for anybody else.
      client.release(spoilt);
    }
  }
}

export const hostOf = (host: string): string => host.trim().toLowerCase();

/** With the lease that nobody has. */
export async function insertSite(client: pg.ClientBase, site: PostgresSite, tx = 0): Promise<number> {
  const { siteId, name, hosts, timeZone, demo } = site;
  const { rows } = await client.query<{ number: number }>(
    `INSERT INTO vigil.sites (site_id, name, hosts, time_zone, demo, tx) VALUES ($1, $2, $3, $4, $5, $6) RETURNING number`,
    [siteId, name, hosts, timeZone, demo, tx],
  );
  await client.query('INSERT INTO vigil.leases (site_id) VALUES ($1)', [siteId]);
  return rows[0]?.number ?? 0;
}

export async function takenHost(
  client: pg.ClientBase,
  siteId: string,
  hosts: readonly string[],
): Promise<Result<never> | undefined> {
  const { rows } = await client.query<{ name: string; hosts: readonly string[] }>(
    'SELECT name, hosts FROM vigil.sites WHERE site_id <> $1 AND hosts && $2',
    [siteId, hosts],
  );
  const [other] = rows;
  if (other === undefined) return undefined;
  const host = other.hosts.find((each) => hosts.includes(each)) ?? '';
  return refuse('conflict', `${host} is the name of another site of the group, ${other.name}.`) as Result<never>;
}
