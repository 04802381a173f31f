/** A backup: one file, of one instant, made beside a running server, whole and checked before it has its name (docs/keeping.md). */
import { closeSync, existsSync, openSync, realpathSync, renameSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { connectReadOnly, inspect } from '../journal/schema.ts';
import { waveformPath } from '../waveforms/open-waveforms.ts';
import { auditFile } from './audit.ts';
import type { Audit } from './audit.ts';
import type { SealFiles } from './besides.ts';
import { copyDatabase } from './copy-database.ts';
import { syncFile, syncFolder } from './durable-files.ts';
import { countWaves, putWaves } from './kept-waves.ts';
import { makeSeal } from './make-seal.ts';
import { attempt, done, notDone, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { readSealKey } from './seal-key.ts';
import { partOf, removeDatabase, removeStaleParts } from './stale-parts.ts';

export const BACKUP_STEPS = ['sealed', 'copied', 'waves', 'synced', 'checked', 'named'] as const;
export type BackupStep = (typeof BACKUP_STEPS)[number];

const SEAL_TRIES = 5;

export interface BackupOptions {
  readonly files: SealFiles;
  readonly to: string;
  /** An older backup of that name gives way once the new one is whole. */
  readonly replace?: boolean;
  /** Clinic time never lies before this (the wall clock) nor before what the database holds. */
  readonly at: Instant;
  /** Told after each step. */
  readonly onStep?: (step: BackupStep) => void;
}

export interface Backup {
  readonly audit: Audit;
  readonly waves: number;
  /** Why there are no waves in it. */
  readonly noWaves: string | undefined;
  /** Why no seal was made for it. */
  readonly noSeal: string | undefined;
}

export function backUp(options: BackupOptions): Outcome<Backup> {
  const { files, to } = options;
  const refused = attempt(files.database, () => whyNot(options));
  if (!refused.ok) return refused;
  const part = partOf(to);
  return attempt(to, () => {
    removeStaleParts(resolve(to));
    try {
      return write(options, part);
    } finally {
      removeDatabase(part);
    }
  });
}

function whyNot({ files: { database, text, key }, to, replace = false }: BackupOptions): Outcome<null> {
  if (!existsSync(database)) return notDone(`There is no database ${database}: name its folder with --data.`);
  const db = connectReadOnly(database);
  try {
    const found = inspect(db, database);
    if (!found.ok) return outcomeOf(found);
  } finally {
    db.close();
  }
  if (!existsSync(to)) return done(null);
  const own = [database, waveformPath(database), text, key].filter((path) => existsSync(path));
  if (own.some((path) => realpathSync(path) === realpathSync(to)))
    return notDone(`${to} is a file of the clinic itself. Choose another name.`);
  return replace ? done(null) : notDone(`${to} is there already. Choose another name, or give --replace.`);
}

function write({ files, to, at, onStep = () => undefined }: BackupOptions, part: string): Outcome<Backup> {
  const instant = Math.max(at, newestIn(files.database));
  let sealed = makeSeal(files, { at: instant, cause: 'backup' });
  // The server's own seal, or a long commit of it, may be under way.
  for (let tries = 1; !sealed.ok && tries < SEAL_TRIES; tries++)
    sealed = makeSeal(files, { at: instant, cause: 'backup' });
  onStep('sealed');
  // It holds names and birth dates: for its owner alone.
  closeSync(openSync(part, 'wx', 0o600));
  const copied = copyDatabase(files.database, part);
  if (!copied.ok) return { ...copied, message: copied.message.replace(part, to) };
  onStep('copied');
  const { waves, noWaves } = complete(part, waveformPath(files.database), instant);
  onStep('waves');
  syncFile(part);
  onStep('synced');
  const key = readSealKey(files.key);
  const checked = checkFile(part, key.ok && key.value ? [key.value] : []);
  if (!checked.ok) return checked;
  const [finding] = checked.value.findings;
  if (finding) {
    const kept = `${to}.not-whole`;
    renameSync(part, kept);
    return notDone(`The copy is not whole: ${finding.message} It is kept as ${kept}; ${to} was not made.`, 1);
  }
  onStep('checked');
  renameSync(part, to);
  syncFolder(dirname(resolve(to)));
  onStep('named');
  return done({ audit: checked.value, waves, noWaves, noSeal: sealed.ok ? undefined : sealed.message });
}

function newestIn(database: string): Instant {
  const db = connectReadOnly(database);
  try {
    const { at } = db.prepare('SELECT max(last_at) AS at FROM streams').get() as { at: number | null };
    return at ?? 0;
  } finally {
    db.close();
  }
}

/** Nobody else knows this file, and it is thrown away unless all of it succeeds: no rollback journal, no sync before the last. */
function complete(part: string, waves: string, at: Instant): { waves: number; noWaves: string | undefined } {
  const db = new DatabaseSync(part);
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;');
    const noWaves = putWaves(db, waves);
    db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('backupAt', ?)").run(String(at));
    return { waves: countWaves(db), noWaves };
  } finally {
    db.close();
  }
}

/** SQLite's own check of every page and index, then chains and seals. */
export function checkFile(path: string, keys: Parameters<typeof auditFile>[1]['keys']): Outcome<Audit> {
  return attempt(path, () => {
    const db = connectReadOnly(path);
    try {
      const found = inspect(db, path);
      if (!found.ok) return outcomeOf(found);
      const { integrity_check: said } = db.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
      if (said !== 'ok') return notDone(`${path} is damaged: ${said}`, 1);
    } finally {
      db.close();
    }
    return auditFile(path, { keys });
  });
}
