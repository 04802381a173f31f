/** The tables of a site's database, and what is checked before it is used. */
import { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';

/** `VIGL` in the file's header: SQLite's application id. */
const APPLICATION_ID = 0x5649474c;
/** SQLite's user_version. A newer one is refused; an older one would be brought forward here. */
const SCHEMA_VERSION = 1;

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE streams (
  stream INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'patient', 'site')),
  stream_id TEXT NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
  UNIQUE (kind, stream_id)
) STRICT;

CREATE TABLE events (
  stream INTEGER NOT NULL REFERENCES streams,
  seq INTEGER NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

-- Every type and version that was ever written: what a start must be able to read.
CREATE TABLE event_types (type TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (type, version)) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  source INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  actor TEXT NOT NULL,
  UNIQUE (device_id, epoch, actor)
) STRICT;

-- Readings share seq and hash chain with events; the columns are explained in reading-columns.ts.
CREATE TABLE readings (
  stream INTEGER NOT NULL REFERENCES streams,
  seq INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES sources,
  source_seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  at INTEGER NOT NULL,
  lag_ms INTEGER NOT NULL,
  device_lag_ms INTEGER,
  quality INTEGER NOT NULL,
  causes INTEGER NOT NULL,
  v1 INTEGER, v2 INTEGER, v3 INTEGER, v4 INTEGER,
  short_hash INTEGER NOT NULL,
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

-- Which readings were taken: exactly once is judged by it after a restart.
CREATE TABLE received (
  device_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  PRIMARY KEY (device_id, epoch, first_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  device_id TEXT NOT NULL,
  epoch TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  reading TEXT NOT NULL,
  PRIMARY KEY (device_id, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE patients (
  patient_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  record_number TEXT
) STRICT, WITHOUT ROWID;
`;

/** A connection that writes to a database of ours. Durable at each commit, whatever SQLite was built with. */
export function connect(path: string): DatabaseSync {
  const db = connectUnknown(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return db;
}

/** To look whose database it is: changes nothing of it. */
export const connectUnknown = (path: string): DatabaseSync => new DatabaseSync(path, { timeout: 250 });

export const connectReadOnly = (path: string): DatabaseSync =>
  new DatabaseSync(path, { readOnly: true, timeout: 1_000 });

const pragma = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

export interface Founding {
  readonly siteId: string;
  readonly demo: boolean;
}

/** Creates the tables in an empty database, or says why this one is not usable. */
export function prepare(db: DatabaseSync, path: string, founding: Founding): Result<Founding> {
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number };
  if (tables.n === 0) {
    db.exec(`BEGIN; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`);
    const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    put.run('siteId', founding.siteId);
    put.run('demo', String(founding.demo));
    db.exec('COMMIT');
    return accept(founding);
  }
  if (pragma(db, 'application_id') !== APPLICATION_ID) {
    return refuse('malformed', `${path} is a database of another program, not Vigil's. Choose another file.`);
  }
  const version = pragma(db, 'user_version');
  if (version !== SCHEMA_VERSION) {
    const known = `this Vigil knows ${SCHEMA_VERSION}`;
    return refuse('other-build', `${path} was written by a newer Vigil (schema ${version}; ${known}). Start that one.`);
  }
  const siteId = metaOf(db, 'siteId') ?? '';
  const demo = metaOf(db, 'demo') === 'true';
  if (demo !== founding.demo) {
    const mine = demo ? "a demo's database" : "a clinic's own database";
    return refuse(
      'conflict',
      `${path} is ${mine}; ${demo ? 'start the demo with it' : 'the demo needs another file'}.`,
    );
  }
  return accept({ siteId, demo });
}

export function metaOf(db: DatabaseSync, key: string): string | undefined {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
  return row?.value;
}
