/** A process that writes to a journal as fast as it can (journal-writer-process.ts), and whose progress can be waited for. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const SCRIPT = fileURLToPath(new URL('./journal-writer-process.ts', import.meta.url));

export interface BusyWriter {
  /** The newest seq that it was told is on the disk. */
  readonly acknowledged: number;
  /** Resolves once so many more appends were acknowledged. */
  more(count: number): Promise<void>;
  kill(): Promise<void>;
}

export function startBusyWriter(database: string): BusyWriter {
  const child = fork(SCRIPT, [database], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  let acknowledged = 0;
  let seen = 0;
  let check: () => void = () => undefined;
  child.on('message', (told: { acknowledged?: number }) => {
    if (told.acknowledged === undefined) return;
    acknowledged = Math.max(acknowledged, told.acknowledged);
    seen += 1;
    check();
  });
  return {
    get acknowledged() {
      return acknowledged;
    },
    more(count) {
      const until = seen + count;
      return new Promise((resolve, reject) => {
        check = () => {
          if (seen >= until) resolve();
        };
        void gone.then(() => reject(new Error('The writer is gone.')));
      });
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
