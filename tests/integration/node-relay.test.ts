/** The entrance of a node and what it carries to another: two of them in this process, without a database. */
import { createServer, request as ask } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server as HttpServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { believe, clientAddress } from '../../server/edge/client-address.ts';
import { Networks } from '../../server/edge/networks.ts';
import { Dispatch } from '../../server/node/dispatch.ts';
import type { PlacedSite } from '../../server/node/dispatch.ts';
import { SiteGuard } from '../../server/node/guard.ts';
import type { Standing } from '../../server/node/lease-store.ts';
import { Relay } from '../../server/node/relay.ts';
import { OWN_HEADER, RELAY_HEADER, relayHeader } from '../../server/node/relay-header.ts';

const SECRET = 'of the group';
const log = pino({ level: 'silent' });
/** A proxy on this machine stands before both. */
const believes = believe({ proxies: ['127.0.0.1'], relaySecret: SECRET });

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function fetchFrom(port: number, path: string, headers: OutgoingHttpHeaders, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asked = ask({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Its site answers with what it was asked, and echoes what comes over an upgraded socket. */
function siteServer(): HttpServer {
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.end(JSON.stringify({ url: request.url, body, headers: request.headers }));
    });
  });
  http.on('upgrade', (_request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.write(head);
    socket.pipe(socket);
  });
  return http;
}

class TestEntrance {
  port = 0;
  owns = true;
  owner: Standing['owner'];
  readonly believed: IncomingMessage[] = [];
  readonly peers: (string | undefined)[] = [];
  readonly networks = new Networks(() => 0);
  /** Whom the owner knows. */
  readonly own: (string | undefined)[] = [];
  readonly relay = new Relay({
    ...{ secret: SECRET, log, addressOf: clientAddress },
    onOwn: (request) => void this.own.push(clientAddress(request)),
  });
  readonly guard = new SiteGuard(() => this.owns);
  readonly #site: HttpServer | undefined;
  readonly #http: HttpServer;

  private constructor(nodeId: string, site: HttpServer | undefined) {
    this.#site = site;
    const dispatch = new Dispatch({
      ...{ nodeId, secret: SECRET, relay: this.relay, networks: this.networks, log },
      siteOf: (name) => (name === 'one.test' ? this.#placed : undefined),
      believe: (request) => {
        this.believed.push(request);
        believes(request);
      },
      onPeer: (address) => void this.peers.push(address),
      own: ({ url }, response) => url === '/readyz' && response.end('ready') !== undefined,
    });
    this.#http = createServer((request, response) => dispatch.request(request, response));
    this.#http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      dispatch.upgrade(request, socket, head),
    );
  }

  static async open(nodeId: string, site?: HttpServer): Promise<TestEntrance> {
    const entrance = new TestEntrance(nodeId, site);
    entrance.#http.listen(0, '127.0.0.1');
    await once(entrance.#http, 'listening');
    entrance.port = (entrance.#http.address() as AddressInfo).port;
    onTestFinished(async () => {
      entrance.relay.close();
      entrance.guard.shut();
      entrance.#http.closeAllConnections();
      entrance.#http.close();
      await once(entrance.#http, 'close');
    });
    return entrance;
  }

  get #placed(): PlacedSite {
    const { guard, owns, owner } = this;
    const http = this.#site;
    return {
      site: http && owns ? ({ http } as unknown as NonNullable<PlacedSite['site']>) : undefined,
      isHere: http !== undefined,
      standing: {
        ...{ siteId: 'site-1', name: 'One', hosts: ['one.test'], timeZone: 'UTC', demo: false },
        ...(owner && { owner }),
      },
      request(_site, request, response) {
        guard.response(response);
        http?.emit('request', request, response);
      },
      upgrade(_site, request, socket, head) {
        guard.socket(socket);
        http?.emit('upgrade', request, socket, head);
      },
    };
  }
}

/** Two nodes; the second has the site. */
async function twoNodes() {
  const there = await TestEntrance.open('b', siteServer());
  const here = await TestEntrance.open('a');
  const owner = { nodeId: 'b', url: `http://127.0.0.1:${there.port}`, epoch: 4, leftMs: 3_000 };
  here.owner = owner;
  there.owner = owner;
  return { here, there, owner };
}

async function upgrade(port: number, headers = ''): Promise<{ socket: Socket; head: string }> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(`GET /socket HTTP/1.1\r\nHost: one.test\r\nConnection: Upgrade\r\nUpgrade: echo\r\n${headers}\r\n`);
  const [first] = (await once(socket, 'data')) as [Buffer];
  return { socket, head: first.toString() };
}

test('ND-6 a request for a site of another node is carried there and back, with its body, its name and its cookies', async () => {
  const { here } = await twoNodes();
  const { status, headers, body } = await fetchFrom(
    here.port,
    '/api/x?a=1',
    { host: 'one.test:8443', cookie: 'c=3' },
    'hello',
  );
  expect([status, headers['set-cookie']]).toEqual([200, ['a=1', 'b=2']]);
  expect(JSON.parse(body)).toMatchObject({
    url: '/api/x?a=1',
    body: 'hello',
    headers: { host: 'one.test:8443', cookie: 'c=3' },
  });
});

test('ND-6 so is an upgraded socket, in both directions', async () => {
  const { here } = await twoNodes();
  const { socket, head } = await upgrade(here.port);
  expect(head).toMatch(/^HTTP\/1.1 101 [\s\S]*Upgrade: echo/);
  const back = once(socket, 'data');
  socket.write('over there');
  expect(String((await back)[0])).toBe('over there');
  expect(here.relay.open).toBe(1);
});

test('ND-8 the owner is told the client’s address under the group’s secret; its site is not told of the carrying', async () => {
  const { here, there } = await twoNodes();
  const { body } = await fetchFrom(here.port, '/', { host: 'one.test' });
  expect((JSON.parse(body) as { headers: object }).headers).not.toHaveProperty(RELAY_HEADER);
  expect([there.believed.length, there.peers]).toEqual([1, ['127.0.0.1']]);
});

test('ND-8 a header that a stranger wrote is refused, and nobody is believed', async () => {
  const { here, there } = await twoNodes();
  const forged = { host: 'one.test', [RELAY_HEADER]: '192.0.2.7 Zm9yZ2Vk' };
  expect((await fetchFrom(here.port, '/', forged)).status).toBe(400);
  expect((await fetchFrom(there.port, '/', forged)).status).toBe(400);
  expect((await upgrade(here.port, `${RELAY_HEADER}: 192.0.2.7 Zm9yZ2Vk\r\n`)).head).toMatch(/^HTTP\/1.1 400/);
  expect([here.believed.length, there.believed.length, there.peers.length]).toEqual([0, 0, 0]);
});

test('ND-7 while nobody has the site a request is answered 503 with a sentence and when to come again', async () => {
  const { here } = await twoNodes();
  here.owner = undefined;
  const page = await fetchFrom(here.port, '/', { host: 'one.test' });
  expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '1', refresh: '2' } });
  expect(page.body).toBe('This clinic is being taken up by another machine: try again in a moment.\n');
  const api = await fetchFrom(here.port, '/api/audit.csv', { host: 'one.test' });
  expect(JSON.parse(api.body)).toMatchObject({ refusal: { code: 'unavailable' } });
  expect((await upgrade(here.port)).head).toMatch(/^HTTP\/1.1 503 [\s\S]*Retry-After: 1/);
});

