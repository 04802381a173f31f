/**
 * A restore that was killed between its one moment (the journal's rename) and its waves: the restored journal says so itself, and the next
 * start, or the next restore, ends it (docs/adr/0018-keeping.md).
 */
import { existsSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { connectReadOnly, metaOf } from '../journal/schema.ts';
import { waveformPath } from '../waveforms/open-waveforms.ts';
import { syncFolder } from './durable-files.ts';
import { keepOld, settle } from './old-database.ts';
import { attempt, done } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { removeDatabase } from './stale-parts.ts';

/** Of `meta`, in a journal whose waves are still to come: `staged`, or `none` when its backup has none. */
const OPEN = 'restoringWaves';

export const stagedWaves = (database: string): string => `${waveformPath(database)}.restoring`;

/** In the journal that will be put in place. */
export function markOpen(db: DatabaseSync, hasWaves: boolean): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(OPEN, hasWaves ? 'staged' : 'none');
}

/**
 * The waves of the restored journal take their place, and those that were there a dated name. With the database's lock held and before its
 * waves are opened. @returns the names of what was there; undefined when no restore was open.
 */
export function finishRestore(database: string, at: Instant): Outcome<readonly string[] | undefined> {
  const open = openIn(database);
  if (open === undefined) return done(undefined);
  const path = waveformPath(database);
  const staged = stagedWaves(database);
  return attempt(path, () => {
    let kept: readonly string[] = [];
    // Staged and not there: its rename was the last that was done.
    if (open === 'none' || existsSync(staged)) {
      const settled = settle(path);
      if (!settled.ok) return settled;
      kept = keepOld(path, at);
      if (open === 'none') removeDatabase(path);
      else renameSync(staged, path);
      syncFolder(dirname(resolve(path)));
    }
    const db = new DatabaseSync(database, { timeout: 2_000 });
    try {
      db.prepare('DELETE FROM meta WHERE key = ?').run(OPEN);
    } finally {
      db.close();
    }
    return done(kept);
  });
}

export const isRestoreOpen = (database: string): boolean => openIn(database) !== undefined;

/** What nobody can read was not put there by a restore. */
function openIn(database: string): string | undefined {
  if (!existsSync(database)) return undefined;
  const read = attempt(database, () => {
    const db = connectReadOnly(database);
    try {
      return done(metaOf(db, OPEN));
    } finally {
      db.close();
    }
  });
  return read.ok ? read.value : undefined;
}
