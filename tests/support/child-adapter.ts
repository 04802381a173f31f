/** Adapter processes of a test, and a device on TCP for them; what is left at its end is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { testKeyOf } from './admitted.ts';

const ROOT = new URL('../..', import.meta.url);

export interface ChildAdapter {
  readonly pid: number | undefined;
  /** What it wrote, to either stream. */
  readonly said: string;
  /** With its exit code; null when it was killed. */
  readonly gone: Promise<number | null>;
  /** SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Gracefully. */
  stop(): Promise<number | null>;
}

/** @param shell what is said before `exec`, as a limit of the shell's */
export function startChildAdapter(args: readonly string[], shell?: string): ChildAdapter {
  const command = [process.execPath, 'server/cli/main.ts', 'adapter', ...args];
  const [file = '', ...rest] = shell === undefined ? command : ['sh', '-c', `${shell}; exec "$@"`, 'sh', ...command];
  const id = args[args.indexOf('--id') + 1] ?? '';
  const env = { VIGIL_ADAPTER_KEY: testKeyOf(id), ...process.env };
  const child = spawn(file, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
  const gone = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    pid: child.pid,
    get said() {
      return said;
    },
    gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    stop() {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

export interface TcpDevice {
  readonly port: number;
  /** Packets given to a client that was there. */
  readonly given: number;
  stop(): void;
}

/** Says `bytes()` to each client as often as told. */
export async function startTcpDevice(
  everyMs: number,
  bytes: (given: number) => Uint8Array,
  onGiven = (): void => undefined,
): Promise<TcpDevice> {
  const clients = new Set<Socket>();
  let given = 0;
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => clients.delete(client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timer = setInterval(() => {
    if (clients.size === 0) return;
    const said = bytes(given++);
    for (const client of clients) client.write(said);
    onGiven();
  }, everyMs);
  onTestFinished(() => {
    clearInterval(timer);
    for (const client of clients) client.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    get given() {
      return given;
    },
    stop: () => clearInterval(timer),
  };
}
