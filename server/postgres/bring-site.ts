/** An embedded clinic moves into the group: its record goes to PostgreSQL whole, and its file becomes a copy. */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { PoolClient } from 'pg';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { attempt } from '../journal/open-journal.ts';
import { lockDatabase } from '../journal/lock.ts';
import {
  bringForward as bringSchemaForward,
  connect,
  inspect,
  isCopy,
  LEAVING_MARK,
  metaOf,
} from '../journal/schema.ts';
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

/** Told before and after what decides; for tests. */
type OnStep = (step: 'marked' | 'committed') => void;

/**
 * All or nothing. Killed in between, the file is marked: nobody serves it, and a repeat ends it or does it anew. Its waveforms stay in their own file, and the key of its seals where it is: both belong beside the copy of each node.
 * @returns a refusal when the file is no clinic's, a server has it open, it is in the group already, or a host is another site's
 */
export async function bringSite(
  group: Group,
  databaseFile: string,
  { hosts, onStep = () => undefined }: { readonly hosts: readonly string[]; readonly onStep?: OnStep },
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
    return await bring(group, db, { siteId, name, timeZone, demo, hosts: hosts.map(hostOf) }, onStep);
  } catch (error) {
    const isMarked = db?.isOpen === true && metaOf(db, LEAVING_MARK) !== undefined;
    return refuse(
      'unavailable',
      isMarked
        ? `Nobody knows whether it is in the group (${whatItSaid(error)}). Nobody can serve it until you give this once more.`
        : `Nothing was brought into the group (${whatItSaid(error)}).`,
    );
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

async function bring(
  group: Group,
  db: DatabaseSync,
  site: PostgresSite,
  onStep: OnStep,
): Promise<Result<PostgresSite>> {
  const name = await group.secret('group-id');
  const leaves = metaOf(db, LEAVING_MARK);
  if (leaves !== undefined && leaves !== name)
    return refuse('conflict', `${site.name} is on its way into another group. End that first, with that group.`);
  const client = await group.pool.connect();
  let spoilt: Error | undefined;
  try {
    await client.query('BEGIN');
    if (leaves !== undefined) {
      const there = await arrived(client, site.siteId);
      if (there) {
        await client.query('ROLLBACK');
        become(db, there.seal);
        return accept(there.site);
      }
    }
    const refused = await whyNot(client, site);
    if (refused) {
      await client.query('ROLLBACK');
      unmark(db);
      return refused;
    }
    const number = await insertSite(client, site, FIRST_TX);
    for (const table of COPIED) await carry(client, db, table, number);
    const seal = await newestSeal(client, number);
    // From here on no server of one clinic starts with it: there might be two truths.
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(LEAVING_MARK, name);
    onStep('marked');
    await client.query('COMMIT');
    onStep('committed');
    become(db, seal);
    return accept(site);
  } catch (error) {
    spoilt = error as Error;
    throw error;
  } finally {
    client.release(spoilt);
  }
}

function become(db: DatabaseSync, seal: number): void {
  db.exec('BEGIN IMMEDIATE');
  standAt(db, { tx: FIRST_TX, seal });
  unmark(db);
  db.exec('COMMIT');
}

const unmark = (db: DatabaseSync): unknown => db.prepare('DELETE FROM meta WHERE key = ?').run(LEAVING_MARK);

async function newestSeal(client: PoolClient, number: number, upTo = Number.MAX_SAFE_INTEGER): Promise<number> {
  const { rows } = await client.query<{ seal: number }>(
    'SELECT coalesce(max(seal), 0) AS seal FROM vigil.seals WHERE site = $1 AND tx <= $2',
    [number, upTo],
  );
  return rows[0]?.seal ?? 0;
}

/** A file that is marked was brought whole, should its site be there: nodes may have gone on with it since. */
async function arrived(client: PoolClient, siteId: string): Promise<{ site: PostgresSite; seal: number } | undefined> {
  const { rows } = await client.query<PostgresSite & { number: number }>(
    `SELECT number, site_id AS "siteId", name, hosts, time_zone AS "timeZone", demo FROM vigil.sites WHERE site_id = $1`,
    [siteId],
  );
  if (!rows[0]) return undefined;
  const { number, ...site } = rows[0];
  return { site, seal: await newestSeal(client, number, FIRST_TX) };
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
  const where = table.name === 'meta' ? `WHERE key NOT IN ('siteId', 'demo', '${LEAVING_MARK}')` : '';
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
