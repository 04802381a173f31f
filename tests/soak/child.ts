/** The server process of a soak, from here. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askSignIn, knowPeopleAt } from '../support/test-people.ts';
import type { Ready, Sampled } from './server.ts';

export interface SoakServer extends Ready {
  readonly database: string;
  sample(): Promise<Sampled>;
  /** Until nobody is connected and nothing holds a connection or a visit that is over. */
  isEmpty(): Promise<Sampled>;
  stop(): Promise<void>;
}

/** A connection that was cut is noticed within so long; what takes longer is told as it stands. */
const EMPTY_MS = 20_000;

export async function startSoakServer(chairs: number, rate: number): Promise<SoakServer> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-soak-'));
  const database = join(folder, 'vigil.db');
  const script = fileURLToPath(new URL('./server.ts', import.meta.url));
  const child = fork(script, [database, String(chairs), String(rate)], { execArgv: ['--expose-gc'] });
  // As many sign in at once as there are screens.
  child.setMaxListeners(0);
  const gone = once(child, 'exit').then(() => undefined);
  const hear = async <T>(key: string): Promise<T> => {
    for (;;) {
      const told = await Promise.race([once(child, 'message'), gone]);
      const message = told?.[0] as Record<string, T> | undefined;
      if (message === undefined) throw new Error('The server process ended.');
      if (key in message) return message[key] as T;
    }
  };
  const ready = await hear<Ready>('ready');
  knowPeopleAt(ready.port, { signIn: (screenId, role, name) => askSignIn(child, { screenId, role, name }) });
  const sample = async (): Promise<Sampled> => {
    const heard = hear<Sampled>('sampled');
    child.send({ ask: 'count' });
    return heard;
  };
  return {
    ...ready,
    database,
    sample,
    async isEmpty() {
      const until = performance.now() + EMPTY_MS;
      for (;;) {
        const sampled = await sample();
        if ((sampled.sockets === 0 && sampled.visits === 0) || performance.now() > until) return sampled;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async stop() {
      child.send({ ask: 'stop' });
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
