/**
 * A journal that was sealed twice, closed. Visit a: notes are rows 1, 5, 6, 8 and 10, readings the others; seal 1 stands at row 5, seal 2
 * at row 9. Visit b: a note and two readings, of before seal 1.
 */
import { DatabaseSync } from 'node:sqlite';
import { auditFile } from '../../server/keeping/audit.ts';
import type { Audit } from '../../server/keeping/audit.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import { makeSeal } from '../../server/keeping/make-seal.ts';
import { readSealKey } from '../../server/keeping/seal-key.ts';
import type { Seal, SealCause, SealKey } from '../../server/keeping/seal.ts';
import { noted, read, T, visit } from './journal-events.ts';
import { newDatabasePath, openForTest } from './journal-folder.ts';

export const SITE = 'site-1';
export const SEAL_1_AT = T + 3_600_000;
export const SEAL_2_AT = T + 7_200_000;

export const A_ROWS = [
  ...[noted('1'), read(1), read(2), read(3), noted('5')],
  ...[noted('6'), read(4), noted('8'), read(5)],
  noted('10'),
];

export async function sealedJournal(): Promise<SealFiles> {
  const files = sealFiles(newDatabasePath());
  const journal = await openForTest(files.database, { newId: () => SITE });
  journal.append(visit('a'), A_ROWS.slice(0, 5));
  await journal.append(visit('b'), [noted('1'), read(1, {}, 'nonin-2'), read(2, {}, 'nonin-2')]).durable;
  sealAt(files, SEAL_1_AT);
  await journal.append(visit('a'), A_ROWS.slice(5, 9)).durable;
  sealAt(files, SEAL_2_AT);
  await journal.append(visit('a'), A_ROWS.slice(9)).durable;
  await journal.close();
  return files;
}

export function sealAt(files: SealFiles, at: number, cause: SealCause = 'hourly'): Seal {
  const made = makeSeal(files, { at, cause });
  if (!made.ok) throw new Error(made.message);
  return made.value.seal;
}

export function keyAt(files: SealFiles): SealKey {
  const read = readSealKey(files.key);
  if (!read.ok || !read.value) throw new Error('There is no key.');
  return read.value;
}

/** By hand, as somebody with the file would. */
export function byHand(path: string, sql: string): void {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec(sql);
  db.close();
}

export function auditOf(files: SealFiles, keys: readonly SealKey[] = [keyAt(files)]): Audit {
  const audited = auditFile(files.database, { keys, text: files.text });
  if (!audited.ok) throw new Error(audited.message);
  return audited.value;
}
