/** An embedded clinic moves into the group: its record goes to PostgreSQL whole, and its file becomes a copy. */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { PoolClient } from 'pg';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { attempt } from '../journal/open-journal.ts';
import { lockDatabase } from '../journal/lock.ts';
import { bringForward as bringSchemaForward, connect, inspect, isCopy } from '../journal/schema.ts';
import { storedSite } from '../keeping/stored-site.ts';
import { hostOf, insertSite, takenHost } from './connect-group.ts';
import { COPIED } from './copied-tables.ts';
import type { CopiedTable } from './copied-tables.ts';
import { standAt } from './copy-file.ts';
import { whatItSaid } from './connection.ts';
import type { Group, PostgresSite } from './group.ts';
import { arrayOfRows } from './row-literals.ts';
import type { SQLInputValue } from 'node:sqlite';

/** The site's first transaction is all that it was before. */
const FIRST_TX = 1;
const PIECE = 5_000;
/** Where `vigil.write_rows` takes each table, after the site and the transaction. */
const PLACES = [
  ...['deleted', 'streams', 'events', 'readings', 'heads', 'event_types', 'sources', 'received', 'quarantine'],
  ...['patients', 'secrets', 'meta', 'seals'],
];

/**
 * All or nothing. Its waveforms stay in their own file, and the key of its seals where it is: both belong beside the copy of each node.
 * @returns a refusal when the file is no clinic's, a server has it open, it is in the group already, or a host is another site's
 */
export async function bringSite(
  group: Group,
  databaseFile: string,
  { hosts }: { readonly hosts: readonly string[] },
): Promise<Result<PostgresSite>> {
  if (!existsSync(databaseFile)) return refuse('not-found', `There is no database ${databaseFile}.`);
  const lock = attempt(databaseFile, () => lockDatabase(databaseFile, 'Stop that server first.'));
  if (!lock.ok) return lock;
  let db: DatabaseSync | undefined;
  try {
    const opened = attempt(databaseFile, () => openClinic(databaseFile));
    if (!opened.ok) return opened;
    db = opened.value.db;
    const { name, timeZone, siteId, demo } = opened.value;
    return await bring(group, db, { siteId, name, timeZone, demo, hosts: hosts.map(hostOf) });
  } catch (error) {
    return refuse('unavailable', `Nothing was brought into the group (${whatItSaid(error)}).`);
  } finally {
    db?.close();
    lock.value.release();
  }
}

type Clinic = Omit<PostgresSite, 'hosts'> & { readonly db: DatabaseSync };

function openClinic(path: string): Result<Clinic> {
  const db = connect(path);
  const opened = clinicIn(db, path);
  if (!opened.ok) db.close();
  return opened;
}

function clinicIn(db: DatabaseSync, path: string): Result<Clinic> {
  const found = inspect(db, path);
  if (!found.ok) return found;
  if (isCopy(db)) return refuse('conflict', `${path} is a copy of a site that is in a group already.`);
  bringSchemaForward(db, found.value.version);
  const site = storedSite(db);
  if (site === undefined)
    return refuse('not-ready', `${path} has no clinic yet: start it once, or add a site to the group.`);
  const { siteId, demo } = found.value;
  return accept({ db, siteId, demo, name: site.name, timeZone: site.timeZone });
}

async function bring(group: Group, db: DatabaseSync, site: PostgresSite): Promise<Result<PostgresSite>> {
  const client = await group.pool.connect();
  let spoilt: Error | undefined;
  try {
    await client.query('BEGIN');
    const refused = await whyNot(client, site);
    if (refused) {
      await client.query('ROLLBACK');
      return refused;
    }
    const number = await insertSite(client, site, FIRST_TX);
    for (const table of COPIED) await carry(client, db, table, number);
    const { rows } = await client.query<{ seal: number }>(
      'SELECT coalesce(max(seal), 0) AS seal FROM vigil.seals WHERE site = $1',
      [number],
    );
    await client.query('COMMIT');
    // From here on no server of one clinic starts with it: there would be two truths.
    db.exec('BEGIN IMMEDIATE');
    standAt(db, { tx: FIRST_TX, seal: rows[0]?.seal ?? 0 });
    db.exec('COMMIT');
    return accept(site);
  } catch (error) {
    spoilt = error as Error;
    throw error;
  } finally {
    client.release(spoilt);
  }
}

async function whyNot(client: PoolClient, { siteId, hosts, name }: PostgresSite): Promise<Result<never> | undefined> {
  const known = await client.query('SELECT 1 FROM vigil.sites WHERE site_id = $1', [siteId]);
  if (known.rowCount === 0) return takenHost(client, siteId, hosts);
  return refuse(
    'conflict',
    `${name} (${siteId}) is in the group already. Do not start a server with this file.`,
  ) as Result<never>;
}

async function carry(client: PoolClient, db: DatabaseSync, table: CopiedTable, number: number): Promise<void> {
  const where = table.name === 'meta' ? "WHERE key NOT IN ('siteId', 'demo')" : '';
  const select = db.prepare(`SELECT ${table.columns.join(', ')} FROM ${table.name} ${where}`);
  select.setReturnArrays(true);
  const place = PLACES.indexOf(table.name);
  const parameters = PLACES.map((_, index) => (index === place ? '$3' : 'NULL')).join(', ');
  const write = async (rows: readonly SQLInputValue[][]): Promise<void> => {
    if (rows.length > 0)
      await client.query(`SELECT vigil.write_rows($1, $2, ${parameters})`, [number, FIRST_TX, arrayOfRows(rows)]);
  };
  let piece: SQLInputValue[][] = [];
  for (const row of select.iterate() as unknown as Iterable<SQLInputValue[]>) {
    piece.push(row);
    if (piece.length < PIECE) continue;
    await write(piece);
    piece = [];
  }
  await write(piece);
}
