import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readJsonBody } from './json-body.ts';
import type { JsonBody } from './json-body.ts';

/** Sends these bytes to a server that reads at most 100 bytes, within this time. */
async function send(bytes: string | Buffer, { withinMs = 20_000, cut = false } = {}): Promise<JsonBody> {
  const read = Promise.withResolvers<JsonBody>();
  const server = createServer((request, response) => {
    void readJsonBody(request, 100, withinMs).then((body) => {
      read.resolve(body);
      response.writeHead(body.ok ? 200 : body.status, { Connection: 'close' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(bytes, () => cut && socket.destroy());
  return read.promise;
}

const post = (body: string, headers: Record<string, string | number> = {}): string =>
  Object.entries({
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  }).reduce((text, [name, value]) => `${text}${name}: ${value}\r\n`, 'POST / HTTP/1.1\r\nHost: x\r\n') + `\r\n${body}`;
const chunked = (body: string): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`;

test.each([
  ['plain', post('{"a":[1]}'), { a: [1] }],
  ['with its character set', post('"é"', { 'Content-Type': 'application/json; charset=utf-8' }), 'é'],
  ['as long as it may be', post(`"${'x'.repeat(98)}"`), 'x'.repeat(98)],
  ['in chunks', `${chunked('{"a":1}')}0\r\n\r\n`, { a: 1 }],
])('SEC-63 a body of JSON is read: %s', async (_, text, value) => {
  expect(await send(text)).toEqual({ ok: true, value });
});

test.each([
  [415, 'a form', post('{}', { 'Content-Type': 'application/x-www-form-urlencoded' })],
  [415, 'text, which another site may send unasked', post('{}', { 'Content-Type': 'text/plain' })],
  [415, 'no type', post('{}', { 'Content-Type': '' })],
  [415, 'another character set', post('{}', { 'Content-Type': 'application/json; charset=utf-16' })],
  [415, 'compressed', post('{}', { 'Content-Encoding': 'gzip' })],
  [413, 'one byte too long', post(`"${'x'.repeat(99)}"`)],
  [413, 'said to be long, and not waited for', post('', { 'Content-Length': 104_857_600 })],
  [413, 'long without saying so', chunked('x'.repeat(101))],
  [400, 'not JSON', post('{"pin":')],
  [400, 'not UTF-8', Buffer.concat([Buffer.from(post('', { 'Content-Length': 3 })), Buffer.from([0x22, 0xff, 0x22])])],
  [400, 'empty', post('')],
])('SEC-63 a body is refused with %i: %s', async (status, _, text) => {
  const read = await send(text);
  expect(read).toMatchObject({ ok: false, status });
  expect(!read.ok && read.refusal.message).toMatch(/^[A-Z].*\.$/);
  expect(JSON.stringify(read)).not.toContain('pin');
});

test('SEC-63 a body that does not come is not waited for', async () => {
  expect(await send(post('{', { 'Content-Length': 50 }), { withinMs: 1 })).toMatchObject({ ok: false, status: 408 });
});

test('SEC-63 a body that is cut off is no body', async () => {
  expect(await send(post('{', { 'Content-Length': 50 }), { cut: true })).toMatchObject({ ok: false, status: 400 });
});
