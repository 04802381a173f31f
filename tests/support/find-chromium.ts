/** Finds a Chromium for the tests, or installs one: an installed one, Playwright's own download, Debian's package, the npm one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from './chromium.ts';

const MINUTE_MS = 60_000;

const run = (command: string, args: readonly string[], timeout: number): boolean =>
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

async function fromNpm(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** Does it start at all? A browser whose libraries are missing is as good as none. */
const starts = (path: string): boolean =>
  spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: MINUTE_MS / 2 }).status === 0;

/** @returns the path of a browser that starts, or a sentence saying what was tried. */
export async function findChromium(say: (line: string) => void): Promise<{ path: string } | { problem: string }> {
  const ways: readonly (readonly [string, () => Promise<unknown> | unknown])[] = [
    ['looking for an installed Chromium', () => undefined],
    ['playwright install chromium', () => run('npx', ['playwright', 'install', 'chromium'], 2 * MINUTE_MS)],
    [
      'apt-get install chromium',
      () =>
        process.getuid?.() === 0 &&
        existsSync('/usr/bin/apt-get') &&
        run('apt-get', ['update', '-qq'], 2 * MINUTE_MS) &&
        run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], 5 * MINUTE_MS),
    ],
  ];
  for (const [name, attempt] of ways) {
    say(name);
    await attempt();
    const path = chromiumPath().executablePath;
    if (path && starts(path)) return { path };
  }
  say('@sparticuz/chromium from npm');
  const path = await fromNpm().catch(() => undefined);
  if (path && starts(path)) return { path };
  return {
    problem: 'No Chromium could be found or installed. Set CHROMIUM_PATH to one, or install the package "chromium".',
  };
}
