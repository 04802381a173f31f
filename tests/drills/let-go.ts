/** However the drills end, by themselves, by Ctrl-C or by a fault of their own: no process and no folder of theirs is left. */
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';

const folders = new Set<string>();
const children = new Set<ChildProcess>();

export function endsWithUs(child: ChildProcess): ChildProcess {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

export function goesWithUs(folder: string): string {
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(folder);
}

process.on('exit', () => {
  // One that stands still takes no other signal.
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) removeFolder(folder);
});
