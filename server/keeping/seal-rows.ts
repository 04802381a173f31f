/** The table of seals. */
import type { DatabaseSync } from 'node:sqlite';
import type { StreamOnDisk } from '../journal/read-rows.ts';
import { COPY_SEAL_MARK, isCopy, metaOf } from '../journal/schema.ts';
import type { SealedHead, StoredSeal } from './seal.ts';

const COLUMNS = 'seal, at, cause, streams, digest, heads, key, before, mac';

/** In order. Empty in a database of schema 1, which has no such table. */
export function storedSeals(db: DatabaseSync, after = 0): readonly StoredSeal[] {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seals'").get();
  if (table === undefined) return [];
  const rows = db.prepare(`SELECT ${COLUMNS} FROM seals WHERE seal > ? ORDER BY seal`).all(after);
  return rows as unknown as StoredSeal[];
}

/** Without those of a group's site that PostgreSQL has not yet: should this node die now, the next owner makes others in their place. */
export function settledSeals(db: DatabaseSync): readonly StoredSeal[] {
  const seals = storedSeals(db);
  if (!isCopy(db)) return seals;
  const known = Number(metaOf(db, COPY_SEAL_MARK) ?? 0);
  return seals.filter(({ seal }) => seal <= known);
}

/** One statement, one row: all of it or nothing. */
export function insertSeal(db: DatabaseSync, s: StoredSeal): void {
  db.prepare(`INSERT INTO seals (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    ...[s.seal, s.at, s.cause, s.streams, s.digest, s.heads, s.key, s.before, s.mac],
  );
}

/** @returns undefined when it is not what was written. */
export function headsOf({ heads }: StoredSeal): readonly SealedHead[] | undefined {
  try {
    const parsed = JSON.parse(heads) as unknown;
    return Array.isArray(parsed) && parsed.every(isHead) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const isHead = (one: unknown): one is SealedHead =>
  Array.isArray(one) &&
  one.length === 4 &&
  typeof one[0] === 'string' &&
  typeof one[1] === 'string' &&
  Number.isSafeInteger(one[2]) &&
  typeof one[3] === 'string';

export const sealedHeadOf = ({ stream, seq, headHash }: StreamOnDisk): SealedHead => [
  stream.kind,
  stream.id,
  seq,
  headHash,
];
