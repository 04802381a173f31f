/** Opens the journal of a group's site. */
import type { Result } from '#core/refusal.ts';
import type { Journal, JournalOptions } from '../journal/journal.ts';
import type { Group, PostgresSite } from './group.ts';

export interface PostgresJournalOptions extends Omit<JournalOptions, 'demo'> {
  readonly site: PostgresSite;
  /** This node's copy of it: a database file, made when absent. */
  readonly copyPath: string;
  /** Of the lease that this node holds. With any other nothing is written. */
  readonly epoch: number;
  /** Called once: this node has the site no more. What was given is never acknowledged; close the journal. */
  readonly onLost: (why: string) => void;
  /** What a person should know of the copy: it was of an older time, damaged, and is made anew. */
  readonly onNotice?: (sentence: string) => void;
}

export type OpenPostgresJournal = (group: Group, options: PostgresJournalOptions) => Promise<Result<Journal>>;
