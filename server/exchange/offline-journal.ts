/** A database that no server runs on, open for writing: what is put in by hand comes through the journal's own store, in whole transactions. */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import type { SiteState } from '#core/site-state.ts';
import { lockDatabase } from '../journal/lock.ts';
import { unknownEvents } from '../journal/opening.ts';
import { connect, inspect, SCHEMA_VERSION, whyNotOwn } from '../journal/schema.ts';
import { Store } from '../journal/store.ts';
import { attempt, notDone, outcomeOf } from '../keeping/outcome.ts';
import type { Outcome } from '../keeping/outcome.ts';
import { storedSite } from '../keeping/stored-site.ts';

export interface OfflineJournal {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly siteId: string;
  readonly demo: boolean;
  readonly site: SiteState;
  readonly store: Store;
  /** The wall clock, but never before what the database holds: what is put in now is dated so. */
  readonly now: Instant;
}

/** @param at the wall clock. The journal's lock is held until `work` is done. */
export function writeOffline<T>(path: string, at: Instant, work: (journal: OfflineJournal) => Outcome<T>): Outcome<T> {
  return attempt(path, () => {
    if (!existsSync(path)) return notDone(`There is no database ${path}: name it with --database.`);
    const lock = lockDatabase(path, 'Stop the server first.');
    if (!lock.ok) return outcomeOf(lock);
    try {
      return openedFor(path, at, work);
    } finally {
      lock.value.release();
    }
  });
}

function openedFor<T>(path: string, at: Instant, work: (journal: OfflineJournal) => Outcome<T>): Outcome<T> {
  const db = connect(path);
  try {
    db.exec('PRAGMA busy_timeout = 2000');
    const found = inspect(db, path);
    if (!found.ok) return outcomeOf(found);
    const other = whyNotOwn(db, path);
    if (other !== undefined) return notDone(other);
    const { siteId, demo, version } = found.value;
    if (version !== SCHEMA_VERSION)
      return notDone(`${path} is of an older Vigil: the server brings it forward at its start. Start it once.`);
    const unknown = unknownEvents(db);
    if (unknown !== undefined) return notDone(`${path} cannot be read: ${unknown}. Use a newer Vigil.`);
    const site = storedSite(db);
    if (site === undefined) return notDone(`${path} has no clinic yet: start the server once.`);
    const { at: newest } = db.prepare('SELECT max(last_at) AS at FROM streams').get() as { at: number | null };
    return work({ path, db, siteId, demo, site, store: new Store(db, siteId), now: Math.max(at, newest ?? 0) });
  } finally {
    db.close();
  }
}
