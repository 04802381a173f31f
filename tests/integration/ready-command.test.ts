import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

function vigil(folder: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), ...args], {
    ...{ cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function ready(server: string, within: number): Promise<{ readonly code: number; readonly said: string }> {
  const child = vigil('.', 'ready', '--server', server, '--within', String(within));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said: said.trim() };
}

function folderWithPages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-ready-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'build', 'client', '_app'), { recursive: true });
  writeFileSync(join(folder, 'build', 'handler.js'), 'export const handler = (_, response) => response.end("a page");');
  writeFileSync(join(folder, 'build', 'client', '_app', 'version.json'), '{"version":"build-7"}');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

test('OP-46 OP-41 OP-32 vigil serve says what it took up and how long its start took, is waited for, tells its figures, and stops', async () => {
  const folder = folderWithPages();
  const child = vigil(folder, 'serve', '--port', '0', '--time-zone', 'UTC');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const seen: string[] = [];
  const next = async (is: (line: string) => boolean): Promise<string> => {
    for (let line = seen.find(is); ; line = seen.find(is)) {
      if (line !== undefined) return line;
      const { value, done } = await lines.next();
      if (done) throw new Error(`It ended before: ${seen.join('\n')}`);
      seen.push(String(value));
    }
  };
  const said = JSON.parse(await next((line) => line.includes('"event":"server-ready"'))) as Record<string, unknown>;
  expect(said).toMatchObject({
    level: 30,
    msg: 'ready',
    visits: 0,
    alerts: 0,
    chairs: 0,
    build: 'build-7',
    armed: false,
  });
  expect(said['ms']).toBeGreaterThan(10);
  const url = `http://localhost:${String(said['port'])}`;
  expect(await ready(url, 60)).toEqual({ code: 0, said: `Ready: ${url}` });
  const figures = await (await fetch(`${url}/metrics`)).text();
  expect(figures).toMatch(/^vigil_build_info\{version="[^"]+",build="build-7",node="v24[^"]*"\} 1$/m);
  expect(figures).toMatch(/^vigil_disk_free_bytes \d+$/m);
  expect((await fetch(`${url}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(403);
  child.kill('SIGTERM');
  await next((line) => line.includes('"event":"server-stopping"'));
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('OP-46 vigil ready says why a server is not ready in time', async () => {
  const told = { ready: false, why: [{ code: 'journal', message: 'The disk is full.' }] };
  const server = createServer((_, response) => response.writeHead(503).end(JSON.stringify(told)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  expect(await ready(url, 0)).toEqual({ code: 1, said: 'Not ready within 0 s: The disk is full.' });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  const gone = await ready(url, 0);
  expect(gone.code).toBe(1);
  expect(gone.said).toContain('it does not answer');
});

test('OP-32 vigil serve does not start with a token file that holds none', async () => {
  const folder = folderWithPages();
  writeFileSync(join(folder, 'token'), 'secret');
  const child = vigil(folder, 'serve', '--port', '0', '--metrics-token-file', 'token');
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(said).toContain('--metrics-token-file token holds no token of 32 letters or more');
});
