/** Makes a backup or restores one in a process of its own, which SIGKILLs itself right after the step named. Tells the outcome. */
import { backUp } from '../../server/keeping/backup.ts';
import type { BackupOptions } from '../../server/keeping/backup.ts';
import { restore } from '../../server/keeping/restore.ts';
import type { RestoreOptions } from '../../server/keeping/restore.ts';

export type KeepingTask = (
  | { readonly task: 'backup'; readonly options: BackupOptions }
  | { readonly task: 'restore'; readonly options: RestoreOptions }
) & { readonly killAfter?: string };

const asked = JSON.parse(process.argv[2] ?? '') as KeepingTask;
const onStep = (step: string): void => {
  if (step === asked.killAfter) process.kill(process.pid, 'SIGKILL');
};
const outcome = asked.task === 'backup' ? backUp({ ...asked.options, onStep }) : restore({ ...asked.options, onStep });
process.send?.(outcome);
