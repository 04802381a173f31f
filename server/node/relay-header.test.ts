import { expect, test } from 'vitest';
import { RELAY_HEADER, relayedFor, relayHeader } from './relay-header.ts';

const asked = { method: 'GET', url: '/api/trend?since=0', headers: { host: 'one.test' } };
const carried = (header: string, request = asked) => ({
  ...request,
  headers: { ...request.headers, [RELAY_HEADER]: header },
});

test('ND-8 the header names the client to whoever has the secret', () => {
  expect(relayedFor('s', carried(relayHeader('s', asked, '192.0.2.7')))).toEqual({ address: '192.0.2.7' });
  expect(relayedFor('s', carried(relayHeader('s', asked, '2001:db8::1')))).toEqual({ address: '2001:db8::1' });
  expect(relayedFor('s', asked)).toBeUndefined();
});

const header = relayHeader('s', asked, '192.0.2.7');
test.each([
  ['of another secret', carried(relayHeader('t', asked, '192.0.2.7'))],
  ['with another address', carried(header.replace('192.0.2.7', '192.0.2.8'))],
  ['of another request', carried(header, { ...asked, url: '/api/audit.csv' })],
  ['of another site', carried(header, { ...asked, headers: { host: 'two.test' } })],
  ['of another method', carried(header, { ...asked, method: 'POST' })],
  ['without a signature', carried('192.0.2.7')],
  ['with more behind it', carried(`${header} more`)],
  ['empty', carried('')],
])('ND-8 a header %s is forged', (_what, request) => {
  expect(relayedFor('s', request)).toBe('forged');
});
