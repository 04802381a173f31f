/** What a restore does with the database that was there. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { beside } from './besides.ts';
import { keepAs, syncFolder } from './durable-files.ts';
import { done, notDone, sentenceOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/**
 * Folds its write-ahead log into it: a log that stayed would be taken for the new database's. One too broken for that keeps its log under
 * the dated name. Refused while somebody reads it.
 */
export function settle(path: string): Outcome<null> {
  if (!existsSync(path)) return done(null);
  const db = new DatabaseSync(path, { timeout: 1_000 });
  try {
    db.exec('PRAGMA journal_mode = DELETE');
    return done(null);
  } catch (error) {
    const code = ((error as { errcode?: number }).errcode ?? 0) & 0xff;
    if (code === 5 || code === 6)
      return notDone(`${path} is being read by another program (an audit, a backup?). Wait until it is done.`);
    if (sentenceOf(path, error) === undefined) throw error;
    return done(null);
  } finally {
    db.close();
  }
}

/** Gives it a dated name beside its own, and takes away what would be read with a new database under its own. @returns the names. */
export function keepOld(path: string, at: Instant): string[] {
  forgetSecondNames(path);
  const dated = freeName(path, at);
  const kept = ['', '-journal', '-wal', '-shm'].filter((suffix) => existsSync(`${path}${suffix}`));
  for (const suffix of kept) keepAs(`${path}${suffix}`, `${dated}${suffix}`);
  syncFolder(dirname(resolve(path)));
  for (const suffix of kept) if (suffix !== '') rmSync(`${path}${suffix}`, { force: true });
  return kept.includes('') ? [dated] : [];
}

/** A restore that was killed between the dated name and the new database left one file with two names. SQLite must know a file by one. */
function forgetSecondNames(path: string): void {
  if (!existsSync(path)) return;
  const { ino, dev } = statSync(path);
  const folder = dirname(resolve(path));
  const start = basename(beside(path, 'until-'), extname(path));
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start)) continue;
    const other = statSync(join(folder, name));
    if (other.ino === ino && other.dev === dev) rmSync(join(folder, name));
  }
}

function freeName(path: string, at: Instant): string {
  const stamp = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/:/g, '-');
  for (let number = 1; ; number++) {
    const name = beside(path, `until-${stamp}${number === 1 ? '' : `-${number}`}`);
    if (!existsSync(name)) return name;
  }
}
