import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openOwnKey } from './own-key.ts';

const KEY = `vk_${'a'.repeat(43)}`;
const NEXT = `vk_${'b'.repeat(43)}`;

function said() {
  const lines: string[] = [];
  const say = (...parts: readonly unknown[]): void => void lines.push(JSON.stringify(parts));
  return { lines, log: { info: say, warn: say, error: say } };
}
function keyFile(text: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'box-1.key');
  writeFileSync(file, text, { mode });
  chmodSync(file, mode);
  return file;
}

describe('the key of an adapter', () => {
  test('DV-272 comes from its file, else from the environment', () => {
    const { log, lines } = said();
    const file = keyFile(`${KEY}\n`);
    const ofFile = openOwnKey({ keyFile: file, env: { VIGIL_ADAPTER_KEY: NEXT }, log });
    const ofEnvironment = openOwnKey({ env: { VIGIL_ADAPTER_KEY: ` ${NEXT}\n` }, log });
    expect(ofFile.ok && ofFile.value.current()).toBe(KEY);
    expect(ofEnvironment.ok && ofEnvironment.value.current()).toBe(NEXT);
    expect(lines).toEqual([]);
  });

  test('DV-272 without one it starts, and says how to get one', () => {
    const { log, lines } = said();
    const opened = openOwnKey({ env: {}, log });
    expect(opened.ok && opened.value.current()).toBe(undefined);
    expect(lines.join()).toContain('no key: make one in Settings > Adapters');
  });

  test.each([
    ['nonsense', 'holds no key'],
    ['', 'holds no key'],
    [`vk_${'a'.repeat(42)}`, 'holds no key'],
  ])('DV-272 a file with %j is refused, and what it holds is not repeated', (text, sentence) => {
    const opened = openOwnKey({ keyFile: keyFile(text), env: {}, log: said().log });
    const message = opened.ok ? 'taken' : opened.refusal.message;
    expect(message).toContain(sentence);
    if (text) expect(message).not.toContain(text);
  });

  test('DV-272 a file that is not there is refused by its name', () => {
    const opened = openOwnKey({ keyFile: '/nowhere/key', env: {}, log: said().log });
    expect(opened).toMatchObject({
      refusal: { message: expect.stringContaining('--key-file /nowhere/key cannot be read (ENOENT)') },
    });
  });

  test('DV-273 a new key in the file is taken at the next connect; while it cannot be read, the one before', () => {
    const { log, lines } = said();
    const file = keyFile(KEY);
    const opened = openOwnKey({ keyFile: file, env: {}, log });
    if (!opened.ok) throw new Error(opened.refusal.message);
    writeFileSync(file, NEXT);
    expect(opened.value.current()).toBe(NEXT);
    rmSync(file);
    expect(opened.value.current()).toBe(NEXT);
    expect(lines.join()).toContain('the key file cannot be read now');
    expect(lines.join()).not.toContain('vk_b');
  });

  test.each([
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
  ])('DV-274 a file of mode %o is warned about: %s', (mode, warned) => {
    const { log, lines } = said();
    expect(openOwnKey({ keyFile: keyFile(KEY, mode), env: {}, log }).ok).toBe(true);
    expect(lines.join().includes('other users of this machine may read the key: chmod 600')).toBe(warned);
  });
});
