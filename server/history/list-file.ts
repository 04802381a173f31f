/** The file of the list: a projection of the journal, thrown away and made anew whenever it is not of this journal and this build. */
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Higher whenever what a row holds, or how it is folded, changes. */
const LIST_VERSION = 6;

const TABLES = `
CREATE TABLE list (site_id TEXT NOT NULL, version INTEGER NOT NULL) STRICT;
CREATE TABLE visits (
  -- The journal's stream, and the newest event of it that was folded.
  stream INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  visit_id TEXT NOT NULL UNIQUE,
  patient_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  ending TEXT NOT NULL,
  high INTEGER NOT NULL,
  -- What its record waits for, and since when: null when it is signed.
  step TEXT,
  waits_since INTEGER,
  protocol_id TEXT NOT NULL,
  -- It was made of a file of recorded vitals, or put in from another clinic's.
  imported INTEGER NOT NULL,
  -- JSON of VisitFacts, and of VisitFigures.
  facts TEXT NOT NULL,
  figures TEXT NOT NULL
) STRICT;
CREATE INDEX visits_newest ON visits (opened_at, stream);
CREATE INDEX visits_of_patient ON visits (patient_id, opened_at, stream);
CREATE INDEX visits_to_sign ON visits (step, waits_since, stream) WHERE step IS NOT NULL;
CREATE TABLE chairs (
  chair_id TEXT NOT NULL,
  stream INTEGER NOT NULL,
  PRIMARY KEY (chair_id, stream)
) STRICT, WITHOUT ROWID;
`;

/** A list that no disk takes is kept in memory: it is then made anew at each start. */
export function openListFile(path: string, siteId: string): DatabaseSync {
  for (const attempt of [
    () => openKnown(path, siteId),
    () => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
      return openKnown(path, siteId);
    },
  ])
    try {
      return attempt();
    } catch {
      // The next attempt, or memory.
    }
  return openKnown(':memory:', siteId);
}

function openKnown(path: string, siteId: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 1_000 });
  try {
    // What a power cut takes is folded again.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
    if (isOurs(db, siteId)) return db;
    for (const { name } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all())
      db.exec(`DROP TABLE "${String(name)}"`);
    db.exec(`BEGIN; ${TABLES}`);
    db.prepare('INSERT INTO list (site_id, version) VALUES (?, ?)').run(siteId, LIST_VERSION);
    db.exec('COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function isOurs(db: DatabaseSync, siteId: string): boolean {
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'list'").get() as { n: number };
  if (tables.n === 0) return false;
  const row = db.prepare('SELECT site_id, version FROM list').get() as { site_id: string; version: number } | undefined;
  return row?.site_id === siteId && row.version === LIST_VERSION;
}
