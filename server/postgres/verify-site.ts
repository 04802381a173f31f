/** Whether PostgreSQL holds a site as it was written, and a copy holds the same. Reads all of it; in the way of nobody. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { accept, type Result } from '#core/refusal.ts';
import { streamsOf } from '../journal/read-rows.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { verifyStream } from '../journal/verify.ts';
import { COPIED } from './copied-tables.ts';
import type { CopiedTable } from './copied-tables.ts';
import { forwardCopy } from './copy.ts';
import { standingOf } from './copy-file.ts';
import type { Group, PostgresSite } from './group.ts';

export interface VerifiedSite {
  /** The transaction at which PostgreSQL was read. */
  readonly tx: number;
  readonly streams: number;
  /** Each a sentence; empty: all is as it was written. */
  readonly faults: readonly string[];
}

/** @param copyPath compared when it is at the same transaction */
export async function verifySite(
  group: Group,
  site: Pick<PostgresSite, 'siteId' | 'demo'>,
  copyPath?: string,
): Promise<Result<VerifiedSite>> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-verify-'));
  const fresh = join(folder, 'site.db');
  try {
    const read = await forwardCopy(group, site, fresh);
    if (!read.ok) return read;
    const db = connectReadOnly(fresh);
    try {
      const streams = streamsOf(db);
      const verified = streams.map(({ stream }) => verifyStream(db, site.siteId, stream));
      const faults = verified.flatMap((each) => (each.ok ? [] : [`PostgreSQL: ${each.message}`]));
      if (copyPath !== undefined) faults.push(...differences(db, copyPath, read.value));
      return accept({ tx: read.value, streams: streams.length, faults });
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function differences(db: DatabaseSync, copyPath: string, tx: number): string[] {
  const copy = connectReadOnly(copyPath);
  const at = standingOf(copy).tx;
  copy.close();
  if (at !== tx) return [`The copy ${copyPath} is at transaction ${at}, PostgreSQL at ${tx}: they cannot be compared.`];
  db.prepare('ATTACH ? AS other').run(copyPath);
  return COPIED.flatMap((table) => {
    const rows = differing(db, table);
    return rows === 0 ? [] : [`The copy ${copyPath} has ${rows} rows of ${table.name} otherwise than PostgreSQL.`];
  });
}

/** Seals that were made since stand in the copy first, and how far it is in the copy alone. */
function differing(db: DatabaseSync, { name, columns }: CopiedTable): number {
  const rows = (schema: string): string => {
    const where = name === 'meta' ? `WHERE key NOT LIKE 'group%'` : '';
    const known = name === 'seals' ? 'WHERE seal <= (SELECT coalesce(max(seal), 0) FROM main.seals)' : where;
    return `SELECT ${columns.join(', ')} FROM ${schema}.${name} ${known}`;
  };
  const lacks = (a: string, b: string): string => `SELECT * FROM (${rows(a)} EXCEPT ${rows(b)})`;
  const { n } = db
    .prepare(`SELECT count(*) AS n FROM (${lacks('main', 'other')} UNION ALL ${lacks('other', 'main')})`)
    .get() as { n: number };
  return n;
}
