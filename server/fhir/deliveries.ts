/**
 * Which visits were sent and which are due, in a file of its own beside the database. Lost, it is made anew of the journal: what is signed
 * and has no delivery here is due. It holds no name.
 */
import { rmSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import { dueSeqOf, endedVisits } from './due.ts';

const VERSION = 1;

const TABLES = `
CREATE TABLE exchange (site_id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT NOT NULL) STRICT;
CREATE TABLE visits (
  stream INTEGER PRIMARY KEY,
  visit_id TEXT NOT NULL,
  -- The newest event that was looked at, the newest that makes it due, the newest that was sent, and that the audit has.
  looked INTEGER NOT NULL,
  due INTEGER NOT NULL,
  sent INTEGER NOT NULL DEFAULT 0,
  audited INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('none', 'due', 'sent', 'refused')),
  tries INTEGER NOT NULL DEFAULT 0,
  -- Of the machine's clock, ms.
  next_at INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER,
  -- HTTP, of the last try that failed; and what was said, without a patient.
  status INTEGER,
  why TEXT
) STRICT;
CREATE INDEX visits_due ON visits (next_at, stream) WHERE state = 'due';
`;

export interface Due {
  readonly stream: number;
  readonly visitId: string;
  readonly due: number;
  readonly audited: number;
  readonly tries: number;
  readonly nextAt: Instant;
}

export interface Refused {
  readonly visitId: string;
  readonly at: Instant;
  readonly status: number | null;
  readonly why: string;
}

export interface Standing {
  readonly waiting: number;
  readonly refused: number;
  readonly sent: number;
  readonly lastSent: { readonly visitId: string; readonly at: Instant } | null;
  /** The newest first, a few. */
  readonly refusals: readonly Refused[];
  /** Of those that wait: the last try that failed. */
  readonly lastTrouble: Refused | null;
}

/** `vigil.db` keeps them in `vigil-fhir.db`. */
export const deliveriesPath = (database: string): string =>
  join(dirname(database), `${basename(database, extname(database))}-fhir${extname(database)}`);

/**
 * Thrown away and made anew where it is broken, another clinic's, or of another FHIR server. Throws what may be over by the next try (busy,
 * a full disk, no permission): what is in it is then still true.
 */
export function openDeliveries(path: string, siteId: string, url: string): Deliveries {
  try {
    return opened(path, siteId, url);
  } catch (error) {
    if (!isUseless(error)) throw error;
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    return opened(path, siteId, url);
  }
}

class OfAnother extends Error {}

/** SQLITE_ERROR (its tables are not these), SQLITE_CORRUPT, SQLITE_NOTADB. */
const BROKEN: readonly number[] = [1, 11, 26];
const isUseless = (error: unknown): boolean =>
  error instanceof OfAnother || BROKEN.includes(((error as { errcode?: number }).errcode ?? 0) & 0xff);

function opened(path: string, siteId: string, url: string): Deliveries {
  const db = prepared(path, siteId, url);
  try {
    return new Deliveries(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepared(path: string, siteId: string, url: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 1_000 });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    const isNew = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'exchange'").get() === undefined;
    if (isNew) {
      db.exec(`BEGIN; ${TABLES}`);
      db.prepare('INSERT INTO exchange (site_id, version, url) VALUES (?, ?, ?)').run(siteId, VERSION, url);
      db.exec('COMMIT');
      return db;
    }
    const kept = db.prepare('SELECT site_id, version, url FROM exchange').get() as Record<string, unknown> | undefined;
    if (kept?.site_id !== siteId || kept.version !== VERSION || kept.url !== url) throw new OfAnother();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export class Deliveries {
  readonly #db: DatabaseSync;
  /** By stream. A number may be given again once its visit was removed. */
  readonly #looked: Map<number, { readonly visitId: string; readonly seq: number }>;

  constructor(db: DatabaseSync) {
    this.#db = db;
    const rows = db.prepare('SELECT stream, visit_id AS visitId, looked AS seq FROM visits').all();
    this.#looked = new Map(
      (rows as unknown as { stream: number; visitId: string; seq: number }[]).map(({ stream, ...rest }) => [
        stream,
        rest,
      ]),
    );
  }

  /** Sees what the journal has that this has not, for as long as it may. @returns whether something is left */
  keepUp(journal: DatabaseSync, isOver: () => boolean): boolean {
    // One commit for all of it: years of visits must not keep the disk from the journal.
    return inOneSnapshot(this.#db, () => this.#keepUp(journal, isOver));
  }

  #keepUp(journal: DatabaseSync, isOver: () => boolean): boolean {
    const ended = endedVisits(journal);
    const there = new Map(ended.map(({ stream, visitId }) => [stream, visitId]));
    for (const [stream, { visitId }] of [...this.#looked]) if (there.get(stream) !== visitId) this.#forget(stream);
    for (const visit of ended) {
      const { stream, seq, visitId } = visit;
      if (this.#looked.get(stream)?.seq === seq) continue;
      if (isOver()) return true;
      this.#see(stream, visitId, seq, dueSeqOf(journal, visit));
    }
    return false;
  }

  /** A restored database may have another newest event, an earlier one too. */
  #see(stream: number, visitId: string, looked: number, due: number): void {
    this.#db
      .prepare(
        `INSERT INTO visits (stream, visit_id, looked, due, state) VALUES (?1, ?2, ?3, ?4, CASE WHEN ?4 > 0 THEN 'due' ELSE 'none' END)
         ON CONFLICT (stream) DO UPDATE SET looked = ?3, due = ?4,
           state = CASE WHEN ?4 = due THEN state WHEN ?4 = 0 THEN 'none' ELSE 'due' END,
           tries = CASE WHEN ?4 = due THEN tries ELSE 0 END,
           next_at = CASE WHEN ?4 = due THEN next_at ELSE 0 END`,
      )
      .run(stream, visitId, looked, due);
    this.#looked.set(stream, { visitId, seq: looked });
  }

  #forget(stream: number): void {
    this.#db.prepare('DELETE FROM visits WHERE stream = ?').run(stream);
    this.#looked.delete(stream);
  }

  /** Whichever waits the longest. */
  next(): Due | undefined {
    return this.#db
      .prepare(
        `SELECT stream, visit_id AS visitId, due, audited, tries, next_at AS nextAt FROM visits
         WHERE state = 'due' ORDER BY next_at, stream LIMIT 1`,
      )
      .get() as unknown as Due | undefined;
  }

  /** It is nothing for a FHIR server. */
  drop({ stream }: Due): void {
    this.#db.prepare("UPDATE visits SET state = 'none' WHERE stream = ?").run(stream);
  }

  /** The audit says that it leaves. */
  audited({ stream, due }: Due): void {
    this.#db.prepare('UPDATE visits SET audited = ? WHERE stream = ?').run(due, stream);
  }

  /** What was added meanwhile is due still. */
  sent({ stream, due }: Due, at: Instant): void {
    this.#db
      .prepare(
        `UPDATE visits SET state = CASE WHEN due <> ?1 THEN 'due' ELSE 'sent' END, sent = ?1, tries = 0, next_at = 0,
           last_at = ?2, status = NULL, why = NULL WHERE stream = ?3`,
      )
      .run(due, at, stream);
  }

  refused({ stream, due }: Due, at: Instant, status: number | null, why: string): void {
    this.#db
      .prepare(
        `UPDATE visits SET state = CASE WHEN due <> ?1 THEN 'due' ELSE 'refused' END, tries = tries + 1, last_at = ?2, status = ?3, why = ?4
         WHERE stream = ?5`,
      )
      .run(due, at, status, why, stream);
  }

  later({ stream }: Due, at: Instant, nextAt: Instant, status: number | null, why: string): void {
    this.#db
      .prepare('UPDATE visits SET tries = tries + 1, next_at = ?, last_at = ?, status = ?, why = ? WHERE stream = ?')
      .run(nextAt, at, status, why, stream);
  }

  /** A person asks: all that was refused or waits is tried now. */
  again(): void {
    this.#db.exec("UPDATE visits SET state = 'due', tries = 0, next_at = 0 WHERE state IN ('due', 'refused')");
  }

  standing(): Standing {
    const counts = this.#db.prepare('SELECT state, count(*) AS n FROM visits GROUP BY state').all() as unknown as {
      state: string;
      n: number;
    }[];
    const count = (state: string): number => counts.find((each) => each.state === state)?.n ?? 0;
    const failures = (state: string, most: number) =>
      this.#db
        .prepare(
          `SELECT visit_id AS visitId, last_at AS at, status, why FROM visits WHERE state = ? AND why IS NOT NULL
           ORDER BY last_at DESC LIMIT ?`,
        )
        .all(state, most) as unknown as Refused[];
    return {
      waiting: count('due'),
      refused: count('refused'),
      sent: count('sent'),
      lastSent:
        (this.#db
          .prepare(
            'SELECT visit_id AS visitId, last_at AS at FROM visits WHERE sent > 0 AND why IS NULL ORDER BY last_at DESC LIMIT 1',
          )
          .get() as { visitId: string; at: number } | undefined) ?? null,
      refusals: failures('refused', 5).map((each) => ({ ...each })),
      lastTrouble: failures('due', 1).map((each) => ({ ...each }))[0] ?? null,
    };
  }

  close(): void {
    this.#db.close();
  }
}
