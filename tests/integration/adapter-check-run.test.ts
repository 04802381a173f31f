/** `vigil adapter-check --run`: the adapter's own command, killed and started again. The first one tried is Vigil's own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { startEmulator } from '../../server/emulator/tcp-emulator.ts';
import { RULES } from '../../server/adapter-check/rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigil-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(...args: readonly string[]) {
  const child = spawn(process.execPath, ['server/cli/vigil.js', 'adapter-check', '--port', '0', ...args]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  return { child, said, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

/** A program that is no adapter, holds a connection as long as it lives, and ends only when it is killed. */
const stubborn = (port: number): string =>
  `"${process.execPath}" -e "require('net').connect(${port}); process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)"`;

describe('vigil adapter-check --run', () => {
  test('WS-122 Vigil’s own adapter keeps every rule, through kills and outages', { timeout: 150_000 }, async () => {
    // The probe comes back on ten seconds later: both are to be seen.
    const line = { device: 'nonin-df2', scenario: 'probe-off', fromMs: (15 * 60 + 50) * 1_000, port: 0 } as const;
    const emulator = await startEmulator({ lines: [line] });
    if (!emulator.ok) throw new Error(emulator.refusal.message);
    const device = `ox-1=nonin-df2@tcp:127.0.0.1:${emulator.value.ports[0]}`;
    const adapter = `"${process.execPath}" server/cli/vigil.js adapter --server {url} --id box-1 --emulated --spool "${join(folder, 'spool')}" --device ${device}`;
    const { said, ended } = check('--json', '--with-restart', '--run', adapter);
    const code = await ended;
    await emulator.value.close();
    const { verdicts } = JSON.parse(said.out) as { verdicts: { rule: string; verdict: string; wrong: string[] }[] };
    expect(verdicts.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
    expect(verdicts.map(({ rule }) => rule)).toEqual(RULES.map(({ name }) => name));
    expect(code).toBe(0);
  });

  test('WS-126 nothing of the command outlives the check, also when that is ended', async () => {
    const watcher = createServer().listen(0, '127.0.0.1');
    await once(watcher, 'listening');
    const { child, ended } = check('--run', stubborn((watcher.address() as AddressInfo).port));
    const [life] = (await once(watcher, 'connection')) as [Socket];
    life.on('error', () => undefined);
    const over = once(life.resume(), 'close');
    child.kill('SIGTERM');
    expect(await ended).toBe(1);
    await over;
    watcher.close();
  });

  test('WS-126 a command that ends at once is told with its last words', async () => {
    const { said, ended } = check('--only', 'watch', '--run', 'echo no such device >&2; exit 3');
    expect(await ended).toBe(1);
    expect(said.err).toMatch(/No adapter came.* Its command ended, and said last:\nno such device/);
  });

  test('DV-277 a key that the command prints is not in the report', async () => {
    const { said, ended } = check('--only', 'watch', '--run', 'echo $VIGIL_ADAPTER_KEY; exit 3');
    expect(await ended).toBe(1);
    expect(said.err).toMatch(/said last:\nvk_…$/m);
  });

  test('WS-126 a malformed option is a sentence', async () => {
    const { said, ended } = check('--only', 'silence,noise');
    expect(await ended).toBe(1);
    expect(said.err).toContain('There is no "noise": known are watch, silence,');
  });
});

describe('the rules of adapter-check', () => {
  const page = readFileSync('docs/adapter-protocol.md', 'utf8');
  const spec = readFileSync('docs/SPEC.md', 'utf8');
  test.each(RULES.map(({ name, section, spec: rule }) => [name, section, rule]))(
    'WS-128 %s stands in the page, "%s", and in the rules, %s',
    (_, section, rule) => {
      expect(page).toMatch(new RegExp(`^#+ ${section}$`, 'm'));
      expect(spec).toContain(`- **${rule}** `);
    },
  );

  test('WS-129 each code the server refuses an adapter with is on the page, with what to do', () => {
    const sources = [
      'clinic/ingest',
      'clinic/adapter-desk',
      'sockets/adapters',
      'sockets/handshake',
      'sockets/respond',
      'sockets/live',
    ];
    const codes = sources.flatMap((name) =>
      [...readFileSync(`server/${name}.ts`, 'utf8').matchAll(/\brefuse\(\s*'([a-z-]+)'/g)].map((match) => match[1]),
    );
    expect(codes.length).toBeGreaterThan(8);
    const section = /^## When something is refused$([^]*?)^## /m.exec(page)?.[1] ?? '';
    expect([...new Set(codes)].filter((code) => !section.includes(`| \`${code}\``))).toEqual([]);
  });
});
