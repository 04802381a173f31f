/** `npm test`: everything, in two lanes for two cores; the first failure is told at the end, with what passed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepCompiledCode } from '../../server/code-cache.ts';
import { findChromium } from './find-chromium.ts';

// The servers that the tests start, as `vigil` starts its own.
keepCompiledCode(process.env);

const started = performance.now();
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(0)} s`;
const say = (line: string): void => console.log(`[${seconds()}] ${line}`);

const reports = mkdtempSync(join(tmpdir(), 'vigil-test-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

function step(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn('npx', ['--no-install', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  child.on('error', (error) => output.push(Buffer.from(error.message)));
  child.on('close', (code) => {
    say(`${code === 0 ? 'passed' : 'FAILED'}  ${name}`);
    // A green step is one line; a red one shows all it said.
    if (code !== 0) process.stdout.write(Buffer.concat(output));
    resolve(code === 0);
  });
  return promise;
}

/** Steps in turn; stops at the first that fails, because the later ones need it. */
async function lane(steps: readonly (() => Promise<boolean>)[]): Promise<boolean> {
  for (const each of steps) if (!(await each())) return false;
  return true;
}

function count(): { passed: number; failed: number } {
  const vitest = JSON.parse(readFileSync(vitestReport, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  const playwright = JSON.parse(readFileSync(playwrightReport, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  return {
    passed: vitest.numPassedTests + playwright.stats.expected,
    failed: vitest.numFailedTests + playwright.stats.unexpected + playwright.stats.flaky,
  };
}

const browser = await findChromium(say);
if ('problem' in browser) {
  console.error(browser.problem);
  process.exit(1);
}
const env = { CHROMIUM_PATH: browser.path };
say(`Chromium: ${browser.path}`);

// Kit's generated types come first: lint, check and build all read them.
const ok =
  (await step('svelte-kit sync', ['svelte-kit', 'sync'])) &&
  (
    await Promise.all([
      lane([
        () => step('prettier', ['prettier', '--check', '--log-level', 'warn', '.']),
        () => step('eslint', ['eslint', '.']),
        () => step('svelte-check', ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings']),
      ]),
      step('build', ['vite', 'build']),
    ])
  ).every(Boolean) &&
  (await step(
    'vitest',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${vitestReport}`],
    env,
  )) &&
  (await step('playwright', ['playwright', 'test', '--reporter=list,json'], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport,
  }));

if (ok) {
  const { passed, failed } = count();
  say('done');
  console.log(`${passed} passed, ${failed} failed`);
}
rmSync(reports, { recursive: true, force: true });
process.exit(ok ? 0 : 1);
