import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { RELAY_HEADER, relayHeader } from '../node/relay-header.ts';
import { believe, cameInTheClear, clientAddress } from './client-address.ts';
import type { Believed } from './client-address.ts';

const CLIENT = '203.0.113.7';
const PROXY = '192.0.2.1';
const SECRET = 'of the group';

function coming(remoteAddress: string | undefined, headers: Record<string, string | string[]> = {}): IncomingMessage {
  const host = headers['host'] ?? 'one.test';
  const raw = ['Host', host, ...Object.entries(headers).flatMap(([name, value]) => [name, String(value)])];
  const request = {
    method: 'GET',
    url: '/',
    headers: { host, ...headers },
    rawHeaders: raw,
    socket: { remoteAddress },
  };
  return request as unknown as IncomingMessage;
}

function seen(request: IncomingMessage, rules: Partial<Believed> = {}): string | undefined {
  believe({ proxies: [PROXY, '10.0.0.2', '2001:db8::1'], relaySecret: SECRET, ...rules })(request);
  return clientAddress(request);
}

describe('SEC-199 what a proxy says of the client counts from a proxy that was named', () => {
  test.each([
    ['from nobody named', '198.51.100.9', CLIENT, '198.51.100.9'],
    ['from this machine, which was not named', '127.0.0.1', CLIENT, '127.0.0.1'],
    ['from the proxy', PROXY, CLIENT, CLIENT],
    ['from the proxy as an IPv4 address in an IPv6 one', `::ffff:${PROXY}`, CLIENT, CLIENT],
    ['from the proxy, of IPv6', '2001:DB8:0::1', '2001:db8:9::5', '2001:db8:9::5'],
    ['behind two proxies', PROXY, `${CLIENT}, 10.0.0.2`, CLIENT],
    ['with what the client wrote itself before it', PROXY, `127.0.0.1, 10.0.0.2, ${CLIENT}`, CLIENT],
    ['with what the client wrote itself, behind two', PROXY, `10.9.9.9, ${CLIENT}, 10.0.0.2`, CLIENT],
    ['of proxies alone', PROXY, '10.0.0.2', '10.0.0.2'],
    ['with a port', PROXY, `${CLIENT}:51234`, CLIENT],
    ['of IPv6 with a port', PROXY, '[2001:db8:9::5]:443', '2001:db8:9::5'],
    ['that is no address', PROXY, 'unknown', PROXY],
    ['that is empty', PROXY, '', PROXY],
    ['with rubbish behind the client', PROXY, `${CLIENT}, <script>`, PROXY],
    ['with rubbish behind a proxy', PROXY, `${CLIENT}, rubbish, 10.0.0.2`, '10.0.0.2'],
    ['of the proxy’s own loopback', PROXY, '127.0.0.1', PROXY],
    ['of an address with too many numbers', PROXY, '1.2.3.4.5', PROXY],
  ])('SEC-199 %s', (_what, from, header, address) => {
    expect(seen(coming(from, { 'x-forwarded-for': header }))).toBe(address);
  });
  test('SEC-199 a proxy that says nothing is the client itself', () => expect(seen(coming(PROXY))).toBe(PROXY));
  test('SEC-199 on this machine, when it was named', () =>
    expect(seen(coming('::1', { 'x-forwarded-for': CLIENT }), { proxies: ['::1'] })).toBe(CLIENT));
  test('SEC-199 nobody asked: the connection’s own', () => expect(clientAddress(coming(CLIENT))).toBe(CLIENT));
  test('SEC-199 of a connection that is gone nothing is known', () => expect(seen(coming(undefined))).toBeUndefined());
});

describe('SEC-200 the name and the scheme are a named proxy’s to say', () => {
  test('SEC-200 the name that was asked for, also for whoever it is carried to', () => {
    const request = coming(PROXY, { 'x-forwarded-host': 'clinic.test', host: 'inner:4400' });
    seen(request);
    expect(request.headers.host).toBe('clinic.test');
    expect(request.rawHeaders.slice(0, 2)).toEqual(['Host', 'clinic.test']);
  });
  test.each([
    ['from a stranger', '198.51.100.9', 'clinic.test'],
    ['several', PROXY, 'clinic.test, other.test'],
    ['empty', PROXY, ''],
  ])('SEC-200 %s changes nothing', (_what, from, host) => {
    const request = coming(from, { 'x-forwarded-host': host });
    seen(request);
    expect(request.headers.host).toBe('one.test');
  });
  test.each([
    ['http from the proxy', PROXY, 'http', true],
    ['https from the proxy', PROXY, 'https', false],
    ['the nearest proxy’s word', PROXY, 'https, http', true],
    ['http from a stranger', '198.51.100.9', 'http', false],
  ])('SEC-200 %s', (_what, from, proto, clear) => {
    const request = coming(from, { 'x-forwarded-proto': proto });
    seen(request);
    expect(cameInTheClear(request)).toBe(clear);
  });
});

describe('SEC-201 a node that carries a request tells the client with the group’s secret', () => {
  const relayed = (address: string, secret = SECRET, from = '192.0.2.50'): IncomingMessage => {
    const request = coming(from, { 'x-forwarded-for': '198.51.100.200' });
    request.headers[RELAY_HEADER] = relayHeader(secret, request, address);
    return request;
  };
  test('SEC-201 with the secret it is believed, from any address', () => expect(seen(relayed(CLIENT))).toBe(CLIENT));
  test('SEC-201 without the secret it is not, nor what it forwards', () =>
    expect(seen(relayed(CLIENT, 'another'))).toBe('192.0.2.50'));
  test('SEC-201 outside a group nobody carries', () => {
    const request = relayed(CLIENT);
    believe({ proxies: [] })(request);
    expect(clientAddress(request)).toBe('192.0.2.50');
  });
  test('SEC-201 who sits at the other node is no more than that node', () =>
    expect(seen(relayed('127.0.0.1'))).toBe('192.0.2.50'));
  test('SEC-201 what is no address is the node’s own', () => expect(seen(relayed('unknown'))).toBe('192.0.2.50'));
});
