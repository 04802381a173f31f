/** The server over TLS, as a browser or an adapter meets it: real connections, and clients that trust the local authority alone. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PROTOCOL_VERSION, SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { makeAuthority, signServer } from '../../server/edge/local-authority.ts';
import { localCertificate, localFiles } from '../../server/edge/local-certificate.ts';
import { serve } from '../../server/main.ts';
import type { ServeOptions, Serving } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';

const DAY_MS = 86_400_000;
const names = ['clinic.test', '192.0.2.10'];

async function start(more: Partial<ServeOptions> = {}): Promise<{ serving: Serving; folder: string }> {
  const data = mkdtempSync(join(tmpdir(), 'vigil-tls-'));
  const database = join(data, 'vigil.db');
  const folder = join(data, 'tls');
  const answer = await serve({
    ...{ port: 0, host: '127.0.0.1', database, pages: noPages, watchesSound: false },
    founding: { name: 'Test clinic', demo: false, timeZone: 'UTC' },
    log: pino({ level: 'silent' }),
    tls: { by: 'local', folder, names },
    ...more,
  });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return { serving: answer.value, folder };
}

let serving: Serving;
let folder: string;
let ca: string;
beforeAll(async () => {
  ({ serving, folder } = await start());
  ca = readFileSync(localFiles(folder).authority, 'utf8');
});
afterAll(async () => {
  await serving.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

/** As a client that asked for this name and trusts this authority. Rejects when it does not trust what it is shown. */
function shake(port: number, servername: string, more: ConnectionOptions = {}): Promise<X509Certificate | undefined> {
  return new Promise((resolve, reject) => {
    const host = '127.0.0.1';
    const socket = tlsConnect({ host, port, servername, ca, ...more }, () => {
      resolve(socket.getPeerX509Certificate());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const get = (path: string, headers: Record<string, string> = {}, { port } = serving) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', servername: 'clinic.test', port, path, ca, headers };
    const asked = request({ ...options, headers: { host: `clinic.test:${port}`, ...headers } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });

describe('a local authority', () => {
  test('SEC-51 SEC-52 SEC-53 what it makes: files for their owner alone, its names and this machine’s, not too long', () => {
    const files = localFiles(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of Object.values(files)) expect(statSync(file).mode & 0o777).toBe(0o600);
    const authority = new X509Certificate(ca);
    const server = new X509Certificate(readFileSync(files.server));
    expect([authority.ca, server.ca]).toEqual([true, false]);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.subjectAltName).toBe(
      'DNS:clinic.test, IP Address:192.0.2.10, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(server.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect((server.validToDate.getTime() - server.validFromDate.getTime()) / DAY_MS).toBeLessThanOrEqual(397);
    expect((authority.validToDate.getTime() - Date.now()) / DAY_MS).toBeGreaterThan(3_600);
  });

  test.each(['clinic.test', 'localhost'])('SEC-53 a client that trusts it trusts the server as %s', async (name) => {
    expect((await shake(serving.port, name))?.subject).toBe('CN=Vigil');
    expect(serving.url).toBe(`https://localhost:${serving.port}`);
  });

  test('SEC-53 one that does not trust it is told no, and so is one that asked for another name', async () => {
    await expect(shake(serving.port, 'clinic.test', { ca: [] })).rejects.toMatchObject({
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    await expect(shake(serving.port, 'other.test')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test.each([
    ['a site of the internet', ['bank.example'], 'bank.example'],
    ['another name beside its own', ['clinic.test', 'bank.example'], 'clinic.test'],
    ['another address', ['192.0.2.11'], '192.0.2.11'],
    ['an address of the other kind', ['2001:db8::1'], '2001:db8::1'],
  ])('SEC-51 whoever has its key makes no certificate that a client trusts: of %s', async (_, forged, servername) => {
    const files = localFiles(folder);
    const authority = { certificatePem: ca, keyPem: readFileSync(files.authorityKey, 'utf8') };
    const pem = await signServer(authority, forged, Date.now());
    await expect(shakeWith(pem, servername)).rejects.toThrow('permitted subtree violation');
  });

  test.each([
    ['a host', ['10.0.0.1'], ['bank.example']],
    ['an IPv4 address', ['clinic.test'], ['192.0.2.11']],
    ['an IPv6 address', ['clinic.test'], ['2001:db8::1']],
  ])('SEC-51 made without a name of a kind, it signs for none of that kind: not for %s', async (_, own, forged) => {
    const authority = await makeAuthority(own, 'Vigil', Date.now());
    const pem = await signServer(authority, forged, Date.now());
    await expect(shakeWith(pem, forged[0] ?? '', authority.certificatePem)).rejects.toThrow(
      'excluded subtree violation',
    );
  });

  test('SEC-51 an authority below it is none', async () => {
    const files = localFiles(folder);
    const { keyPem } = { keyPem: readFileSync(files.server, 'utf8').replace(/[\s\S]*(?=-----BEGIN PRIVATE)/, '') };
    const leaf = /-----BEGIN CERT[\s\S]+?-----END CERTIFICATE-----/.exec(readFileSync(files.server, 'utf8'))?.[0] ?? '';
    const pem = await signServer({ certificatePem: `${leaf}\n`, keyPem }, ['clinic.test'], Date.now());
    await expect(shakeWith(pem, 'clinic.test')).rejects.toThrow(/key usage|invalid CA/);
  });

  test('SEC-54 a name it may not sign for is refused with the way out, and nothing is changed', async () => {
    const before = readFileSync(localFiles(folder).server, 'utf8');
    const answer = await localCertificate({ folder, names: ['clinic.test', 'new.test'] }, Date.now());
    expect(!answer.ok && answer.refusal.message).toMatch(
      /may not sign for new\.test: it was made for clinic\.test, 192\.0\.2\.10, .*"vigil tls make --new"/,
    );
    expect(readFileSync(localFiles(folder).server, 'utf8')).toBe(before);
  });
});

describe('what is spoken over it', () => {
  test('SEC-50 nothing older than TLS 1.2', async () => {
    expect(await shake(serving.port, 'clinic.test', { maxVersion: 'TLSv1.2' })).toBeDefined();
    await expect(
      shake(serving.port, 'clinic.test', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/PROTOCOL/) });
  });

  test('SEC-57 it answers to its names, and a page of its own opens a socket', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const other = await get('/healthz', { host: 'evil.example' });
    expect([other.status, other.body]).toEqual([
      403,
      expect.stringContaining('This server answers to the names in its certificate only: use one of them.'),
    ]);
    const open = (origin: string) =>
      new Promise<string>((resolve) => {
        const socket = io(`https://127.0.0.1:${serving.port}${SCREENS_NAMESPACE}`, {
          ...{ path: SOCKET_PATH, transports: ['websocket'], forceNew: true, reconnection: false, ca },
          extraHeaders: { origin },
          auth: { protocol: PROTOCOL_VERSION, build: 'x' },
        });
        onTestFinished(() => void socket.disconnect());
        socket.once('connect', () => resolve('open'));
        // Whoever comes to the namespace was let in by the wire.
        socket.once('connect_error', (error) => resolve('data' in error ? 'open' : 'refused'));
      });
    expect(await open(`https://127.0.0.1:${serving.port}`)).toBe('open');
    expect(await open(`http://127.0.0.1:${serving.port}`)).toBe('refused');
    expect(await open('https://evil.example')).toBe('refused');
  });

  test('SEC-62 with a certificate of its own making no browser is told to insist on it', async () => {
    expect((await get('/healthz')).headers).not.toHaveProperty('strict-transport-security');
  });

  test.each([
    ['plain HTTP', 'GET / HTTP/1.1\r\nHost: clinic.test\r\n\r\n'],
    ['garbage', Buffer.from([0x16, 0x03, 0x01, 0xff, 0xff, 0x00, 0x13, 0x37])],
    [
      'a record longer than any',
      Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x7f, 0xff]), Buffer.alloc(40_000, 0x41)]),
    ],
  ])('SEC-70 %s on its port ends that connection, and nothing else', async (_, bytes) => {
    const socket = connect(serving.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined).resume();
    socket.end(bytes);
    await once(socket, 'close');
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('an administrator’s own certificate', () => {
  test('SEC-50 SEC-62 it is served, and browsers are told to come over TLS only from now on', async () => {
    const files = await ownFiles();
    const own = await start({ tls: { by: 'files', ...files } });
    onTestFinished(() => own.serving.close());
    const { headers } = await get('/healthz', {}, own.serving);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('SEC-50 one that cannot be served is refused before anything starts', async () => {
    const files = await ownFiles();
    const other = await ownFiles();
    await expect(start({ tls: { by: 'files', certificate: files.certificate, key: other.key } })).rejects.toThrow(
      /^The key in .* is not that of the certificate in /,
    );
    await expect(start({ tls: { by: 'files', certificate: join(folder, 'none'), key: files.key } })).rejects.toThrow(
      /none cannot be read \(ENOENT\)\.$/,
    );
    writeFileSync(files.certificate, 'hello');
    await expect(start({ tls: { by: 'files', ...files } })).rejects.toThrow(/ holds no certificate: /);
  });
});

/** A certificate for clinic.test that the clients of this file trust. */
async function ownFiles(): Promise<{ certificate: string; key: string }> {
  const files = localFiles(folder);
  const authority = { certificatePem: ca, keyPem: readFileSync(files.authorityKey, 'utf8') };
  const pem = await signServer(authority, ['clinic.test'], Date.now());
  const own = mkdtempSync(join(tmpdir(), 'vigil-tls-'));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  const [certificate, key] = [join(own, 'cert.pem'), join(own, 'key.pem')];
  writeFileSync(certificate, pem);
  writeFileSync(key, pem.replace(/[\s\S]*(?=-----BEGIN PRIVATE)/, ''));
  return { certificate, key };
}

/** A server of somebody else with this certificate, met by a client that trusts the authority. */
async function shakeWith(pem: string, servername: string, trusted = ca): Promise<unknown> {
  const { createServer } = await import('node:tls');
  const server = createServer({ cert: pem, key: pem }, (socket) => socket.on('error', () => undefined).end());
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return shake(port, /^[a-z]/.test(servername) && !servername.includes(':') ? servername : '', { ca: trusted });
}
