/** The dead-man's switch as a process, with a server that dies under it and a pager that hears. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

interface Call {
  readonly kind: string;
  readonly reason?: string;
}

async function listening(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const clinic = (health: object): Server => createServer((_, response) => response.end(JSON.stringify(health)));
const watching = { armed: true, tickAgeMs: 100 };

async function pager() {
  const calls: Call[] = [];
  let refuses = 1;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      // The first call is not taken: it must come again.
      response.statusCode = refuses-- > 0 ? 503 : 204;
      if (response.statusCode === 204) calls.push(JSON.parse(body) as Call);
      response.end();
    });
  });
  return { calls, port: await listening(server) };
}

function watch(folder: string, serverPort: number, webhookPort: number) {
  const child = spawn(
    process.execPath,
    [
      ...[resolve('server/cli/vigil.js'), 'watch', '--server', `http://127.0.0.1:${serverPort}`],
      ...['--webhook', `http://127.0.0.1:${webhookPort}/page`, '--silent-after', '1'],
      ...['--state', join(folder, 'watch.state'), '--command', `echo "$VIGIL_REASON" > "${join(folder, 'siren')}"`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let bells = 0;
  child.stderr.on('data', (part) => (bells += String(part).split('\u0007').length - 1));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, bells: () => bells };
}

const folderForTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const patiently = { timeout: 15_000, interval: 50 };

test('AL-72 a server that dies over a patient: bell, siren and pager, also for a watch that was started anew; then all clear', async () => {
  const folder = folderForTest();
  const server = clinic(watching);
  const port = await listening(server);
  const { calls, port: webhookPort } = await pager();
  const first = watch(folder, port, webhookPort);
  const isArmed = () => expect(readFileSync(join(folder, 'watch.state'), 'utf8')).toBe('armed\n');
  await vi.waitFor(isArmed, patiently);
  first.child.kill('SIGKILL');
  server.closeAllConnections();
  server.close();

  const second = watch(folder, port, webhookPort);
  await vi.waitFor(() => expect(calls).toHaveLength(1), patiently);
  expect(calls[0]).toMatchObject({ kind: 'alarm' });
  expect(calls[0]?.reason).toMatch(/^The server does not answer .*look after every patient$/);
  await vi.waitFor(() => expect(readFileSync(join(folder, 'siren'), 'utf8')).toContain('look after'), patiently);
  expect(second.bells()).toBeGreaterThan(0);

  await listening(clinic(watching), port);
  await vi.waitFor(() => expect(calls.map(({ kind }) => kind)).toEqual(['alarm', 'all-clear']), patiently);
});

test('AL-72 a server that answers but evaluates nothing is an alarm; one that watches nobody is none', async () => {
  const folder = folderForTest();
  const health = { armed: false, tickAgeMs: 60_000 };
  const port = await listening(clinic(health));
  const { calls, port: webhookPort } = await pager();
  const { child } = watch(folder, port, webhookPort);
  await once(child.stdout, 'data');
  expect(calls).toEqual([]);
  child.kill('SIGKILL');

  const stalled = await listening(clinic({ ...health, armed: true }));
  watch(folder, stalled, webhookPort);
  await vi.waitFor(() => expect(calls).toHaveLength(1), patiently);
  expect(calls[0]?.reason).toContain('has evaluated nothing for 60 s');
});

test('AL-72 what is wrong on the command line is said', async () => {
  const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), 'watch', '--server', 'localhost'], {
    stdio: 'pipe',
  });
  let said = '';
  child.stderr.on('data', (part) => (said += String(part)));
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(said).toBe('--server localhost: give an address that begins with http:// or https://.\n');
});

test('AL-212 what it remembers outlasts the machine’s temporary files, one file for each server; the help says where', async () => {
  const folder = folderForTest();
  const env = { ...process.env, XDG_STATE_HOME: folder };
  const ports = [await listening(clinic(watching)), await listening(clinic(watching))];
  for (const port of ports) {
    const server = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), 'watch', '--server', server], { env });
    onTestFinished(() => void child.kill('SIGKILL'));
  }
  for (const port of ports) {
    const file = join(folder, 'vigil', `watch-http%3A%2F%2F127.0.0.1%3A${port}.state`);
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('armed\n'), patiently);
  }
  const help = spawn(process.execPath, [resolve('server/cli/vigil.js'), 'watch', '--help'], { env });
  let said = '';
  help.stdout.on('data', (part) => (said += String(part)));
  await once(help, 'close');
  expect(said.replaceAll(/\s+/g, '')).toContain(join(folder, 'vigil', 'watch-….state'));
});