test('ND-7 what was carried once is never carried on: nodes that take each other for the owner refuse', async () => {
  const { here, there, owner } = await twoNodes();
  there.owns = false;
  there.owner = { ...owner, nodeId: 'a', url: `http://127.0.0.1:${here.port}` };
  expect((await fetchFrom(here.port, '/', { host: 'one.test' })).status).toBe(503);
  expect((await upgrade(here.port)).head).toMatch(/^HTTP\/1.1 503/);
  expect(there.believed.length).toBe(2);
  expect(here.believed.length).toBe(2);
});

test('ND-7 a node that cannot be reached is 503 too', async () => {
  const { here, owner } = await twoNodes();
  here.owner = { ...owner, url: 'http://127.0.0.1:1' };
  expect((await fetchFrom(here.port, '/', { host: 'one.test' })).status).toBe(503);
  expect((await upgrade(here.port)).head).toMatch(/^HTTP\/1.1 503/);
});

test('ND-7 a name of no site is 421 with a sentence, but for what the node itself answers', async () => {
  const { here } = await twoNodes();
  const unknown = await fetchFrom(here.port, '/', { host: 'three.test' });
  expect([unknown.status, unknown.body]).toEqual([
    421,
    'No clinic of this group has the name "three.test": an administrator gives it one with "vigil sites".\n',
  ]);
  expect((await fetchFrom(here.port, '/readyz', { host: 'three.test' })).body).toBe('ready');
});

test.each([
  ['another lease', { epoch: 5 }],
  ['another node', { url: 'http://127.0.0.1:2' }],
  ['nobody', undefined],
])('ND-9 a carried socket ends when %s has its site', async (_what, change) => {
  const { here, owner } = await twoNodes();
  const { socket } = await upgrade(here.port);
  here.relay.look('site-2', undefined);
  here.relay.look('site-1', owner);
  expect(socket.destroyed || here.relay.open === 0).toBe(false);
  const closed = once(socket, 'close');
  here.relay.look('site-1', change && { ...owner, ...change });
  await closed;
  expect(here.relay.open).toBe(0);
});

test('ND-9 a carried socket ends at both ends when one does', async () => {
  const { here, there } = await twoNodes();
  const { socket } = await upgrade(here.port);
  const closed = once(socket, 'close');
  there.guard.shut();
  await closed;
  expect([here.relay.open, there.guard.open]).toEqual([0, 0]);
});

test('ND-10 who may not own the site any more writes nothing to a socket that is open, and ends it', async () => {
  const { there } = await twoNodes();
  const { socket } = await upgrade(there.port);
  const heard: string[] = [];
  socket.on('data', (piece: Buffer) => heard.push(piece.toString()));
  const back = once(socket, 'data');
  socket.write('before');
  await back;
  there.owns = false;
  const closed = once(socket, 'close');
  socket.write('after');
  await closed;
  expect(heard.join('')).toBe('before');
});

