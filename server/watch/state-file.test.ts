import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stateFileOf } from './state-file.ts';

const of = (url: string, env: Readonly<Record<string, string>> = {}) => stateFileOf(url, env, '/home/n');

test.each([
  ['the folder for state of this user', {}, '/home/n/.local/state/vigil'],
  ['where the machine says it is', { XDG_STATE_HOME: '/var/state' }, '/var/state/vigil'],
  ['not relative to wherever it is started', { XDG_STATE_HOME: 'state' }, '/home/n/.local/state/vigil'],
] as const)('AL-212 what a watch remembers lies in %s', (_, env, folder) => {
  expect(of('http://127.0.0.1:4400', env)).toBe(join(folder, 'watch-http%3A%2F%2F127.0.0.1%3A4400.state'));
});
test('AL-212 each server has a file of its own, however its address is written', () => {
  expect(of('http://127.0.0.1:4400/')).toBe(of('http://127.0.0.1:4400'));
  expect(of('HTTP://Clinic:80/station')).toBe(of('http://clinic'));
  const servers = ['http://a:1', 'http://a:2', 'https://a:1', 'http://b:1', 'http://a-1'];
  expect(new Set(servers.map((url) => of(url))).size).toBe(servers.length);
});
