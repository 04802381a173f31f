/**
 * Puts a backup in the place of a database. Everything is made and checked beside the old one; then one rename decides. Killed at any
 * step, the old database is there whole, or the new one is; what was there before keeps a dated name (docs/keeping.md).
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { historyPath } from '../history/history.ts';
import { lockDatabase } from '../journal/lock.ts';
import { bringForward, connectReadOnly, inspect, metaOf, whyNotOwn } from '../journal/schema.ts';
import type { Found } from '../journal/schema.ts';
import type { Holding } from './audit.ts';
import { checkFile } from './backup.ts';
import { beside } from './besides.ts';
import type { SealFiles } from './besides.ts';
import { copyDatabase } from './copy-database.ts';
import { syncFile, syncFolder } from './durable-files.ts';
import { finishRestore, isRestoreOpen, markOpen, stagedWaves } from './finish-restore.ts';
import { holdsWaves, takeWaves } from './kept-waves.ts';
import { sealDatabase } from './make-seal.ts';
import { keepOld, settle } from './old-database.ts';
import { attempt, done, notDone, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { readSealKey } from './seal-key.ts';
import { storedSeals } from './seal-rows.ts';
import { catchUp, readSealText, standing } from './seal-text.ts';
import type { Seal, SealKey } from './seal.ts';
import { removeDatabase } from './stale-parts.ts';
import { storedSite } from './stored-site.ts';

export const RESTORE_STEPS = ['copied', 'checked', 'sealed', 'synced', 'kept', 'in place', 'waves', 'told'] as const;
export type RestoreStep = (typeof RESTORE_STEPS)[number];

export interface RestoreOptions {
  readonly files: SealFiles;
  readonly from: string;
  /** Also another site's, or where nobody can tell. */
  readonly otherSite?: boolean;
  /** Also a demo's. */
  readonly demo?: boolean;
  /** The wall clock: names what is kept, and dates the seal unless the backup is newer. */
  readonly at: Instant;
  /** Told after each step. */
  readonly onStep?: (step: RestoreStep) => void;
}

export interface Restored {
  readonly holding: Holding;
  /** Who may come in again, as of the backup: whoever was removed since as well. Undefined: nobody could read it. */
  readonly access: RestoredAccess | undefined;
  /** Names of what was there before; empty when there was nothing. */
  readonly kept: readonly string[];
  /** Each a sentence. */
  readonly notes: readonly string[];
}

export interface RestoredAccess {
  readonly people: readonly string[];
  readonly screens: readonly string[];
  readonly adapters: readonly string[];
}

export function restore(options: RestoreOptions): Outcome<Restored> {
  const { files, from } = options;
  const readable = attempt(from, () => whyNotFrom(options));
  if (!readable.ok) return readable;
  return attempt(files.database, () => {
    mkdirSync(dirname(resolve(files.database)), { recursive: true });
    const lock = lockDatabase(files.database, 'Stop the server first.');
    if (!lock.ok) return outcomeOf(lock);
    const staged = stagedFor(files.database);
    try {
      return replaceLocked(options, staged);
    } finally {
      removeDatabase(staged.journal);
      // Those of a restore that is in place and not ended are still to come.
      if (!isRestoreOpen(files.database)) removeDatabase(staged.waves);
      lock.value.release();
    }
  });
}

interface Staged {
  readonly journal: string;
  readonly waves: string;
}

const stagedFor = (database: string): Staged => ({
  journal: `${database}.restoring`,
  waves: stagedWaves(database),
});

/** Whose the file is, before a byte is written. */
function whyNotFrom({ from, files, demo = false }: RestoreOptions): Outcome<null> {
  if (!existsSync(from)) return notDone(`There is no file ${from}.`);
  if (resolve(from) === resolve(files.database)) return notDone(`${from} is the clinic's own database.`);
  const db = connectReadOnly(from);
  try {
    const found = inspect(db, from);
    if (!found.ok) return outcomeOf(found);
    if (found.value.demo && !demo)
      return notDone(`${from} is a demo's: no clinic is made of it. If that is what you want, give --demo.`);
    return done(null);
  } finally {
    db.close();
  }
}

function replaceLocked(options: RestoreOptions, staged: Staged): Outcome<Restored> {
  const { files, from, at, onStep = () => undefined } = options;
  removeDatabase(staged.journal);
  const earlier = finishRestore(files.database, at);
  removeDatabase(staged.waves);
  const ours = whyNotHere(options);
  if (!ours.ok) return ours;
  const copied = copyDatabase(from, staged.journal);
  if (!copied.ok) return copied;
  onStep('copied');
  const key = readSealKey(files.key);
  const keys = key.ok && key.value ? [key.value] : [];
  const checked = checkFile(staged.journal, keys);
  if (!checked.ok) return { ...checked, message: checked.message.replace(staged.journal, from) };
  const [finding] = checked.value.findings;
  if (finding) return notDone(`${from} is not as it was written: ${finding.message} Nothing was changed.`, 1);
  onStep('checked');
  const shaped = shape(staged, { at: Math.max(at, checked.value.holding.lastAt ?? 0), key: keys[0] });
  if (!shaped.ok) return shaped;
  onStep('sealed');
  const hasWaves = existsSync(staged.waves);
  for (const path of [staged.journal, ...(hasWaves ? [staged.waves] : [])]) syncFile(path);
  onStep('synced');

  const { holding, unchecked } = checked.value;
  if (ours.value.unreadable === undefined) {
    const settled = settle(files.database);
    if (!settled.ok) return settled;
  }
  const kept = keepOld(files.database, at);
  // A list made of the old database; the server makes it anew.
  removeDatabase(historyPath(files.database));
  onStep('kept');
  renameSync(staged.journal, files.database);
  syncFolder(dirname(resolve(files.database)));
  onStep('in place');
  const waves = finishRestore(files.database, at);
  onStep('waves');
  const text = tellText(files, holding.siteId, at);
  onStep('told');
  return done({
    holding,
    access: shaped.value,
    kept: [...kept, ...namesIn(waves), ...namesIn(earlier)],
    notes: [
      ...(ours.value.unreadable === undefined ? [] : [ours.value.unreadable]),
      // The journal is in place already: the next start tries again.
      ...(waves.ok
        ? []
        : [`The pulse waves are not in place yet: ${waves.message} The next start of the server tries again.`]),
      ...unchecked,
      ...text,
    ],
  });
}

