/** Makes a backup, restores one, removes what the rule lets go or takes a visit in, in a process of its own, which SIGKILLs itself right after the step named. Tells the outcome. */
import { importVisit } from '../../server/exchange/import-visit.ts';
import type { ImportOptions } from '../../server/exchange/import-visit.ts';
import { backUp } from '../../server/keeping/backup.ts';
import type { BackupOptions } from '../../server/keeping/backup.ts';
import { restore } from '../../server/keeping/restore.ts';
import type { RestoreOptions } from '../../server/keeping/restore.ts';
import { retain } from '../../server/keeping/retain.ts';
import type { RetainOptions } from '../../server/keeping/retain.ts';

export type KeepingTask = (
  | { readonly task: 'backup'; readonly options: BackupOptions }
  | { readonly task: 'restore'; readonly options: RestoreOptions }
  | { readonly task: 'retain'; readonly options: RetainOptions }
  | { readonly task: 'import-visit'; readonly options: ImportOptions }
) & { readonly killAfter?: string };

const asked = JSON.parse(process.argv[2] ?? '') as KeepingTask;
/** `visit 2`: after the second step of that name. */
const counts = new Map<string, number>();
const onStep = (step: string): void => {
  const count = (counts.get(step) ?? 0) + 1;
  counts.set(step, count);
  if (step === asked.killAfter || `${step} ${count}` === asked.killAfter) process.kill(process.pid, 'SIGKILL');
};
const run = () => {
  switch (asked.task) {
    case 'backup':
      return backUp({ ...asked.options, onStep });
    case 'restore':
      return restore({ ...asked.options, onStep });
    case 'retain':
      return retain({ ...asked.options, onStep });
    case 'import-visit':
      return importVisit({ ...asked.options, onStep });
  }
};
const outcome = run();
process.send?.(outcome);
