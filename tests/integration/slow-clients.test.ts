/** Who connects and says little, or nothing, or far too much at once, on the server's own HTTP. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDoor } from '../../server/edge/door.ts';
import { noPages } from '../../server/pages.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';

let clinic: TestClinic;
beforeAll(async () => (clinic = await startTestClinic({ pages: noPages })));
afterAll(() => clinic.close());

async function open(text: string, port = clinic.port): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

async function said(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  await once(socket, 'close');
  return text;
}

test('SEC-69 the door waits ten seconds for headers, twenty for a request, and not long for the next one', async () => {
  const door = await openDoor({ host: '127.0.0.1', port: 0, log: pino({ level: 'silent' }) });
  if (!door.ok) throw new Error(door.refusal.message);
  const server = door.value.server(() => undefined);
  expect(server).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    keepAliveTimeout: 10_000,
    maxHeadersCount: 100,
  });
});

test('SEC-69 headers that trickle are cut off at that time, and a socket that is open lives on', async () => {
  const door = await openDoor({ host: '127.0.0.1', port: 0, log: pino({ level: 'silent' }) });
  if (!door.ok) throw new Error(door.refusal.message);
  const server = door.value.server((_request, response) => response.end('a page'));
  // The same watch over connections, at the pace of a test.
  Object.assign(server, { headersTimeout: 1, requestTimeout: 1 });
  server.on('upgrade', (_request, socket: Socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.on('data', (part: Buffer) => socket.write(part)).on('error', () => undefined);
  });
  const listening = await door.value.listen(server);
  if (!listening.ok) throw new Error(listening.refusal.message);
  const { port } = listening.value;
  onTestFinished(() => void server.close().closeAllConnections());
  const live = await open(
    'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    port,
  );
  await once(live, 'data');
  const [trickling, silent] = [await open('GET / HTTP/1.1\r\nHost: loc', port), await open('', port)];
  expect(await Promise.all([said(trickling), said(silent)])).toEqual([
    expect.stringMatching(/^HTTP\/1\.1 408 /),
    expect.stringMatching(/^HTTP\/1\.1 408 /),
  ]);
  live.write('still here');
  expect(String((await once(live, 'data'))[0])).toBe('still here');
});

test('SEC-69 headers of more than 16 KiB are refused, and the connection ends', async () => {
  const socket = await open(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Much: ${'x'.repeat(20_000)}\r\n\r\n`);
  expect(await said(socket)).toMatch(/^HTTP\/1\.1 431 /);
});

test('SEC-71 what fails in HTTP is answered without what was asked', async () => {
  const secret = 'Wilhelmina-Quartermaine';
  const answers = await Promise.all(
    [
      `GET /api/${secret} HTTP/1.1`,
      `GET /${secret}?pin=${secret} HTTP/1.1`,
      `BREW /${secret} HTTP/1.1`,
      `GET //${secret}:99999 HTTP/1.1`,
      `GET /api/visits/${secret}/trend?since=${secret} HTTP/1.1`,
    ].map(async (line) =>
      said(await open(`${line}\r\nHost: localhost\r\nCookie: vigil-session=${secret}\r\nConnection: close\r\n\r\n`)),
    ),
  );
  for (const answer of answers) {
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer).not.toContain('Quartermaine');
  }
  const health = await (await fetch(`http://localhost:${clinic.port}/healthz`)).text();
  expect(health).not.toContain('Quartermaine');
});
