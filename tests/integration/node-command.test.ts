import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import { holdConnection, socketRequest } from '../support/held-connection.ts';
import { freshDatabase, startPostgres } from '../support/postgres.ts';
import type { TestPostgres } from '../support/postgres.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

/** With pages as `npm run build` leaves them, as far as a node cares. */
function vigilNode(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-node-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'build'));
  writeFileSync(join(folder, 'build', 'handler.js'), 'export const handler = (_, response) => response.end("a page");');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), 'node', '--port', '0', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, VIGIL_POSTGRES: undefined, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function endOf(child: ReturnType<typeof vigilNode>): Promise<{ code: unknown; said: string }> {
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  // What it logs is read by nobody here.
  child.stdout.resume();
  const [code] = await once(child, 'close');
  return { code, said: said.trim() };
}

test('ND-18 OP-48 the address of the database may stand in the environment; the node says where it is, hands out codes, and ends by SIGTERM, whoever holds on', async () => {
  const url = await freshDatabase(postgres);
  const connected = await connectGroup(url);
  if (!connected.ok) throw new Error(connected.refusal.message);
  await connected.value.addSite({
    siteId: 'north-1',
    name: 'North',
    hosts: ['north.test'],
    timeZone: 'UTC',
    demo: false,
  });
  await connected.value.close();
  const child = vigilNode([], { VIGIL_POSTGRES: url });
  let port = '';
  let code = '';
  for await (const line of createInterface({ input: child.stdout })) {
    port ||= /^Vigil's node is ready: http:\/\/localhost:(\d+)$/.exec(line)?.[1] ?? '';
    code ||= /^North: To set Vigil up, .*: (\w+ \w+)$/.exec(line)?.[1] ?? '';
    if (port !== '' && code !== '') break;
  }
  const own = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect(await (await own('/readyz')).json()).toEqual({ ready: true, why: [] });
  expect(await (await own('/healthz')).json()).toMatchObject({ ok: true, sites: { here: 1, known: 1 }, relayed: 0 });
  expect(await (await own('/metrics')).text()).toContain('site="north-1"');
  expect((await own('/')).status).toBe(421);
  // A site's own, one that no site takes, and one that says nothing.
  const held = [socketRequest('north.test'), socketRequest('nobody.test'), ''];
  await Promise.all(held.map((text) => holdConnection(Number(port), text)));
  child.kill('SIGTERM');
  // 1: the stop took more than 15 s.
  expect((await endOf(child)).code).toBe(0);
});

test.each([
  ['without a database', [], /required option '--postgres <url>' not specified/],
  [
    'with a database that does not answer',
    ['--postgres', 'postgres://vigil:secret@127.0.0.1:1/group'],
    /^The group's database cannot be reached/,
  ],
])('ND-18 %s it refuses in a sentence', async (_what, args, words) => {
  const { code, said } = await endOf(vigilNode(args));
  expect(code).toBe(1);
  expect(said).toMatch(words);
  expect(said).not.toContain('secret');
});

test('ND-18 other machines are served over TLS only', async () => {
  const url = await freshDatabase(postgres);
  const { code, said } = await endOf(vigilNode(['--postgres', url, '--host', '0.0.0.0']));
  expect(code).toBe(1);
  expect(said).toMatch(/^Other machines are served over TLS only/);
});
