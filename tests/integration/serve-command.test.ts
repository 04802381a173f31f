import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

async function portOf(child: ReturnType<typeof vigilServe>): Promise<number> {
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^Vigil is ready: http:\/\/localhost:(\d+)$/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('It ended before it was ready.');
}

test('WS-63 vigil serve serves pages, wire and journal, knows its build, and SIGTERM stops it gracefully', async () => {
  const folder = folderWithPages();
  const cookies = new Map<string, string>();
  for (const round of [1, 2]) {
    const child = vigilServe(folder);
    const gone = once(child, 'exit');
    const port = await portOf(child);
    const browser = new Browser(port);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    if (round === 1)
      await browser.done('first-run', {
        ...{ name: 'North', timeZone: 'UTC', chairs: ['Chair 1'] },
        ...{ administratorName: 'Ada Admin', password: 'seven green bottles' },
      });
    for (const [name, value] of browser.cookies) cookies.set(name, value);
    const token = cookies.get('vigil-screen') ?? '';
    const session = cookies.get('vigil-session') ?? '';
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('a page');
    await expect(TestScreen.connect(port, { build: 'build-6' })).rejects.toMatchObject({
      data: { code: 'other-build' },
    });
    const screen = await TestScreen.connect(port, { build: 'build-7', token, session });
    await screen.until(({ site }) => site?.name === 'North');
    child.kill('SIGTERM');
    expect(await gone, `round ${round}`).toEqual([0, null]);
    await screen.until(({ stopping }) => stopping);
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
