import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { Browser } from '../support/browser.ts';
import { TestScreen } from '../support/test-screen.ts';

/** A folder with pages as `npm run build` leaves them, as far as the server cares. */
function folderWithPages(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'build', 'client', '_app'), { recursive: true });
  writeFileSync(join(folder, 'build', 'handler.js'), 'export const handler = (_, response) => response.end("a page");');
  writeFileSync(join(folder, 'build', 'client', '_app', 'version.json'), '{"version":"build-7"}');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}

function vigilServe(folder: string) {
  const child = spawn(
    process.execPath,
    [resolve('server/cli/vigil.js'), 'serve', '--port', '0', '--site-name', 'North'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** @param isNew it says the code of its first run as well */
async function saidBy(
  child: ReturnType<typeof vigilServe>,
  isNew: boolean,
): Promise<{ port: number; setUpCode: string }> {
  let port: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = /^Vigil is ready: http:\/\/localhost:(\d+)$/.exec(line)?.[1];
    const setUpCode = /^To set Vigil up, .*: (\w{4} \w{4})$/.exec(line)?.[1];
    if (ready !== undefined) port = Number(ready);
    if (port !== undefined && (setUpCode !== undefined || !isNew)) return { port, setUpCode: setUpCode ?? '' };
  }
  throw new Error('It ended before it was ready.');
}

/** Names in this folder, and the folder itself, that another account of the machine could read. */
function openToOthers(folder: string): readonly string[] {
  const names = ['.', ...readdirSync(folder)];
  return names.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
}

test('WS-63 SEC-149 SEC-159 vigil serve serves pages, wire and journal, knows its build, and SIGTERM stops it gracefully', async () => {
  const folder = folderWithPages();
  const cookies = new Map<string, string>();
  for (const round of [1, 2]) {
    const child = vigilServe(folder);
    const gone = once(child, 'exit');
    const { port, setUpCode } = await saidBy(child, round === 1);
    const browser = new Browser(port);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    const first = {
      ...{ name: 'North', timeZone: 'UTC', chairs: ['Chair 1'] },
      ...{ administratorName: 'Ada Admin', password: 'seven green bottles' },
    };
    if (round === 1) {
      expect((await browser.post('first-run', first)).status).toBe(403);
      await browser.done('first-run', { ...first, setUpCode });
    }
    for (const [name, value] of browser.cookies) cookies.set(name, value);
    const token = cookies.get('vigil-screen') ?? '';
    const session = cookies.get('vigil-session') ?? '';
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('a page');
    await expect(TestScreen.connect(port, { build: 'build-6' })).rejects.toMatchObject({
      data: { code: 'other-build' },
    });
    const screen = await TestScreen.connect(port, { build: 'build-7', token, session });
    await screen.until(({ site }) => site?.name === 'North');
    if (process.platform !== 'win32') expect(openToOthers(join(folder, 'data'))).toEqual([]);
    child.kill('SIGTERM');
    expect(await gone, `round ${round}`).toEqual([0, null]);
    await screen.until(({ stopping }) => stopping);
    // As an earlier Vigil, or a copy by hand, left it.
    chmodSync(join(folder, 'data', 'vigil.db'), 0o644);
  }
});

test('WS-63 without built pages it says what to run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const child = vigilServe(folder);
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  expect(await once(child, 'exit')).toEqual([1, null]);
  expect(said.trim()).toBe('There are no built pages in build: run `npm run build` first.');
});

test.each([
  ['an option', ['--page-webhook', 'ftp://pager'], {}],
  ['the environment', [], { VIGIL_BELL_WEBHOOK: 'pager' }],
  ['what phones open', ['--public-url', 'https://vigil.example/?a=b'], {}],
])('AL-133 a webhook from %s that is no address is refused before anything starts', async (_, flags, env) => {
  const child = spawn(process.execPath, [resolve('server/cli/vigil.js'), 'serve', '--port', '0', ...flags], {
    cwd: folderWithPages(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (part) => (said += String(part)));
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(said).toContain('Give an address that begins with http:// or https://');
});
