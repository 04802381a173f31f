/**
 * A real PostgreSQL for a test file, a drill or a benchmark: its own data in a temporary folder, a port of its own on 127.0.0.1,
 * `fsync` on as in a clinic. A watching shell ends it and removes the folder when this process is gone, however it went.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

export interface TestPostgres {
  /** Of the database `postgres` as its superuser; `freshDatabase` gives an empty one. */
  readonly url: string;
  /** Of the running server's main process, for a drill that stops it by signal; undefined: it does not run. */
  readonly pid: number | undefined;
  /** For good: the data are removed. */
  stop(): Promise<void>;
  /** Also after `kill`: the same address and data. */
  restart(): Promise<void>;
  /** SIGKILL, as by a power cut of its machine. */
  kill(): Promise<void>;
}

const attempts = 5;
const user = 'vigil';

/** Below the range from which the system gives ports, so that nobody is given this one while the server restarts. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    const probe = createServer();
    const free = new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (await free) return port;
  }
}

async function makeCluster({ initdb, runAs }: PostgresBinaries, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (runAs.uid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync', `--username=${user}`];
  // `--no-sync` is of making the empty cluster only.
  const making = spawn(initdb, [`--pgdata=${join(folder, 'data')}`, `--pwfile=${passwordFile}`, ...flags], {
    ...runAs,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const said: Buffer[] = [];
  making.stderr.on('data', (piece: Buffer) => said.push(piece));
  const [code] = (await once(making, 'close')) as [number | null];
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder: ${Buffer.concat(said).toString()}`);
}

type Began = { readonly running: ChildProcess } | { readonly said: string };

function begin({ postgres, runAs }: PostgresBinaries, folder: string, port: number): Promise<Began> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300', 'fsync=on'];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const running = spawn(postgres, ['-D', join(folder, 'data'), '-p', String(port), ...flags], {
    ...runAs,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Began>();
  let said = '';
  running.stderr.on('data', (piece: Buffer) => {
    // Read for as long as it runs: a full pipe would stop it. Kept only until it is ready.
    if (running.listenerCount('close') === 0) return;
    said += piece.toString();
    if (!said.includes('ready to accept connections')) return;
    running.removeAllListeners('close');
    said = '';
    // A script that forgot to stop it ends all the same; the watching shell does the rest.
    running.unref();
    (running.stderr as unknown as { unref(): void }).unref();
    resolve({ running });
  });
  running.once('error', reject);
  running.once('close', () => resolve({ said }));
  return promise;
}

/** Ends the server whose pid stands in the folder and removes the folder, when its standard input ends: with this process at the latest. */
const watchScript = `trap '' INT TERM HUP
read -r _
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -CONT "$pid" 2>/dev/null
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$pid" 2>/dev/null
fi
rm -rf "$1"`;

function watchOver(folder: string): { end(): Promise<void> } {
  if (process.platform === 'win32') {
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    return { end: () => Promise.resolve(remove()) };
  }
  const watching = spawn('/bin/sh', ['-c', watchScript, 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watching.unref();
  (watching.stdin as unknown as { unref(): void }).unref();
  return {
    async end() {
      watching.ref();
      const ended = watching.exitCode === null ? once(watching, 'exit') : Promise.resolve();
      watching.stdin.end();
      await ended;
    },
  };
}

export async function startPostgres(): Promise<TestPostgres> {
  const binaries = postgresBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'vigil-test-postgres-'));
  const watch = watchOver(folder);
  const password = randomBytes(12).toString('hex');
  let port = 0;
  let running: ChildProcess | undefined;

  /** Twice over the same port may fail for a moment only: a killed server's last workers still hold its memory. */
  const start = async (newPort: boolean): Promise<void> => {
    let said = '';
    for (let attempt = 0; attempt < (newPort ? attempts : 100); attempt += 1) {
      if (newPort) port = await freePort();
      const began = await begin(binaries, folder, port);
      if ('running' in began) return void (running = began.running);
      said = began.said;
      if (!/in use|still/.test(said)) break;
      if (!newPort) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`PostgreSQL did not start: ${said}`);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = running;
    running = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.ref();
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  };

  try {
    await makeCluster(binaries, folder, password);
    await start(true);
  } catch (error) {
    await end('SIGKILL');
    await watch.end();
    throw error;
  }
  return {
    url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
    get pid() {
      return running?.pid;
    },
    async stop() {
      await end('SIGINT');
      await watch.end();
    },
    async restart() {
      await end('SIGINT');
      await start(false);
    },
    kill: () => end('SIGKILL'),
  };
}

/** The address of a new, empty database in it. */
export async function freshDatabase({ url }: { readonly url: string }): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}
