import { pino } from 'pino';
import { expect, test } from 'vitest';
import { redact } from './log.ts';

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
