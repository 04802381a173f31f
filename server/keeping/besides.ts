/** The files beside a database, by its name: `vigil.db` has `vigil-seal.key` and `vigil-seals.txt`. */
import { statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

export interface SealFiles {
  readonly database: string;
  /** Secret. Best kept on another medium: `--seal-key`. */
  readonly key: string;
  /** Fingerprint of the one key of a group: with another, nothing is sealed and nothing removed. */
  readonly groupKey?: string | undefined;
  /** Every seal as a line of text, outside the database. */
  readonly text: string;
}

/** @param suffix with its extension; the database's own when it has none */
export function beside(database: string, suffix: string): string {
  const extension = extname(database);
  const name = `${basename(database, extension)}-${suffix}`;
  return join(dirname(database), extname(suffix) === '' ? `${name}${extension}` : name);
}

export const sealFiles = (database: string, key = beside(database, 'seal.key'), groupKey?: string): SealFiles => ({
  ...{ database, key },
  ...(groupKey !== undefined && { groupKey }),
  text: beside(database, 'seals.txt'),
});

/** `--data` names the folder that `vigil serve` was given, or a database file itself. */
export function databaseIn(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? extname(path) === '';
  return isFolder ? join(path, 'vigil.db') : path;
}
