import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';

const script = `
  import { stopOnSignal } from ${JSON.stringify(new URL('./stop-on-signal.ts', import.meta.url).href)};
  stopOnSignal(() => Promise.resolve(), { info() {}, error() {} });
  console.log('ready');
  process.on('message', (word) => {
    console.log(word);
    console.error(word);
    setImmediate(() => setImmediate(() => process.send('still here')));
  });`;

test('SEC-77 who started it hangs up on what it says: it goes on', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'exit');
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  child.stderr!.destroy();
  for (let n = 0; n < 3; n += 1) {
    child.send('said to nobody');
    expect(await Promise.race([once(child, 'message'), gone])).toEqual(['still here', undefined]);
  }
  child.kill('SIGTERM');
  expect(await gone).toEqual([0, null]);
});
