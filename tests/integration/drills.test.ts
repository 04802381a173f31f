/** The short form of `npm run drills`: each fault once, on a real server with real adapters and screens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ALL_FAULTS } from '../drills/faults/all-faults.ts';
import { runExercise } from '../drills/run-fault.ts';

const single = ALL_FAULTS.filter(({ mixes, openGround }) => !mixes && !openGround);
const half = Math.ceil(single.length / 2);

test('OP-1 OP-2 OP-3 OP-4 OP-5 each fault once: nothing lost, doubled, missed or calmed, screens right again', async () => {
  // Two stands side by side, for the sake of time.
  const halves = [single.slice(0, half), single.slice(half)];
  const reports = await Promise.all(
    halves.map((faults, n) =>
      runExercise(
        { name: `half ${n}`, faults, processes: 1 },
        { times: faults.length, chairs: 3, seed: 11 + n, pace: 0.25 },
      ),
    ),
  );
  for (const [n, report] of reports.entries()) {
    expect(report.wrong).toEqual([]);
    expect(report.injections).toBeGreaterThanOrEqual(halves[n]?.length ?? Infinity);
    expect(report.recorded).toBe(report.sent);
    expect(report.raised).toBe(report.expected);
  }
}, 180_000);

test('OP-10 a fault that does not exist is refused in a sentence', async () => {
  const child = spawn(process.execPath, ['tests/drills/main.ts', '--only', 'nothing'], {
    cwd: new URL('../..', import.meta.url),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece) => (said += String(piece)));
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said.trim()).toBe(`--only nothing: known are ${ALL_FAULTS.map(({ id }) => id).join(', ')}.`);
});

test('OP-10 broken off while servers run and stand still, it leaves no process and no folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-broken-off-'));
  const child = spawn(
    process.execPath,
    ['tests/drills/main.ts', '--only', 'server-stopped', '--only', 'adapter-killed', '--chairs', '1'],
    {
      cwd: new URL('../..', import.meta.url),
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let said = '';
  child.stderr.on('data', (piece) => (said += String(piece)));
  // An adapter's spool is the last that is made.
  const isRunning = (): boolean =>
    readdirSync(folder, { recursive: true }).some((name) => String(name).includes('adapter-1'));
  await expect.poll(isRunning, { timeout: 150_000 }).toBe(true);
  child.kill('SIGINT');
  // Its servers write where it writes: this ends when the last of them has ended.
  expect(await once(child, 'close')).toEqual([130, null]);
  expect(said).toBe('Broken off (SIGINT): 0 faults were done.\n');
  expect(readdirSync(folder)).toEqual([]);
}, 180_000);
