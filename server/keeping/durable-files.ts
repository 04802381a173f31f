/** What makes a file stay after a power cut. */
import { closeSync, copyFileSync, fsyncSync, linkSync, openSync } from 'node:fs';

export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** After a rename or a link. Systems that sync no folders (Windows) are passed over. */
export function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch {
    // As above.
  } finally {
    closeSync(folder);
  }
}

/** A second name for a file; where the file system has none, a copy. Never replaces anything. */
export function keepAs(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(path, kept, 1);
    syncFile(kept);
  }
}
