import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lookAt } from './health-look.ts';
import { startWatch } from './watch.ts';

vi.mock('./health-look.ts');

/** A server that was seen armed and is silent: how often the bell has rung after so many seconds of the monotonic clock. */
async function bellsAfter(seconds: number, stepMs: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-watch-'));
  const stateFile = join(folder, 'state');
  writeFileSync(stateFile, 'armed\n');
  vi.useFakeTimers();
  vi.mocked(lookAt).mockResolvedValue({ answered: false, why: 'refused' });
  let bells = 0;
  const log = pino({ level: 'silent' });
  const watch = startWatch({ serverUrl: 'http://x', stateFile, silentMs: 10_000, bell: () => (bells += 1), log });
  onTestFinished(() => {
    watch.stop();
    vi.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });
  await vi.advanceTimersByTimeAsync(1_500);
  vi.setSystemTime(Date.now() + stepMs);
  await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1_500);
  return bells;
}

const HOUR_MS = 3_600_000;

test.each([
  ['stays', 0],
  ['is set back', -HOUR_MS],
  ['is set forward', HOUR_MS],
])('AL-194 the alarm comes 10 s after the first missing answer when the wall clock %s', async (_, stepMs) => {
  expect(await bellsAfter(9.5, stepMs)).toBe(0);
});
test.each([
  ['stays', 0],
  ['is set back', -HOUR_MS],
])('AL-194 and not later: the wall clock %s', async (_, stepMs) => {
  expect(await bellsAfter(10.5, stepMs)).toBe(1);
});
