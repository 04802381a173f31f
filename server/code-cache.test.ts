import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withoutCodeFolder } from './code-cache.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vigil-code-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** `vigil serve --help`. @returns its exit code */
const started = (CACHE_DIRECTORY: string, cwd?: string): Promise<number | null> =>
  new Promise((resolve) => {
    const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = withoutCodeFolder(process.env);
    const child = execFile(process.execPath, [join(process.cwd(), 'server/cli/vigil.js'), 'serve', '--help'], {
      ...(cwd !== undefined && { cwd }),
      env: { ...env, CACHE_DIRECTORY },
    });
    child.once('exit', resolve);
  });

/** Files of compiled code. */
function kept(code: string): number {
  const [version] = existsSync(code) ? readdirSync(code) : [];
  return version === undefined ? 0 : readdirSync(join(code, version)).length;
}

test('OP-47 a start keeps its compiled code in the folder of its service, the first where there are several', async () => {
  const [service, other] = [folder(), folder()];
  expect(await started(`${service}:${other}`)).toBe(0);
  expect(kept(join(service, 'code'))).toBeGreaterThan(10);
  expect(readdirSync(other)).toEqual([]);
});

test.each([0o770, 0o707, 0o702])('OP-47 none where others may write or read: %o', async (mode) => {
  const service = folder();
  mkdirSync(join(service, 'code'));
  chmodSync(join(service, 'code'), mode);
  expect(await started(service)).toBe(0);
  expect(kept(join(service, 'code'))).toBe(0);
});

test('OP-47 where it cannot be kept a start goes on', async () => {
  const file = join(folder(), 'kept');
  writeFileSync(file, '');
  expect(await started(file)).toBe(0);
});

test.each(['', 'relative'])(
  'OP-47 what names no folder makes none where the server was started: "%s"',
  async (given) => {
    const cwd = folder();
    expect(await started(given, cwd)).toBe(0);
    expect(readdirSync(cwd)).toEqual([]);
  },
);
