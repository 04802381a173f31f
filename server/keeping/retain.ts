/** Applies the clinic's rule to a database that no server runs on, or tells what it would remove. */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Retention } from '#core/keeping/retention.ts';
import type { Instant } from '#core/reading.ts';
import { historyPath } from '../history/history.ts';
import { lockDatabase } from '../journal/lock.ts';
import { connect, connectReadOnly, inspect, SCHEMA_VERSION, whyNotOwn } from '../journal/schema.ts';
import { Store } from '../journal/store.ts';
import type { RemovableKind } from '../journal/tombstones.ts';
import { forgetVisits } from '../waveforms/forget-visits.ts';
import { waveformPath } from '../waveforms/open-waveforms.ts';
import { openToWrite } from '../waveforms/schema.ts';
import type { SealFiles } from './besides.ts';
import { makeSeal } from './make-seal.ts';
import { attempt, done, notDone, outcomeOf, sentenceOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { planRetention, removedVisits, whyNoTrust, whyRuleWaits, yearsBefore } from './retention-plan.ts';
import type { RetentionPlan } from './retention-plan.ts';
import { readSealKey } from './seal-key.ts';
import type { SealKey } from './seal.ts';
import { removeDatabase } from './stale-parts.ts';
import { storedSite } from './stored-site.ts';

export interface RetainOptions {
  readonly files: SealFiles;
  readonly apply: boolean;
  /** The wall clock; never before what the database holds. */
  readonly at: Instant;
  /** A person says that the date is right: the days the server ran on are not asked for. */
  readonly clockIsRight?: boolean;
  /** A person says that the rule is meant so: its days of waiting are not asked for. */
  readonly atOnce?: boolean;
  /** Told after each step: `visit` for each, `waves`, `audit` and `patient` for each, `overwritten`. */
  readonly onStep?: (step: string) => void;
}

export interface Retained {
  readonly rule: Retention | undefined;
  readonly plan: RetentionPlan;
  /** Undefined: nothing was to be changed. */
  readonly removed: Readonly<Record<RemovableKind, number>> | undefined;
  /** Each a sentence. */
  readonly notes: readonly string[];
}

export function retain(options: RetainOptions): Outcome<Retained> {
  const { files, apply } = options;
  return attempt(files.database, () => {
    if (!existsSync(files.database))
      return notDone(`There is no database ${files.database}: name its folder with --data.`);
    if (!apply) return look(options);
    const lock = lockDatabase(files.database, 'Stop the server first; while it runs it removes by itself, once a day.');
    if (!lock.ok) return outcomeOf(lock);
    try {
      return applyLocked(options);
    } finally {
      lock.value.release();
    }
  });
}

function look({ files, at }: RetainOptions): Outcome<Retained> {
  const db = connectReadOnly(files.database);
  try {
    const read = readRule(db, files.database, at);
    if (!read.ok) return read;
    const { rule, plan, now } = read.value;
    const isAnything = plan.visits.length + plan.audits.length + plan.patients.length > 0;
    const notes = [rule && whyRuleWaits(rule, now), isAnything ? whyNoTrust(db, now) : undefined];
    return done({ rule, plan, removed: undefined, notes: notes.filter((why) => why !== undefined) });
  } finally {
    db.close();
  }
}

interface Rule {
  readonly siteId: string;
  readonly rule: Retention | undefined;
  readonly plan: RetentionPlan;
  readonly now: Instant;
}

function readRule(db: DatabaseSync, path: string, at: Instant): Outcome<Rule> {
  const found = inspect(db, path);
  if (!found.ok) return outcomeOf(found);
  if (found.value.version !== SCHEMA_VERSION)
    return notDone(`${path} is of an older Vigil: the server brings it forward at its start.`);
  const { retention: rule, holds = [] } = storedSite(db) ?? {};
  const { at: newest } = db.prepare('SELECT max(last_at) AS at FROM streams').get() as { at: number | null };
  const now = Math.max(at, newest ?? 0);
  return done({ siteId: found.value.siteId, rule, now, plan: planRetention(db, { rule, holds, now }) });
}

function applyLocked(options: RetainOptions): Outcome<Retained> {
  const { files, clockIsRight = false, atOnce = false } = options;
  const db = connect(files.database);
  try {
    db.exec('PRAGMA busy_timeout = 2000');
    const other = inspect(db, files.database).ok ? whyNotOwn(db, files.database) : undefined;
    if (other !== undefined) return notDone(other);
    const read = readRule(db, files.database, options.at);
    if (!read.ok) return read;
    const { rule, plan, now } = read.value;
    if (rule === undefined) return done({ rule, plan, removed: undefined, notes: [] });
    const key = readSealKey(files.key);
    if (!key.ok) return outcomeOf(key);
    if (key.value === undefined)
      return notDone(
        `The key of the seals is not at ${files.key}: without it no tombstone can be made, and nothing is removed.`,
      );
    const waits = atOnce ? undefined : whyRuleWaits(rule, now);
    if (waits !== undefined) return notDone(`${waits} If it is meant so, give --at-once.`);
    const why = clockIsRight ? undefined : whyNoTrust(db, now);
    if (why !== undefined) return notDone(`${why} If the date is right, give --clock-is-right.`);
    const { removed, notes } = removeAll(db, options, { ...read.value, rule, key: key.value });
    db.close();
    const sealed = makeSeal(files, { at: now, cause: 'retention' });
    if (!sealed.ok) notes.push(`No seal was made of it: ${sealed.message}`);
    return done({ rule, plan, removed, notes });
  } finally {
    if (db.isOpen) db.close();
  }
}

function removeAll(
  db: DatabaseSync,
  { files, onStep = () => undefined }: RetainOptions,
  { siteId, rule, plan, now, key }: Rule & { readonly rule: Retention; readonly key: SealKey },
): { readonly removed: Readonly<Record<RemovableKind, number>>; readonly notes: string[] } {
  const store = new Store(db, siteId);
  const counts: Record<RemovableKind, number> = { visit: 0, audit: 0, patient: 0 };
  const remove = (kind: RemovableKind, ids: readonly string[], years: number | null): void => {
    if (years === null) return;
    const told = { years, setAt: rule.setAt, byName: rule.byName };
    for (const id of ids) {
      const before = yearsBefore(now, years);
      if (store.remove({ kind, id, before, at: now, rule: told, how: 'command', key }).removed) counts[kind] += 1;
      onStep(kind);
    }
  };
  remove('visit', plan.visits, rule.visitYears);
  // Of what the journal has removed alone; also of a run that was killed before this.
  const notes = forgetWaves(waveformPath(files.database), removedVisits(db));
  onStep('waves');
  remove('audit', plan.audits, rule.auditYears);
  remove('patient', plan.patients, rule.visitYears);
  // A list made of what is gone; the server makes it anew.
  removeDatabase(historyPath(files.database));
  // Nobody else has the file: all of it is written anew, so that no page of it holds what was removed.
  db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  onStep('overwritten');
  return { removed: counts, notes };
}

/** @returns why they could not go: that holds nothing else up. */
function forgetWaves(path: string, visitIds: readonly string[]): string[] {
  if (!existsSync(path) || visitIds.length === 0) return [];
  try {
    const opened = openToWrite(path);
    // Another program's, or of a newer Vigil: none of ours.
    if (!opened.ok) return [];
    forgetVisits(opened.value, visitIds);
    opened.value.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    opened.value.close();
    return [];
  } catch (error) {
    const said = sentenceOf(path, error);
    if (said === undefined) throw error;
    return [`Waves of removed visits could not be removed: ${said}`];
  }
}
