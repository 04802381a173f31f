/** One process a database. The lock is the operating system's: it ends with its process, however that dies. */
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';

export interface Lock {
  release(): void;
}

interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Holds SQLite's write lock on a small file beside the database; its row says who holds it.
 * @param wayOut said to the second process
 */
export function lockDatabase(path: string, wayOut = 'Stop that one, or give this one another database.'): Result<Lock> {
  const db = new DatabaseSync(`${path}.lock`, { timeout: 250 });
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec('CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL, host TEXT NOT NULL) STRICT; DELETE FROM owner;');
    db.prepare('INSERT INTO owner (pid, host) VALUES (?, ?)').run(process.pid, hostname());
    db.exec('COMMIT');
    db.exec('BEGIN IMMEDIATE');
    return accept({ release: () => db.close() });
  } catch (error) {
    if (!isBusy(error)) {
      db.close();
      throw error;
    }
    const owner = ownerOf(db);
    db.close();
    const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
    return refuse('conflict', `${path} is in use by ${who}. ${wayOut}`);
  }
}

/** SQLITE_BUSY. */
const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === 5;

function ownerOf(db: DatabaseSync): Owner | undefined {
  try {
    return db.prepare('SELECT pid, host FROM owner').get() as Owner | undefined;
  } catch (error) {
    if (isBusy(error)) return undefined;
    throw error;
  }
}
