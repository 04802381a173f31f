/** Names of files that are not done yet, and what a killed run left of them. */
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Of this process alone: two backups to one name never write into one file. */
export const partOf = (path: string): string => `${path}.${process.pid}.part`;

/** Removes the parts of processes that are no more. */
export function removeStaleParts(path: string): void {
  const name = basename(path);
  for (const file of readdirSync(dirname(path))) {
    if (!file.startsWith(`${name}.`)) continue;
    const pid = /^\.(\d+)\.part(-journal|-wal|-shm)?$/.exec(file.slice(name.length))?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(path), file), { force: true });
  }
}

export function removeDatabase(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
