/** A stop of the server while somebody holds on to a connection: it ends all the same, long before the hard stop of 15 s. */
import { once } from 'node:events';
import { request } from 'node:http';
import type { Server } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Pages } from '../../server/pages.ts';
import { holdConnection, socketRequest } from '../support/held-connection.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { openByWire } from '../support/visit-by-wire.ts';

/** A page that never ends, and one that takes its time. */
const pages: Pages = {
  build: undefined,
  handler({ url }, response) {
    if (url === '/slow') return void setTimeout(() => response.end('all of it'), 200);
    response.write('x'.repeat(1_000_000));
  },
};

test.each([
  ['said nothing, as a browser’s spare connection', ''],
  ['sent half a request', 'GET / HTTP/1.1\r\nHost: localhost\r\n'],
  ['is given an answer without end', 'GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['does not answer a socket’s goodbye', socketRequest('localhost')],
])(
  'OP-48 a stop waits for nobody who %s',
  async (_who, says) => {
    const clinic = await startTestClinic({ pages });
    await holdConnection(clinic.port, says);
    expect(clinic.attached.io.httpServer.listening).toBe(true);
    await clinic.close();
    expect(clinic.attached.io.httpServer.listening).toBe(false);
    // Of which the start is most. Node's own limits are 30 s and more.
  },
  10_000,
);

test('OP-48 an answer that is under way when the server stops is given', async () => {
  const clinic = await startTestClinic({ pages });
  const asked = request({ port: clinic.port, path: '/slow', agent: false }).end();
  await once(clinic.attached.io.httpServer, 'request');
  const [answer] = (await Promise.all([once(asked, 'response'), clinic.close()])).flat() as [AsyncIterable<Buffer>];
  let text = '';
  for await (const part of answer) text += part.toString();
  expect(text).toBe('all of it');
});

test('OP-48 SEC-110 who reads a visit on the last connection of a server that stops is in the audit', async () => {
  const clinic = await startTestClinic({ pages });
  const { visitId, nurse } = await openByWire(clinic);
  const asks = `GET /api/visits/${visitId}/trend HTTP/1.1\r\nHost: localhost\r\nCookie: ${nurse.cookie}\r\n`;
  const reader = await holdConnection(clinic.port, asks);
  const httpServer = clinic.attached.io.httpServer as Server;
  const close = httpServer.close.bind(httpServer);
  vi.spyOn(httpServer, 'close').mockImplementationOnce((done) => {
    reader.write('\r\n');
    return close(done);
  });
  const answered = once(reader, 'data') as Promise<[Buffer]>;
  await clinic.close({ keep: true });
  expect((await answered).toString()).toMatch(/^HTTP\/1\.1 200 /);

  const again = await startTestClinic({ folder: clinic.folder, clock: clinic.clock });
  onTestFinished(() => again.close());
  const { stream } = again.journal.streams().find((head) => head.stream.kind === 'audit') ?? {};
  if (stream?.kind !== 'audit') throw new Error('no audit');
  expect(await again.journal.read(stream)).toContainEqual(
    expect.objectContaining({ type: 'record-read', what: 'trend', visitId }),
  );
});
