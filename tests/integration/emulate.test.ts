/** `vigil emulate` as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { createNoninDecoder } from '#devices/nonin-df2/decoder.ts';

const emulate = (...args: readonly string[]) => spawn(process.execPath, ['server/cli/main.ts', 'emulate', ...args]);

async function ended(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const child = emulate(...args);
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  return { code, said };
}

describe('DV-69 vigil emulate', () => {
  test('DV-69 one device by its options: says its port, speaks, and ends at a signal', async () => {
    const child = emulate('--device', 'nonin-df2', '--scenario', 'desaturation', '--from', '33:00', '--speed', '5');
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const [{ device, scenario, port }] = JSON.parse(line).listening;
    expect([device, scenario]).toEqual(['nonin-df2', 'desaturation']);
    const client = connect(port, '127.0.0.1');
    const decoder = createNoninDecoder();
    let spo2: number | undefined;
    while (spo2 === undefined)
      [spo2] = decoder.push((await once(client, 'data'))[0]).readings.map((each) => each.spo2Pct);
    expect(spo2).toBe(82);
    client.destroy();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('DV-69 a plan on standard input: ends when whoever wrote it is gone', async () => {
    const child = emulate('--plan', '-');
    const lines = ['nonin-df2', 'suntech'].map((device) => ({ device, scenario: 'before' }));
    child.stdin.write(`${JSON.stringify({ lines })}\n`);
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(JSON.parse(line).listening).toHaveLength(2);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test.each([
    [['--device', 'pulsar'], 'No device "pulsar" is emulated. There are: nonin-df2, suntech.'],
    [[], 'Name a device: --device nonin-df2'],
    [['--device', 'suntech', '--from', 'noon'], '--from noon'],
    [['--device', 'suntech', '--speed', '0'], '--speed 0'],
    [['--device', 'suntech', '--port', '70000'], 'Port 70000'],
    [['--plan', '/nowhere.json'], '/nowhere.json cannot be read'],
  ])('DV-69 refused with code 1 and a sentence: %j', async (args, sentence) => {
    const { code, said } = await ended(...args);
    expect(code).toBe(1);
    expect(said).toContain(sentence);
  });
});
