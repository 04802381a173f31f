/**
 * The example adapter in Python (docs/adapter-kit/python): what needs no server is tried by its own tests, the rest compiled. Where
 * Python is missing, nothing is tried, and said. Its socket part needs python-socketio and is tried by `vigil adapter-check`.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const FOLDER = 'docs/adapter-kit/python';
const python = (...args: readonly string[]) =>
  spawnSync('python3', args, {
    cwd: FOLDER,
    encoding: 'utf8',
    // Nothing is written beside the sources.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
const isThere = python('-c', 'import sqlite3, unittest').status === 0;
const onlyIfThere = isThere ? '' : ' (not tried: there is no python3)';

describe(`WS-127 the example adapter in Python${onlyIfThere}`, () => {
  test('WS-127 keeps, counts and obeys as its own tests say', () => {
    if (!isThere) return;
    const { status, stderr } = python('-m', 'unittest');
    expect(stderr).toMatch(/^OK$/m);
    expect(status).toBe(0);
  });

  test('WS-127 compiles', () => {
    if (!isThere) return;
    const compiling = 'import sys; [compile(open(name).read(), name, "exec") for name in sys.argv[1:]]';
    expect(python('-c', compiling, ...globSync('*.py', { cwd: FOLDER }))).toMatchObject({ status: 0, stderr: '' });
  });
});
