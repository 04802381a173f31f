/** Makes one seal of a database, beside whoever writes to it: its writer waits for one row, never for the reading before it. */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { lockDatabase } from '../journal/lock.ts';
import { streamsOf } from '../journal/read-rows.ts';
import { connect, inspect, isCopy, SCHEMA_VERSION } from '../journal/schema.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import type { SealFiles } from './besides.ts';
import { attempt, done, notDone, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { keyToSealWith, makeSealKey } from './seal-key.ts';
import { headsOf, insertSeal, sealedHeadOf, settledSeals, storedSeals } from './seal-rows.ts';
import { catchUp } from './seal-text.ts';
import { FIRST_BEFORE, macOf, SealedHeads } from './seal.ts';
import type { Seal, SealCause, SealKey, StoredSeal } from './seal.ts';

export interface SealRequest {
  /** Clinic time; a seal is never dated before the one ahead of it. */
  readonly at: Instant;
  readonly cause: SealCause;
}

export interface MadeSeal {
  readonly seal: Seal;
  /** The key was made just now: somebody should keep a copy of it. */
  readonly newKey: boolean;
  /** Why the file of seals lacks it; the next seal appends both. */
  readonly textTrouble: string | undefined;
}

/** What the seals of a database tell so far, kept from one seal to the next so that it is not read again. */
export class KnownSeals {
  #last: Seal | undefined;
  #heads = new SealedHeads();

  /** Reads what is new. */
  follow(db: DatabaseSync): { readonly last: Seal | undefined; readonly heads: SealedHeads } {
    let fresh = this.#last === undefined ? [] : storedSeals(db, this.#last.seal - 1);
    if (fresh[0]?.mac !== this.#last?.mac || fresh.length === 0) {
      // The first look, or another database stands there now.
      this.#heads = new SealedHeads();
      this.#last = undefined;
      fresh = storedSeals(db);
    } else fresh = fresh.slice(1);
    for (const seal of fresh) this.#apply(seal);
    return { last: this.#last, heads: this.#heads };
  }

  #apply(seal: StoredSeal): void {
    this.#heads.apply(headsOf(seal) ?? []);
    this.#last = seal;
  }
}

/** @param key absent: made when no seal was ever made, never when the one that made the others is missing */
export function makeSeal(files: SealFiles, request: SealRequest, known = new KnownSeals()): Outcome<MadeSeal> {
  return attempt(files.database, () => {
    if (!existsSync(files.database)) return notDone(`${files.database} is not there.`);
    // Of two that seal at once the second would number its seal as the first did.
    const lock = lockDatabase(files.text, 'Another seal is being made.');
    if (!lock.ok) return outcomeOf(lock);
    try {
      const db = connect(files.database);
      try {
        // A seal may wait for the journal's writer; this is nobody's main thread.
        db.exec('PRAGMA busy_timeout = 2000');
        return sealOpen(db, files, request, known);
      } finally {
        db.close();
      }
    } finally {
      lock.value.release();
    }
  });
}

function sealOpen(db: DatabaseSync, files: SealFiles, request: SealRequest, known: KnownSeals): Outcome<MadeSeal> {
  const found = inspect(db, files.database);
  if (!found.ok) return outcomeOf(found);
  const { siteId, version } = found.value;
  if (version !== SCHEMA_VERSION)
    return notDone(
      `${files.database} is of an older Vigil and has no seals: the server brings it forward at its start.`,
    );
  if (isCopy(db) && files.groupKey === undefined)
    return notDone(`${files.database} is a copy of a group's site: its node seals it, with the group's key.`);
  const key = keyFor(db, files);
  if (!key.ok) return key;
  const seal = sealDatabase(db, { siteId, key: key.value.key, ...request }, known);
  return done({ seal, newKey: key.value.isNew, textTrouble: append(files.text, siteId, db) });
}

/** On a connection that may write and whose seals nobody else writes. Throws SQLite's errors, with nothing written. */
export function sealDatabase(
  db: DatabaseSync,
  by: SealRequest & { readonly siteId: string; readonly key: SealKey },
  known = new KnownSeals(),
): Seal {
  const { last, heads, now } = inOneSnapshot(db, () => ({ ...known.follow(db), now: streamsOf(db).map(sealedHeadOf) }));
  const moved = heads.movedTo(now);
  const all = new SealedHeads();
  all.apply(now);
  const content = {
    seal: (last?.seal ?? 0) + 1,
    at: Math.max(by.at, last?.at ?? 0),
    cause: by.cause,
    streams: all.count,
    digest: all.digest(),
    key: by.key.fingerprint,
    before: last?.mac ?? FIRST_BEFORE,
  };
  const seal = { ...content, mac: macOf(by.key, by.siteId, content) };
  insertSeal(db, { ...seal, heads: JSON.stringify(moved) });
  return seal;
}

function keyFor(db: DatabaseSync, files: SealFiles): Outcome<{ readonly key: SealKey; readonly isNew: boolean }> {
  const key = keyToSealWith(files);
  if (!key.ok) return outcomeOf(key);
  if (key.value !== undefined) return done({ key: key.value, isNew: false });
  const made = db.prepare('SELECT key FROM seals ORDER BY seal DESC LIMIT 1').get() as { key: string } | undefined;
  if (made === undefined) return done({ key: makeSealKey(files.key), isNew: true });
  return notDone(
    `The key ${made.key} of the seals is not at ${files.key}: put it back there, or make a new one with "vigil audit key --new".`,
  );
}

function append(text: string, siteId: string, db: DatabaseSync): string | undefined {
  try {
    return catchUp(text, siteId, settledSeals(db));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return `${text} cannot be written (${code ?? message}).`;
  }
}
