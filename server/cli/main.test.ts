import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const node = (...args: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, args, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

const vigil = (...args: readonly string[]) => node('server/cli/vigil.js', ...args);

/** Each command, as the usage lists it. */
const usage = await vigil('--help');
const commands = [...usage.out.matchAll(/^ {2}(\S+) {2,}\S/gm)].map((match) => match[1] ?? '');

describe('the command line', () => {
  test('WS-61 without a command, or with --help, it lists every command', async () => {
    expect(commands).toContain('serve');
    expect(usage.code).toBe(0);
    expect((await vigil()).code).toBe(1);
  });

  test.each(commands)('WS-61 %s has --help', async (command) => {
    const { code, out } = await vigil(command, '--help');
    expect(out).toMatch(new RegExp(`^Usage: vigil ${command}`));
    expect(code).toBe(0);
  });

  test('WS-61 an unknown command or option is a sentence and exit code 1', async () => {
    const unknown = await vigil('sing');
    expect([unknown.code, unknown.err.trim()]).toEqual([
      1,
      `There is no command "sing": choose one of ${commands.join(', ')}.`,
    ]);
    const option = await vigil('serve', '--loud');
    expect(option.code).toBe(1);
    expect(option.err).toContain("unknown option '--loud'");
    const port = await vigil('serve', '--port', 'abc');
    expect(port.err).toContain('A port is a number from 0 to 65535.');
    const zone = await vigil('serve', '--time-zone', 'Mars/Olympus');
    expect(zone.err).toContain('Not a time zone: write it like Europe/Zurich.');
  });

  test('WS-61 a Node too old to run it says so in a sentence', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { node: '20.20.0' } });";
    const { code, err } = await node('--input-type=module', '-e', `${old} await import('./server/cli/vigil.js');`);
    expect([code, err.trim()]).toEqual([
      1,
      'Vigil needs Node 24 or newer, this is 20.20.0: run "npm ci" here, which brings it, and then "npm run -s vigil".',
    ]);
  });

  test('WS-61 a command that is listed has its own file', () => {
    expect(
      commands.every((name) => existsSync(`server/cli/${name}-command.ts`) || existsSync(`server/cli/${name}.ts`)),
    ).toBe(true);
  });
});
