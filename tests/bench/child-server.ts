/** A server under measurement, in a process of its own: the bench's own work never counts as the server's. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ChildServer {
  readonly chairIds: readonly string[];
  readonly port: number;
  /** All that its first message says. */
  readonly told: Readonly<Record<string, unknown>>;
  /** CPU time used so far, ms, user and system, all threads. */
  cpuMs(): Promise<number>;
  /** Says one word on its channel. @returns what it answered */
  ask(word: string | object): Promise<unknown>;
  stop(): Promise<void>;
  /** SIGKILL, as when its machine dies. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Those of a part that was given up: they must not be in the way of the next. */
export function endChildren(): void {
  for (const child of running) {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
  running.clear();
}

export async function startChild(script: string, args: (folder: string) => readonly string[]): Promise<ChildServer> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  const child: ChildProcess = fork(new URL(script, import.meta.url), args(folder), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Where not one sample came there is no percentile: JSON would make null of NaN.
    serialization: 'advanced',
    execArgv: [...process.execArgv, ...(process.env['BENCH_NODE_ARGS']?.split(' ') ?? [])],
  });
  running.add(child);
  child.once('exit', (code) => {
    running.delete(child);
    if (code) throw new Error(`${script} ended with ${code}`);
  });
  const [ready] = (await once(child, 'message')) as [
    Record<string, unknown> & { port: number; chairIds?: readonly string[] },
  ];
  return {
    port: ready.port,
    chairIds: ready.chairIds ?? [],
    told: ready,
    async cpuMs() {
      child.send('cpu');
      const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
      return (cpu.user + cpu.system) / 1000;
    },
    async ask(word) {
      const answered = once(child, 'message');
      child.send(word);
      return ((await answered) as readonly unknown[])[0];
    },
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
