/** A stop of the server while somebody holds on to a connection: it ends all the same, long before the hard stop of 15 s. */
import { request } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { Pages } from '../../server/pages.ts';
import { holdConnection, socketRequest } from '../support/held-connection.ts';
import { startTestClinic } from '../support/test-clinic.ts';

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
  ['does not read its answer', 'GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['does not answer a socket’s goodbye', socketRequest('localhost')],
])('OP-48 a stop waits for nobody who %s', async (_who, says) => {
  const clinic = await startTestClinic({ pages });
  await holdConnection(clinic.port, says);
  expect(clinic.attached.io.httpServer.listening).toBe(true);
  await clinic.close();
  expect(clinic.attached.io.httpServer.listening).toBe(false);
});

test('OP-48 an answer that is under way when the server stops is given', async () => {
  const clinic = await startTestClinic({ pages });
  const asked = request({ port: clinic.port, path: '/slow', agent: false }).end();
  await once(clinic.attached.io.httpServer, 'request');
  const [answer] = (await Promise.all([once(asked, 'response'), clinic.close()])).flat() as [AsyncIterable<Buffer>];
  let text = '';
  for await (const part of answer) text += part.toString();
  expect(text).toBe('all of it');
});
