/** Opens or creates a site's database. */
import { refuse, type Result } from '#core/refusal.ts';
import type { Journal, JournalOptions } from './journal.ts';

/**
 * @param path the database file; its folder is made when absent.
 * @returns a refusal when it is no Vigil database, is of a newer Vigil, is in use by another process, holds an event this Vigil does
 * not know, or cannot be written.
 */
export async function openJournal(path: string, options: JournalOptions = {}): Promise<Result<Journal>> {
  return refuse('unavailable', `${path} ${options.demo}`);
}
