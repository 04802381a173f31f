/** A process whose standard output nobody reads must go on. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';

test('REC-83 a log that nobody reads stops no process from working', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    cwd: resolve('.'),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let beats = 0;
  child.on('message', () => (beats += 1));
  await vi.waitFor(() => expect(beats).toBeGreaterThan(20), { timeout: 15_000 });
});

/** Fills the pipe many times over, and says that it lives. */
const SCRIPT = `
import { processLog } from './server/log.ts';
const log = processLog({});
setInterval(() => {
  for (let n = 0; n < 200; n += 1) log.info('x'.repeat(500));
  process.send('here');
}, 20);
`;
