import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tlsCommand } from './tls-command.ts';
import { addName, tlsOf } from './tls-flags.ts';

/** As the command line calls it, in this process. */
async function tlsIn(data: string, command: string, ...args: readonly string[]) {
  const out = vi.spyOn(console, 'log').mockReturnValue();
  const err = vi.spyOn(console, 'error').mockReturnValue();
  await tlsCommand().parseAsync([command, '--data', data, ...args], { from: 'user' });
  const said = { out: out.mock.calls.flat().join('\n'), err: err.mock.calls.flat().join('\n'), code: process.exitCode };
  process.exitCode = undefined;
  vi.restoreAllMocks();
  return said;
}

test('SEC-59 vigil tls makes, shows and renews; a new authority only when it is asked for', async () => {
  const data = mkdtempSync(join(tmpdir(), 'vigil-tls-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const tls = (command: string, ...args: readonly string[]) => tlsIn(data, command, ...args);
  expect((await tls('show')).err).toMatch(/^There is no authority in .*: "vigil tls make" makes one/);
  expect((await tls('renew')).code).toBe(1);

  const made = await tls('make', '--name', 'Clinic.Test', '--name', '192.0.2.10');
  expect(made.out).toContain('signs for   clinic.test, 192.0.2.10, localhost, 127.0.0.1, ::1');
  expect(made.out).not.toContain('PRIVATE');
  const prints = (out: string) => [...out.matchAll(/SHA-256 +([0-9A-F:]{95})/g)].map(([, print]) => print);
  const [authority, server] = prints(made.out);
  expect(prints((await tls('show')).out)).toEqual([authority, server]);

  expect((await tls('make')).err).toMatch(/With --new another takes its place\.$/);
  const renewed = prints((await tls('renew')).out);
  expect(renewed[0]).toBe(authority);
  expect(renewed[1]).not.toBe(server);
  expect((await tls('renew', '--name', 'other.test')).err).toMatch(/may not sign for other\.test/);

  const other = prints((await tls('make', '--new', '--name', 'other.test')).out);
  expect(other[0]).not.toBe(authority);
  expect(readFileSync(join(data, 'tls', 'ca.pem'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
});

test.each([
  [{}, undefined],
  [{ tls: 'local' }, { by: 'local', folder: join('data', 'tls'), names: [] }],
  [
    { tls: 'local', name: ['a.test'], caPort: 8080 },
    { by: 'local', folder: join('data', 'tls'), names: ['a.test'] },
  ],
  [
    { tlsCert: 'c', tlsKey: 'k' },
    { by: 'files', certificate: 'c', key: 'k' },
  ],
] as const)('SEC-59 vigil serve understands %j', (flags, tls) => {
  expect(tlsOf({ data: 'data', ...flags })).toEqual({ ok: true, value: tls });
});

test.each([
  [{ tlsCert: 'x' }, 'A certificate needs its key: give both --tls-cert and --tls-key.'],
  [{ tls: 'local', tlsCert: 'c', tlsKey: 'k' }, 'Give either certificate files or --tls local, not both.'],
  [{ name: ['a.test'] }, '--name and --ca-port belong to --tls local: a certificate from files has its names.'],
  [{ caPort: 8080 }, '--name and --ca-port belong to --tls local: a certificate from files has its names.'],
] as const)('SEC-59 vigil serve refuses %j in a sentence', (flags, message) => {
  expect(tlsOf({ data: 'data', ...flags })).toMatchObject({ ok: false, refusal: { message } });
});

test('SEC-52 a name on the command line is one, whatever its case, and none twice', () => {
  expect(addName('192.168.1.10', addName('Clinic.Local', ['clinic.local']))).toEqual(['clinic.local', '192.168.1.10']);
  expect(() => addName('clinic local')).toThrow('Give a host name or an address, such as clinic.local');
});
