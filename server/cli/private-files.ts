/** What Vigil writes is read by the account it runs as, and by nobody else of the machine (Windows: as the folder says). */
import { chmodSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const OTHERS = 0o077;

/** All that this process and its children make from now on, SQLite's own files too. */
export const privateFiles = (): void => void process.umask(OTHERS);

/** What an earlier Vigil, or a copy by hand, left open to others: the database and all that stands beside it under its name. */
export function tighten(database: string): void {
  const folder = dirname(database);
  const stem = basename(database).replace(/\.db$/, '');
  for (const name of namesIn(folder)) {
    if (name !== stem && !name.startsWith(`${stem}.`) && !name.startsWith(`${stem}-`)) continue;
    try {
      chmodSync(join(folder, name), 0o600);
    } catch {
      // Another account's: that it cannot be written is told where it is opened.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((each) => (each.isFile() ? [each.name] : []));
  } catch {
    return [];
  }
}
