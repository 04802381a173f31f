/** Runs a backup or a restore in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../server/keeping/outcome.ts';
import type { KeepingTask } from './keeping-process.ts';

const SCRIPT = fileURLToPath(new URL('./keeping-process.ts', import.meta.url));

/** @returns its outcome, or the signal it died of. */
export async function runKeeping(task: KeepingTask): Promise<Outcome<unknown> | NodeJS.Signals> {
  const child = fork(SCRIPT, [JSON.stringify(task)], { execArgv: [] });
  let told: Outcome<unknown> | undefined;
  child.on('message', (message) => (told = message as Outcome<unknown>));
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (signal) return signal;
  if (!told) throw new Error('It ended without an outcome.');
  return told;
}
