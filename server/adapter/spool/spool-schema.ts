/** The tables of an adapter's spool, and what is checked before it is used. */
import { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';

/** `VIGS` in the file's header: SQLite's application id. */
const APPLICATION_ID = 0x56494753;
const SCHEMA_VERSION = 1;
/** A reading is some 30 bytes: with small pages the log of each commit is small, which spares a memory card. */
export const PAGE_BYTES = 1_024;

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Each start of the adapter, with what its clock was (run-clock.ts).
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  started_at INTEGER NOT NULL,
  uptime_ms REAL NOT NULL,
  boot TEXT NOT NULL,
  speed REAL NOT NULL,
  clinic_offset_ms INTEGER
) STRICT;

CREATE TABLE sources (
  source INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  device_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  UNIQUE (device_id, epoch)
) STRICT;

-- Kept and not answered, oldest first by n. The columns are those of a journal's readings (server/journal/reading-columns.ts),
-- without a time of receipt; json is the rare reading that integers cannot hold.
CREATE TABLE readings (
  n INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  device_lag_ms INTEGER,
  kind INTEGER NOT NULL,
  quality INTEGER NOT NULL,
  causes INTEGER NOT NULL,
  v1 INTEGER, v2 INTEGER, v3 INTEGER, v4 INTEGER,
  json TEXT
) STRICT;

-- Pieces of the pulse wave: the first to go.
CREATE TABLE waves (
  n INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs,
  device_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  sample_hz REAL NOT NULL,
  full_scale INTEGER NOT NULL,
  samples BLOB NOT NULL
) STRICT;
`;

/**
 * A killed process loses nothing at NORMAL: what is committed is in the system's cache. What waits is also synced once a second, so
 * a power cut takes a second at most (Spool.settle); FULL would wait for the disk at each reading of each device.
 */
export function connectSpool(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 250 });
  try {
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

const pragma = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

/** Whose spool it is, and of which version. Throws what SQLite throws of a damaged file. */
export function prepareSpool(db: DatabaseSync, path: string, adapterId: string): Result<null> {
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number };
  if (tables.n === 0) {
    db.exec(`BEGIN; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`);
    db.prepare("INSERT INTO meta (key, value) VALUES ('adapterId', ?)").run(adapterId);
    db.exec('COMMIT');
    return accept(null);
  }
  if (pragma(db, 'application_id') !== APPLICATION_ID)
    return refuse(
      'malformed',
      `${path} is a database of another program, not a spool of Vigil's. Give another --spool.`,
    );
  const version = pragma(db, 'user_version');
  if (version !== SCHEMA_VERSION)
    return refuse(
      'other-build',
      `${path} was written by a newer Vigil (spool ${version}; this one knows ${SCHEMA_VERSION}). Start that one.`,
    );
  const check = pragma(db, 'quick_check(1)');
  if (check !== 'ok') throw Object.assign(new Error(String(check)), { errcode: SQLITE_CORRUPT });
  const owner = db.prepare("SELECT value FROM meta WHERE key = 'adapterId'").get() as { value: string } | undefined;
  if (owner?.value === adapterId) return accept(null);
  return refuse('conflict', `${path} is the spool of adapter "${owner?.value}". Give this one another --spool.`);
}

export const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** The primary result code of what SQLite threw; 0 = it was not SQLite. */
export const sqliteCode = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) & 0xff;

export const isDamaged = (error: unknown): boolean =>
  sqliteCode(error) === SQLITE_CORRUPT || sqliteCode(error) === SQLITE_NOTADB;