test('ND-10 nor does it finish an answer that it began to work on before', async () => {
  const there = await TestEntrance.open('b', slowSite());
  there.owns = true;
  const asked = fetchFrom(there.port, '/', { host: 'one.test' });
  await expect(
    (async () => {
      await begun.promise;
      there.owns = false;
      go.resolve(undefined);
      return asked;
    })(),
  ).rejects.toMatchObject({ code: 'ECONNRESET' });
});

const begun = Promise.withResolvers<undefined>();
const go = Promise.withResolvers<undefined>();
function slowSite(): HttpServer {
  return createServer((_request, response) => {
    begun.resolve(undefined);
    void go.promise.then(() => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.end('what was true');
    });
  });
}

test('ND-8 a signature of one request opens no other', async () => {
  const { there } = await twoNodes();
  const headers = { host: 'one.test' };
  const header = relayHeader(SECRET, { method: 'GET', url: '/', headers }, '192.0.2.7');
  expect((await fetchFrom(there.port, '/', { ...headers, [RELAY_HEADER]: header })).status).toBe(200);
  expect((await fetchFrom(there.port, '/api/audit.csv', { ...headers, [RELAY_HEADER]: header })).status).toBe(400);
});

test('SEC-203 what came to the proxy without TLS is carried nowhere, neither request nor socket', async () => {
  const { here, there } = await twoNodes();
  const clear = { host: 'one.test', 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'http' };
  const { status, body } = await fetchFrom(here.port, '/api/access', clear);
  expect([status, JSON.parse(body)]).toMatchObject([403, { refusal: { code: 'not-allowed' } }]);
  expect((await upgrade(here.port, 'X-Forwarded-Proto: http\r\n')).head).toMatch(/^HTTP\/1.1 403 [\s\S]*https only/);
  expect(there.believed).toEqual([]);
  expect((await fetchFrom(here.port, '/api/access', { ...clear, 'x-forwarded-proto': 'https' })).status).toBe(200);
});

test('ND-40 a network over its budget is refused by the node that it asks', async () => {
  const { here, there } = await twoNodes();
  const from = (client: string) => ({ host: 'one.test', 'x-forwarded-for': client });
  for (let n = 0; n < 599; n += 1) here.networks.takeRequest('203.0.113.7');
  const statuses: number[] = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await fetchFrom(here.port, '/', from('203.0.113.7'))).status);
  expect(statuses).toEqual([200, 429, 429]);
  expect((await fetchFrom(here.port, '/', from('203.0.113.8'))).status).toBe(200);
  expect(there.believed).toHaveLength(2);
});

test('ND-40 sockets have the budget of a clinic’s, by network', () => {
  let carried = 0;
  const dispatch = new Dispatch({
    ...{ nodeId: 'a', secret: SECRET, log, believe: believes, networks: new Networks(() => 0) },
    relay: { upgrade: () => void (carried += 1) } as unknown as Relay,
    siteOf: () =>
      ({
        site: undefined,
        isHere: false,
        standing: { siteId: 'site-1', owner: { nodeId: 'b', url: 'http://b.test', epoch: 1, leftMs: 3_000 } },
      }) as unknown as PlacedSite,
    onPeer: () => undefined,
  });
  const said: string[] = [];
  const socket = { writable: true, on: () => socket, end: (text: string) => said.push(text) } as unknown as Duplex;
  const asks = (client: string): void => {
    const headers = { host: 'one.test', 'x-forwarded-for': client };
    const request = { headers, rawHeaders: [], socket: { remoteAddress: '127.0.0.1' } } as unknown as IncomingMessage;
    dispatch.upgrade(request, socket, Buffer.alloc(0));
  };
  for (let n = 0; n < 5_000; n += 1) asks('203.0.113.7');
  expect(carried).toBeGreaterThanOrEqual(1_000);
  expect(carried + said.length).toBe(5_000);
  expect(said[0]).toMatch(/^HTTP\/1.1 429 /);
  const before = carried;
  asks('203.0.113.8');
  expect(carried).toBe(before + 1);
});

test('ND-40 whom the owner knows as the clinic’s own has more room here too, and is not told how', async () => {
  const { here, there } = await twoNodes();
  const from = { host: 'one.test', 'x-forwarded-for': '203.0.113.7' };
  expect((await fetchFrom(here.port, '/', from)).headers).not.toHaveProperty(OWN_HEADER);
  expect(here.own).toEqual([]);
  there.networks.prove('203.0.113.7');
  const known = await fetchFrom(here.port, '/', { ...from, [OWN_HEADER]: '1' });
  expect(known.headers).not.toHaveProperty(OWN_HEADER);
  expect((JSON.parse(known.body) as { headers: object }).headers).not.toHaveProperty(OWN_HEADER);
  expect(here.own).toEqual(['203.0.113.7']);
});
