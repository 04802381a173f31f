/** The tables of the waveforms' database, and what is checked before it is used (docs/adr/0009-waveforms.md). */
import { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';

/** `VIGW` in the file's header: SQLite's application id. */
const APPLICATION_ID = 0x56494757;
/** SQLite's user_version. */
const SCHEMA_VERSION = 1;

const TABLES = `
-- Whose wave: one row for a device in a visit. width: bytes a sample, 1 while every sample is 0 to 255, else 2 (little-endian).
CREATE TABLE sources (
  source INTEGER PRIMARY KEY,
  visit_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  sample_hz INTEGER NOT NULL,
  full_scale INTEGER NOT NULL,
  width INTEGER NOT NULL CHECK (width IN (1, 2)),
  UNIQUE (visit_id, device_id, sample_hz, full_scale, width)
) STRICT;

-- Some samples without a gap; at: clinic time of the first.
CREATE TABLE waves (
  source INTEGER NOT NULL REFERENCES sources,
  at INTEGER NOT NULL,
  samples BLOB NOT NULL,
  PRIMARY KEY (source, at)
) STRICT, WITHOUT ROWID;
`;

const pragma = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

/** Opens or creates it. Throws what SQLite throws of a file that is no database. */
export function openToWrite(path: string): Result<DatabaseSync> {
  const db = new DatabaseSync(path, { timeout: 1_000 });
  const prepared = prepare(db, path);
  if (!prepared.ok) {
    db.close();
    return prepared;
  }
  // A wave that a power cut takes is no loss to care of a patient: no wait for the disk at each commit.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  return accept(db);
}

function prepare(db: DatabaseSync, path: string): Result<null> {
  const tables = db.prepare('SELECT count(*) AS n FROM sqlite_master').get() as { n: number };
  if (tables.n === 0) {
    db.exec(
      `BEGIN; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`,
    );
    return accept(null);
  }
  if (pragma(db, 'application_id') !== APPLICATION_ID)
    return refuse('malformed', `${path} is a database of another program. Move it away, and start again.`);
  const version = pragma(db, 'user_version');
  if (version === SCHEMA_VERSION) return accept(null);
  const known = `this Vigil knows ${SCHEMA_VERSION}`;
  return refuse('other-build', `${path} was written by a newer Vigil (schema ${version}; ${known}). Start that one.`);
}

/** Whether what is attached under this name is a waveform file that this Vigil reads. */
export const isWaveformDatabase = (db: DatabaseSync, attached: string): boolean =>
  pragma(db, `${attached}.application_id`) === APPLICATION_ID &&
  pragma(db, `${attached}.user_version`) === SCHEMA_VERSION;

/** Bytes of the pages in use: what is deleted is used again, the file does not shrink. */
export const usedBytes = (db: DatabaseSync): number =>
  (Number(pragma(db, 'page_count')) - Number(pragma(db, 'freelist_count'))) * Number(pragma(db, 'page_size'));
