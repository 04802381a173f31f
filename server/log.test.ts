import { pino } from 'pino';
import { expect, test } from 'vitest';
import { redact, unflooded } from './log.ts';

test('SEC-71 cookies, keys, PINs and passwords are kept out of the log, wherever a request or a handshake is put into it', () => {
  let written = '';
  const log = pino({ redact }, { write: (line) => void (written += line) });
  const secrets = {
    cookie: 'vigil-session=s3cret-1',
    authorization: 'Bearer s3cret-2',
    pin: 's3cret-3',
    password: 's3cret-4',
    ticket: 's3cret-5',
    token: 's3cret-6',
    auth: { key: 's3cret-7' },
    'set-cookie': ['s3cret-8'],
  };
  log.info(secrets, 'flat');
  log.warn({ headers: secrets }, 'of a request');
  log.error({ request: { headers: secrets }, refusal: { code: 'malformed' } }, 'deeper');
  expect(written).not.toContain('s3cret');
  expect(written.match(/\[kept back\]/g)?.length).toBe(3 * 8);
  expect(written).toContain('"code":"malformed"');
});

test('OP-38 a flood of one sentence is left out but for one a second, and counted; no other sentence is', () => {
  let now = 0;
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { hooks: unflooded(() => now) },
    { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  ).child({ component: 'wire' });
  for (let n = 0; n < 10_000; n += 1) log.warn({ n }, 'again');
  expect(lines).toHaveLength(100);
  log.error('another');
  expect(lines.at(-1)).toMatchObject({ msg: 'another', component: 'wire' });
  now += 1_000;
  log.warn({ n: -1 }, 'again');
  expect(lines.at(-1)).toMatchObject({ msg: 'again', n: -1, leftOut: 9_900, component: 'wire' });
  log.warn({ n: -2 }, 'again');
  expect(lines).toHaveLength(102);
  now += 86_400_000;
  for (let n = 0; n < 10_000; n += 1) log.warn('again');
  expect(lines).toHaveLength(202);
  expect(lines.at(102)).toMatchObject({ leftOut: 1 });
});

test('OP-38 an error is told as it is, without a sentence of its own too', () => {
  const lines: string[] = [];
  const log = pino({ hooks: unflooded() }, { write: (line) => void lines.push(line) });
  log.error(new Error('broken'));
  log.info({ event: 'sealed', ms: 3 }, 'sealed %d', 4);
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['broken', 'sealed 4']);
});
