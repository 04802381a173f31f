/** A database in a folder of its own, gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Journal, JournalOptions } from '../../server/journal/journal.ts';
import { openJournal } from '../../server/journal/open-journal.ts';

/** @returns the path of a database that is not there yet. */
export function newDatabasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'vigil.db');
}

/** Closed after the test, unless the test did. */
export async function openForTest(path: string, options: JournalOptions = {}): Promise<Journal> {
  const opened = await openJournal(path, { testSeams: true, ...options });
  if (!opened.ok) throw new Error(opened.refusal.message);
  onTestFinished(async () => {
    await opened.value.close(0);
  });
  return opened.value;
}
