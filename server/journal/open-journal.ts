/** Opens or creates a site's database. */
import { randomUUID } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { CommitQueue } from './commit-queue.ts';
import type { OtherWriter } from './commit-queue.ts';
import { PENDING_LIMIT } from './journal.ts';
import type { Journal, JournalOptions, JournalSeams, JournalTrouble } from './journal.ts';
import { LiveJournal } from './live-journal.ts';
import type { Question, ReaderAnswers, ThreadOptions } from './messages.ts';
import { AskedThread } from '../threads/asked-thread.ts';
import { lockDatabase } from './lock.ts';
import type { Lock } from './lock.ts';
import { readOpening } from './opening.ts';
import type { Opening } from './opening.ts';
import { connectUnknown, inspect, isEmpty, whyNotOwn } from './schema.ts';
import type { Founding } from './schema.ts';

/**
 * Reads on the calling thread, so call it before anything runs that must not wait.
 * @param path the database file; its folder is made when absent.
 * @returns a refusal when it is no Vigil database, is of a newer Vigil, is in use by another process, holds an event this Vigil does
 * not know, or cannot be written.
 */
export async function openJournal(path: string, options: JournalOptions = {}): Promise<Result<Journal>> {
  const { demo = false, newId = randomUUID, testSeams = false } = options;
  const lock = lockForUse(path);
  if (!lock.ok) return lock;
  const opened = attempt(path, () => openOnce(path, { siteId: newId(), demo }));
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const threadOptions = { path, siteId: opened.value.siteId, testSeams };
  return startJournal(opened.value, lock.value, threadOptions, options);
}

/** Starts what an opened database is written and read by. */
export async function startJournal(
  opening: Opening,
  lock: Lock,
  threadOptions: ThreadOptions,
  { slowMs = 500, pendingLimit = PENDING_LIMIT }: Pick<JournalOptions, 'slowMs' | 'pendingLimit'>,
  other?: OtherWriter,
): Promise<Result<Journal>> {
  const { path, testSeams } = threadOptions;
  const listeners = new Set<(trouble: JournalTrouble | undefined) => void>();
  const tell = (): void => {
    for (const listener of listeners) listener(queue.trouble);
  };
  const queue: CommitQueue = new CommitQueue(threadOptions, { slowMs, pendingLimit }, tell, other);
  const reader = new AskedThread<Question, ReaderAnswers>(
    new URL('./reader.ts', import.meta.url),
    { path, siteId: opening.siteId },
    'The journal is closed.',
  );
  const seams = testSeams ? seamsOf(queue) : undefined;
  const journal = new LiveJournal({ path, opening, lock, queue, reader, listeners, seams });
  const failure = await queue.writer.started;
  if (failure === undefined) return accept(journal);
  await journal.close(0);
  return refuse('unavailable', `${path} cannot be written (${failure}). Check the disk and start again.`);
}

function openOnce(path: string, founding: Founding): Result<Opening> {
  const db = connectUnknown(path);
  try {
    const other = !isEmpty(db) && inspect(db, path).ok ? whyNotOwn(db, path) : undefined;
    if (other !== undefined) return refuse('conflict', other);
    return readOpening(db, path, founding);
  } finally {
    db.close();
  }
}

/** One process a database; its folder is made. */
export const lockForUse = (path: string): Result<Lock> =>
  attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    accessSync(dirname(path), constants.W_OK);
    return lockDatabase(path);
  });

/** What the operating system or SQLite may answer to an attempt at a file, as refusals. */
export function attempt<T>(path: string, open: () => Result<T>): Result<T> {
  try {
    return open();
  } catch (error) {
    const { errcode = 0, code, message } = error as NodeJS.ErrnoException & { errcode?: number };
    switch (errcode & 0xff) {
      case 13: // SQLITE_FULL
        return refuse('unavailable', `${path} cannot be opened: the disk is full. Free some space and start again.`);
      case 26: // SQLITE_NOTADB
        return refuse('malformed', `${path} is not a Vigil database (nor any database). Choose another file.`);
      case 5: // SQLITE_BUSY
        return refuse('conflict', `${path} is held by another program. Close that program and start again.`);
    }
    const why = errcode === 0 ? (code ?? message) : message;
    return refuse('unavailable', `${path} cannot be written (${why}). Check the folder and who may write there.`);
  }
}

const seamsOf = (queue: CommitQueue): JournalSeams => ({
  hang: (ms) => queue.writer.post({ type: 'test-hang', ms }),
  fillDisk: (full) => queue.writer.post({ type: 'test-fill-disk', full }),
  crash: () => queue.writer.post({ type: 'test-crash' }),
  crashBetween: () => queue.writer.post({ type: 'test-crash-between' }),
  commits: () => queue.commits,
});
