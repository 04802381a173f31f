/** Requests over the budget of their network, on a clinic's own HTTP server; and connections that a refused body leaves. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { limitRequests, limitWireRequests } from '../../server/edge/limit-requests.ts';
import { Networks } from '../../server/edge/networks.ts';
import { createHandler } from '../../server/http.ts';
import { SOCKET_PATH } from '#protocol/version.ts';
import { startTestClinic } from '../support/test-clinic.ts';

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(port: number, path: string, options: object = {}, body?: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on('error', reject).end(body);
  });
}

/** As everybody is on this machine, this machine's own budget is small here. */
function stingy(): Networks {
  const networks = new Networks(() => 0);
  for (let n = 0; n < 5_990; n += 1) networks.takeRequest('127.0.0.1');
  return networks;
}

test('SEC-75 over the budget of its network a request is refused with 429, a sentence and when to come again, and counted', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { attached, journal } = clinic;
  const warned: unknown[] = [];
  const log = { warn: (why: unknown) => void warned.push(why), error: () => undefined } as never;
  const http = createServer(
    createHandler(
      { ...{ clinic: () => attached.clinic, journal, log, networks: stingy() }, access: () => attached },
      (_, response) => void response.end('a file'),
    ),
  );
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close().closeAllConnections());
  const { port } = http.address() as AddressInfo;
  const statuses: number[] = [];
  for (let n = 0; n < 10; n += 1) statuses.push((await ask(port, '/_app/immutable/x.js')).status);
  for (let n = 0; n < 10; n += 1) statuses.push((await ask(port, '/api/access')).status);
  expect(statuses).toEqual([...Array<number>(18).fill(200), 429, 429]);
  const { status, headers, body } = await ask(port, '/healthz', { method: 'POST' }, 'x'.repeat(10_000));
  expect([status, headers['retry-after'], headers['x-content-type-options']]).toEqual([429, '1', 'nosniff']);
  expect(JSON.parse(body)).toEqual({
    ok: false,
    refusal: { code: 'too-many', message: 'Too many requests come from this network: try again in a second.' },
  });
  expect(clinic.clinic.counters.refusals.requests).toEqual({ 'too-many': 3 });
  expect(warned).toEqual([{ event: 'network-limited', network: '127.0.0.1' }]);
});

test('SEC-75 requests to the path of sockets that ask for none cost the same; sockets have their own budget', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { io } = clinic.attached;
  const { counters } = clinic.clinic;
  const log = { warn: () => undefined };
  limitWireRequests(io, limitRequests({ networks: stingy(), counters: () => counters, log }));
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await ask(clinic.port, `${SOCKET_PATH}/?EIO=4`)).status);
  expect(statuses).toEqual([...Array<number>(10).fill(400), 429, 429]);
  await (await clinic.screen()).until(({ site }) => site !== undefined);
});

test('SEC-76 a client that keeps its connection is told that a refused body ends it, and meets no reset', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { port } = clinic;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const headers = { origin: `http://127.0.0.1:${port}`, 'content-type': 'text/plain', 'content-length': 12_000 };
  for (let n = 0; n < 5; n += 1) {
    const { status, headers: given } = await ask(
      port,
      '/api/sign-in',
      { method: 'POST', agent, headers },
      'x'.repeat(12_000),
    );
    expect([status, given.connection]).toEqual([415, 'close']);
  }
  // Also when it has not sent all of it yet.
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(
    `POST /api/sign-in HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nContent-Type: text/plain\r\nContent-Length: 9000\r\n\r\nx`,
  );
  let said = '';
  socket.setEncoding('utf8').on('data', (part: string) => (said += part));
  await once(socket, 'end');
  expect(said).toMatch(/^HTTP\/1\.1 415 [^]*\r\nConnection: close\r\n[^]*application\/json/);
});
