/** Starts and ends server processes of a test; what is left at its end is killed. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ExchangeSetting } from '../../server/fhir/fhir-exchange.ts';
import { askSignIn, knowPeopleAt } from './test-people.ts';

const SCRIPT = fileURLToPath(new URL('./server-process.ts', import.meta.url));

export interface ChildServer {
  readonly port: number;
  /** Of the first run, as it prints it at its console. */
  readonly setUpCode: string;
  /** SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Gracefully. */
  stop(): Promise<void>;
}

/**
 * @param fhir where signed visits are sent; absent: nowhere
 * @param as which port it takes, and of what build its pages are; absent: a free one, and of any
 */
export async function startChildServer(
  database: string,
  fhir?: ExchangeSetting,
  as?: { readonly port: number; readonly build: string },
): Promise<ChildServer> {
  const more = as ? [String(as.port), as.build] : [];
  const child = fork(SCRIPT, [database, fhir ? JSON.stringify(fhir) : '', ...more], { execArgv: [] });
  const gone = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const started = await Promise.race([once(child, 'message'), gone.then(() => undefined)]);
  if (!started) throw new Error('The server process ended before it listened.');
  const [{ port, setUpCode }] = started as [Pick<ChildServer, 'port' | 'setUpCode'>];
  knowPeopleAt(port, { signIn: (screenId, role, name) => askSignIn(child, { screenId, role, name }) });
  return {
    port,
    setUpCode,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.send('stop');
      await gone;
    },
  };
}
