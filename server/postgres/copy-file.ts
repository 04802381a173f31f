/** A node's copy of a site: a database as an embedded clinic has it, which tells how far it is. It can be thrown away and made anew. */
import { existsSync, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { historyPath } from '../history/history.ts';
import {
  connect,
  connectUnknown,
  COPY_MARK,
  COPY_SEAL_MARK,
  inspect,
  isCopy,
  isEmpty,
  LEAVING_MARK,
  metaOf,
  prepare,
  whyNotOwn,
} from '../journal/schema.ts';
import type { PostgresSite } from './group.ts';

/** In the copy's `meta` alone: the site's newest transaction that is in it, and the newest seal that PostgreSQL has. */
const TX = COPY_MARK;
const SEAL = COPY_SEAL_MARK;

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
export const isDamage = (error: unknown): boolean => {
  const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
  return code === 11 || code === 26;
};

/** @returns a connection that writes to it, not waiting for the disk at each commit: PostgreSQL has waited. Throws SQLite's errors. */
export function openCopy(path: string, { siteId, demo }: Pick<PostgresSite, 'siteId' | 'demo'>): Result<DatabaseSync> {
  mkdirSync(dirname(path), { recursive: true });
  const unknown = connectUnknown(path);
  let checked: Result<null>;
  try {
    checked = checkCopy(unknown, path, siteId);
    if (checked.ok) {
      const prepared = prepare(unknown, path, { siteId, demo });
      if (!prepared.ok) checked = prepared;
    }
  } finally {
    unknown.close();
  }
  if (!checked.ok) return checked;
  const db = connect(path);
  db.exec('PRAGMA synchronous = NORMAL');
  if (!isCopy(db)) standAt(db, { tx: 0, seal: 0 });
  return accept(db);
}

function checkCopy(db: DatabaseSync, path: string, siteId: string): Result<null> {
  if (isEmpty(db)) return accept(null);
  const found = inspect(db, path);
  if (!found.ok) return found;
  if (found.value.siteId !== siteId)
    return refuse('conflict', `${path} is of another site (${found.value.siteId}). Give this one another file.`);
  if (metaOf(db, LEAVING_MARK) !== undefined) return refuse('conflict', whyNotOwn(db, path) ?? path);
  if (isCopy(db) || !hasStreams(db)) return accept(null);
  return refuse(
    'conflict',
    `${path} is a clinic's own database, not a copy of a group's. Bring it into the group, or give the copy another file.`,
  );
}

const hasStreams = (db: DatabaseSync): boolean => db.prepare('SELECT 1 FROM streams LIMIT 1').get() !== undefined;

export interface Standing {
  readonly tx: number;
  readonly seal: number;
}

export const standingOf = (db: DatabaseSync): Standing => ({
  tx: Number(metaOf(db, TX) ?? 0),
  seal: Number(metaOf(db, SEAL) ?? 0),
});

export function standAt(db: DatabaseSync, { tx, seal }: Standing): void {
  const put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  put.run(TX, String(tx));
  put.run(SEAL, String(seal));
}

export const asidePath = (path: string): string => `${path}.aside`;

/** It stays under another name, in the place of one that was set aside before: it may hold what PostgreSQL lost. For a week (server/node/standing-by.ts). */
export function setAside(path: string): string {
  const aside = asidePath(path);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(aside + suffix, { force: true });
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  const at = new Date();
  if (existsSync(aside)) utimesSync(aside, at, at);
  // A list made of it.
  for (const suffix of ['', '-wal', '-shm']) rmSync(historyPath(path) + suffix, { force: true });
  return aside;
}
