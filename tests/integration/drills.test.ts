/** The short form of `npm run drills`: each fault once, on a real server with real adapters and screens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
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