const namesIn = (finished: ReturnType<typeof finishRestore>): readonly string[] =>
  (finished.ok ? finished.value : undefined) ?? [];

/** Whether what stands there may give way. */
function whyNotHere({
  files: { database },
  from,
  otherSite = false,
}: RestoreOptions): Outcome<{ unreadable?: string }> {
  if (!existsSync(database)) return done({});
  let other: string | undefined;
  const there = attempt<Found>(database, () => {
    const db = connectReadOnly(database);
    try {
      const found = inspect(db, database);
      if (!found.ok) return outcomeOf(found);
      other = whyNotOwn(db, database);
      return found;
    } finally {
      db.close();
    }
  });
  const isBroken = !there.ok && /is not a database|is damaged|cannot be read or written/.test(there.message);
  if (isBroken) return done({ unreadable: `What was there could not be read as a database (${there.message})` });
  if (other !== undefined) return notDone(other);
  if (otherSite) return done({});
  if (!there.ok) return notDone(`${there.message} To put the backup in its place all the same, give --other-site.`);
  const coming = siteOf(from);
  if (coming === there.value.siteId) return done({});
  return notDone(
    `${from} is of site ${coming}, ${database} of site ${there.value.siteId}. To replace one by the other, give --other-site.`,
  );
}

function siteOf(from: string): string {
  const db = connectReadOnly(from);
  try {
    return metaOf(db, 'siteId') ?? '';
  } finally {
    db.close();
  }
}

/** The waves into their own file, no mark of a backup, no sign-in and no code, this Vigil's schema, and a seal that tells of the restore. */
function shape(
  staged: Staged,
  { at, key }: { readonly at: Instant; readonly key: SealKey | undefined },
): Outcome<RestoredAccess | undefined> {
  const db = new DatabaseSync(staged.journal);
  try {
    const hadWaves = holdsWaves(db);
    const taken = takeWaves(db, staged.waves);
    if (!taken.ok) return taken;
    db.exec("DELETE FROM meta WHERE key = 'backupAt'");
    markOpen(db, existsSync(staged.waves));
    const found = inspect(db, staged.journal);
    if (!found.ok) return outcomeOf(found);
    bringForward(db, found.value.version);
    forgetSignIns(db);
    if (key) sealDatabase(db, { siteId: found.value.siteId, key, at, cause: 'restored' });
    const access = accessIn(db);
    if (hadWaves) db.exec('VACUUM');
    return done(access);
  } finally {
    db.close();
  }
}

/** A sign-in that has ended, and a code that was used, must not be good again; and who copied the backup has none of them. */
function forgetSignIns(db: DatabaseSync): void {
  db.exec('PRAGMA secure_delete = ON');
  db.exec("DELETE FROM secrets WHERE kind IN ('session', 'code')");
}

function accessIn(db: DatabaseSync): RestoredAccess | undefined {
  try {
    const { staff = [], screens = [], adapters = [] } = storedSite(db) ?? {};
    return {
      people: staff.map(({ name, role, credentials }) => `${name} (${[role, ...credentials].join(', ')})`),
      screens: screens.map(({ label }) => label),
      adapters: adapters.map(({ adapterId }) => adapterId),
    };
  } catch {
    return undefined;
  }
}

/** The restored database goes on in the file of seals; another site's file is put aside. */
function tellText({ database, text }: SealFiles, siteId: string, at: Instant): string[] {
  const db = connectReadOnly(database);
  try {
    const there = readSealText(text);
    const seals = storedSeals(db);
    if (there && !(there.siteId === siteId && goesOn(standing(there.lines), seals))) {
      const kept = beside(text, `until-${stampOf(at)}.txt`);
      renameSync(text, kept);
      return [`The file of seals was of another history and is kept as ${kept}.`];
    }
    const trouble = catchUp(text, siteId, seals);
    return trouble === undefined ? [] : [trouble];
  } catch (error) {
    return [`${text} cannot be written (${(error as Error).message}): the next seal writes what it lacks.`];
  } finally {
    db.close();
  }
}

/** Whether the database's seals are those of the file up to the one that tells of the restore. */
const goesOn = (told: readonly Seal[], seals: readonly Seal[]): boolean =>
  seals.at(-1)?.cause === 'restored' &&
  seals.slice(0, -1).every(({ mac }, index) => index >= told.length || told[index]?.mac === mac);

const stampOf = (at: Instant): string => new Date(at).toISOString().replace(/[:.]/g, '-');
