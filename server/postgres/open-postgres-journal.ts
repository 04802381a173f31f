/** Opens the journal of a group's site: the same program over the same tables, on this node's copy, with PostgreSQL as the truth. */
import { randomUUID } from 'node:crypto';
import type { Duration } from '#core/reading.ts';
import { refuse, type Result } from '#core/refusal.ts';
import { attempt, lockForUse, startJournal } from '../journal/open-journal.ts';
import type { Journal, JournalOptions } from '../journal/journal.ts';
import { readOpening } from '../journal/opening.ts';
import type { Opening } from '../journal/opening.ts';
import { whatItSaid } from './connection.ts';
import { forwardCopy } from './copy.ts';
import { openCopy } from './copy-file.ts';
import type { Group, PostgresSite } from './group.ts';
import { groupWords } from './group-words.ts';

export interface PostgresJournalOptions extends Omit<JournalOptions, 'demo'> {
  readonly site: PostgresSite;
  /** This node's copy of it: a database file, made when absent. */
  readonly copyPath: string;
  /** Of the lease that this node holds. With any other nothing is written. */
  readonly epoch: number;
  /** Whose lease it is; absent: it has no node's name. */
  readonly nodeId?: string;
  /** Called once: this node has the site no more. What was given is never acknowledged; close the journal. */
  readonly onLost: (why: string) => void;
  /** Told in a sentence that the copy was of another time or damaged, and is made anew. */
  readonly onNotice?: (sentence: string) => void;
  /**
   * How long PostgreSQL may take for one answer before the connection is given up and made anew. Shorter than the sealing thread waits for
   * the copy, which is held meanwhile.
   */
  readonly answerMs?: Duration;
}

const ANSWER_MS: Duration = 1_500;
const WRITER = new URL('./pg-writer.ts', import.meta.url);

/**
 * Call it once this node has the lease: what its owner before wrote is read first, all of it.
 * @returns a refusal when the lease is another's, the copy cannot be had, or PostgreSQL does not answer.
 */
export async function openPostgresJournal(group: Group, options: PostgresJournalOptions): Promise<Result<Journal>> {
  const { site, copyPath: path, epoch, nodeId, onLost, answerMs = ANSWER_MS, testSeams = false } = options;
  const { siteId, demo } = site;
  const lock = lockForUse(path);
  if (!lock.ok) return lock;
  const opened = await readCopy(group, options);
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const postgres = { url: group.url, epoch, nodeId, run: randomUUID(), demo, answerMs };
  const other = { script: WRITER, words: groupWords, onLost };
  return startJournal(opened.value, lock.value, { path, siteId, testSeams, postgres }, options, other);
}

async function readCopy(
  group: Group,
  { site, copyPath, epoch, nodeId, onNotice }: PostgresJournalOptions,
): Promise<Result<Opening>> {
  try {
    const { rows } = await group.pool.query(
      'SELECT 1 FROM vigil.leases WHERE site_id = $1 AND epoch = $2 AND node_id IS NOT DISTINCT FROM $3',
      [site.siteId, epoch, nodeId ?? null],
    );
    if (rows.length === 0) return refuse('conflict', `Another node has the lease of the site ${site.name}.`);
  } catch (error) {
    return refuse('unavailable', `The group's database does not answer (${whatItSaid(error)}).`);
  }
  const forwarded = await forwardCopy(group, site, copyPath, { onNotice, checksHeads: true });
  if (!forwarded.ok) return forwarded;
  return attempt(copyPath, () => {
    const opened = openCopy(copyPath, site);
    if (!opened.ok) return opened;
    try {
      return readOpening(opened.value, copyPath, site);
    } finally {
      opened.value.close();
    }
  });
}
