/** Brings a copy to where its site stands in PostgreSQL: what went first, then every row that a later transaction wrote. */
import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ClientBase, QueryArrayResult } from 'pg';
import { changedSince, COPIED, putInCopy } from './copied-tables.ts';
import type { CopiedTable } from './copied-tables.ts';
import { standAt, standingOf } from './copy-file.ts';

/** The copy cannot be brought forward: it is of a later time than the group's database, or another site's or time's. */
export class CopyAstray extends Error {}
export class NoSuchSite extends Error {}

type Values = SQLInputValue[];
type Answer = QueryArrayResult<Values>;

/** Rows at once; below it a table is read in the same question as the others. A longer piece would hold up the thread. */
const PIECE = 1_000;

/**
 * All of it or nothing, of one instant of PostgreSQL. On a connection of its own: one that failed is not used again.
 * @param checksHeads also holds every stream's head against PostgreSQL's
 * @returns the transaction the copy is at. Throws CopyAstray, NoSuchSite, and PostgreSQL's and SQLite's errors with the copy as it was.
 */
export async function bringForward(
  client: ClientBase,
  copy: DatabaseSync,
  siteId: string,
  { checksHeads = false } = {},
): Promise<number> {
  const { tx: from } = standingOf(copy);
  const { number, tx } = await siteOf(client, siteId);
  if (tx < from) throw new CopyAstray(`it is at ${from}, the group's database at ${tx}`);
  if (tx === from && !checksHeads) return tx;
  const [, at, gone, ...tables] = await ask(client, [
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    `SELECT tx, (SELECT coalesce(max(seal), 0) FROM vigil.seals WHERE site = ${number}) FROM vigil.sites WHERE number = ${number}`,
    `SELECT table_name, key::text FROM vigil.deleted WHERE site = ${number} AND tx > ${from} ORDER BY tx`,
    ...COPIED.map((table) => `${changedSince(table, number, from)} LIMIT ${PIECE}`),
  ]);
  const [to, seal] = (at?.rows[0] ?? []) as number[];
  if (to === undefined || seal === undefined) throw new NoSuchSite(siteId);
  copy.exec('BEGIN IMMEDIATE');
  try {
    if (from > 0) for (const row of gone?.rows ?? []) letGo(copy, row);
    for (const [index, table] of COPIED.entries()) {
      const rows = tables[index]?.rows ?? [];
      if (rows.length < PIECE) put(copy, table, rows);
      else await putAll(client, copy, table, changedSince(table, number, from));
    }
    standAt(copy, { tx: to, seal });
    dropLooseSeals(copy, seal);
    if (checksHeads) await compareHeads(client, copy, number);
    copy.exec('COMMIT');
  } catch (error) {
    if (copy.isTransaction) copy.exec('ROLLBACK');
    throw error;
  }
  await client.query('COMMIT');
  return to;
}

export async function siteOf(client: ClientBase, siteId: string): Promise<{ number: number; tx: number }> {
  const { rows } = await client.query<{ number: number; tx: number }>(
    'SELECT number, tx FROM vigil.sites WHERE site_id = $1',
    [siteId],
  );
  if (rows[0] === undefined) throw new NoSuchSite(siteId);
  return rows[0];
}

/** One round trip. */
const ask = async (client: ClientBase, statements: readonly string[]): Promise<readonly Answer[]> =>
  (await client.query({ text: statements.join(';'), rowMode: 'array' })) as unknown as readonly Answer[];

/** A stream goes with its rows; the number of one that went may have been given again since. */
function letGo(copy: DatabaseSync, [table, key]: Values): void {
  const keys = JSON.parse(String(key)) as (string | number)[];
  if (table === 'streams')
    for (const rows of ['events', 'readings', 'streams'])
      copy.prepare(`DELETE FROM ${rows} WHERE stream = ?`).run(...keys);
  else if (table === 'patients') copy.prepare('DELETE FROM patients WHERE patient_id = ?').run(...keys);
  else copy.prepare('DELETE FROM secrets WHERE kind = ? AND id = ?').run(...keys);
}

function put(copy: DatabaseSync, table: CopiedTable, rows: readonly Values[]): void {
  if (rows.length === 0) return;
  const statement = copy.prepare(putInCopy(table));
  // A range that grew over its neighbour took its place.
  const covered =
    table.name === 'received' &&
    copy.prepare('DELETE FROM received WHERE device_id = ? AND epoch = ? AND first_seq > ? AND first_seq <= ?');
  for (const row of rows) {
    if (covered !== false) covered.run(...row);
    statement.run(...row);
  }
}

async function putAll(client: ClientBase, copy: DatabaseSync, table: CopiedTable, select: string): Promise<void> {
  await client.query(`DECLARE pieces NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    const { rows } = await client.query<Values>({ text: `FETCH ${PIECE} FROM pieces`, rowMode: 'array' });
    put(copy, table, rows);
    if (rows.length < PIECE) break;
  }
  await client.query('CLOSE pieces');
}

/** Seals that were made here and never came to PostgreSQL stay while they continue what stands there. */
function dropLooseSeals(copy: DatabaseSync, known: number): void {
  const seals = copy.prepare('SELECT seal, before, mac FROM seals WHERE seal >= ? ORDER BY seal').all(known) as {
    seal: number;
    before: string;
    mac: string;
  }[];
  let last = known === 0 ? undefined : seals.find(({ seal }) => seal === known)?.mac;
  for (const { seal, before, mac } of seals.filter((each) => each.seal > known)) {
    if (last !== undefined && before !== last) {
      copy.prepare('DELETE FROM seals WHERE seal >= ?').run(seal);
      return;
    }
    last = mac;
  }
}

/** A copy that somebody wrote to, or that followed a group's database which was put back in time since. */
async function compareHeads(client: ClientBase, copy: DatabaseSync, site: number): Promise<void> {
  const { rows } = await client.query<{ digest: string | null }>(
    `SELECT md5(string_agg(stream || ' ' || head_seq || ' ' || encode(head_hash, 'hex') || ' ' || last_at || ' ' || ended, ';' ORDER BY stream))
       AS digest FROM vigil.streams WHERE site = $1`,
    [site],
  );
  const heads = copy.prepare(
    `SELECT stream || ' ' || head_seq || ' ' || lower(hex(head_hash)) || ' ' || last_at || ' ' || ended AS head FROM streams ORDER BY stream`,
  );
  const mine = (heads.all() as { head: string }[]).map(({ head }) => head).join(';');
  const digest = mine === '' ? null : createHash('md5').update(mine).digest('hex');
  if (digest !== rows[0]?.digest) throw new CopyAstray('its streams are not those of the group’s database');
}
