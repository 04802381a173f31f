/** The tables of a site's database, and what is checked before it is used. */
import { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';

/** `VIGL` in the file's header: SQLite's application id. */
const APPLICATION_ID = 0x5649474c;
/** SQLite's user_version. A newer one is refused, an older one brought forward by `STEPS`. */
export const SCHEMA_VERSION = 3;

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

/** As the indexes have them: a question in other words would read every event there is. A body that was spoilt is nobody's. */
const inBody = (name: string): string => `CASE WHEN json_valid(body) THEN json_extract(body, '$.${name}') END`;
export const PATIENT_IN_BODY = inBody('patientId');
export const NAMES_A_PATIENT = "type IN ('visit-opened', 'patient-corrected')";
export const ID_IN_BODY = inBody('id');
export const KIND_IN_BODY = inBody('kind');
export const IS_TOMBSTONE = "type = 'stream-removed'";
export const IS_OF_ORDER = "type IN ('verbal-order-recorded', 'order-cosigned', 'order-disputed')";

/** `STEPS[n]` makes schema n + 1 of schema n. A released step is never changed. */
const STEPS: Readonly<Record<number, string>> = {
  // Where every chain stood at an instant, under a key kept elsewhere (docs/adr/0018-keeping.md); server/keeping writes and reads it.
  1: `
CREATE TABLE IF NOT EXISTS seals (
  seal INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  cause TEXT NOT NULL,
  streams INTEGER NOT NULL,
  digest TEXT NOT NULL,
  -- JSON: the heads that moved since the seal before, as [kind, id, seq, hash].
  heads TEXT NOT NULL,
  key TEXT NOT NULL,
  before TEXT NOT NULL,
  mac TEXT NOT NULL
) STRICT;
`,
  // Audit streams, one a day, and tombstones (docs/adr/0020-retention.md): SQLite changes a CHECK by a new table. Two indexes that
  // tell whose visits there are and what was removed. And what proves people, screens and adapters: hashes alone.
  2: `
CREATE TABLE streams_next (
  stream INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('visit', 'patient', 'site', 'audit', 'tombstones')),
  stream_id TEXT NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
  UNIQUE (kind, stream_id)
) STRICT;
INSERT INTO streams_next SELECT * FROM streams;
DROP TABLE streams;
ALTER TABLE streams_next RENAME TO streams;

CREATE TABLE IF NOT EXISTS secrets (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS events_of_patient ON events (${PATIENT_IN_BODY}) WHERE ${NAMES_A_PATIENT};
CREATE INDEX IF NOT EXISTS removed_streams ON events (${ID_IN_BODY}) WHERE ${IS_TOMBSTONE};
-- Which visits that are over still want a provider's signature.
CREATE INDEX IF NOT EXISTS events_of_orders ON events (stream, type) WHERE ${IS_OF_ORDER};
`,
};

/** A connection that writes to a database of ours. Durable at each commit, whatever SQLite was built with. */
export function connect(path: string): DatabaseSync {
  const db = connectUnknown(path);
  // What is removed is overwritten, not only let go.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
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

/** Creates the tables in an empty database, brings an older one forward, or says why this one is not usable. */
export function prepare(db: DatabaseSync, path: string, founding: Founding): Result<Founding> {
  if (isEmpty(db)) {
    db.exec(`BEGIN; ${TABLES} PRAGMA application_id = ${APPLICATION_ID};`);
    const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
    put.run('siteId', founding.siteId);
    put.run('demo', String(founding.demo));
    stepForward(db, 1);
    db.exec('COMMIT');
    return accept(founding);
  }
  const found = inspect(db, path);
  if (!found.ok) return found;
  const { siteId, demo, version } = found.value;
  if (demo !== founding.demo) {
    const mine = demo ? "a demo's database" : "a clinic's own database";
    return refuse(
      'conflict',
      `${path} is ${mine}; ${demo ? 'start the demo with it' : 'the demo needs another file'}.`,
    );
  }
  bringForward(db, version);
  return accept({ siteId, demo });
}

export interface Found extends Founding {
  readonly version: number;
}

/** Whose database it is; changes nothing. @returns a refusal when it is not Vigil's, or of a newer one. */
export function inspect(db: DatabaseSync, path: string): Result<Found> {
  if (pragma(db, 'application_id') !== APPLICATION_ID) {
    return refuse('malformed', `${path} is a database of another program, not Vigil's. Choose another file.`);
  }
  const version = Number(pragma(db, 'user_version'));
  if (version > SCHEMA_VERSION) {
    const known = `this Vigil knows ${SCHEMA_VERSION}`;
    return refuse('other-build', `${path} was written by a newer Vigil (schema ${version}; ${known}). Start that one.`);
  }
  return accept({ siteId: metaOf(db, 'siteId') ?? '', demo: metaOf(db, 'demo') === 'true', version });
}

export const isEmpty = (db: DatabaseSync): boolean =>
  (db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number }).n === 0;

/** All steps in one transaction: a database is of one version or of the next, never between. */
export function bringForward(db: DatabaseSync, version: number): void {
  if (version === SCHEMA_VERSION) return;
  // A table that others refer to is replaced in a step: SQLite asks for this, and it has no effect inside a transaction.
  db.exec('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE');
  try {
    stepForward(db, version);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    db.exec('PRAGMA foreign_keys = ON');
  }
}

function stepForward(db: DatabaseSync, version: number): void {
  for (let from = version; from < SCHEMA_VERSION; from++) db.exec(STEPS[from] ?? '');
  db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
}

/** A node's copy of a group's site says so, and how far it is: PostgreSQL has the truth of it (server/postgres). */
export const COPY_MARK = 'groupTx';
/** The newest seal of it that PostgreSQL has. */
export const COPY_SEAL_MARK = 'groupSeal';
export const isCopy = (db: DatabaseSync): boolean => metaOf(db, COPY_MARK) !== undefined;

/** A clinic's own database that is being moved into a group: nobody knows yet which of the two has the truth. Its value: the group. */
export const LEAVING_MARK = 'leavesFor';

/** @returns why it is not a database of a clinic on its own, to be served or changed here; undefined: it is */
export function whyNotOwn(db: DatabaseSync, path: string): string | undefined {
  if (isCopy(db))
    return `${path} is a node's copy of a site whose record is in a group's PostgreSQL. Start the node, or choose another file.`;
  if (metaOf(db, LEAVING_MARK) === undefined) return undefined;
  return `${path} is on its way into a group, which was not ended. Give "vigil sites bring" once more, with the same group: it is ended or undone.`;
}

export function metaOf(db: DatabaseSync, key: string): string | undefined {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
  return row?.value;
}
