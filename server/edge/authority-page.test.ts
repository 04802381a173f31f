import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuthorityPage } from './authority-page.ts';
import { makeAuthority } from './local-authority.ts';

let server: Server;
let folder: string;
let pem: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-ca-page-'));
  ({ certificatePem: pem } = await makeAuthority(['clinic.test'], 'Vigil', Date.now()));
  writeFileSync(join(folder, 'ca.pem'), pem);
  writeFileSync(join(folder, 'ca-key.pem'), 'secret');
  server = openAuthorityPage(join(folder, 'ca.pem'), 'https://clinic.test:4400');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { redirect: 'manual', ...init });

test('SEC-60 a tablet gets the certificate of the authority, in the form it installs', async () => {
  const answer = await ask('/vigil-ca.crt');
  expect(answer.headers.get('content-type')).toBe('application/x-x509-ca-cert');
  expect(new X509Certificate(Buffer.from(await answer.arrayBuffer())).fingerprint256).toBe(
    new X509Certificate(pem).fingerprint256,
  );
  expect(await (await ask('/vigil-ca.pem')).text()).toBe(pem);
});

test('SEC-60 the page shows the fingerprint to compare, the way for each system, and runs no script', async () => {
  const answer = await ask('/');
  const page = await answer.text();
  expect(page).toContain(new X509Certificate(pem).fingerprint256.replaceAll(':', ' '));
  for (const word of ['iPad', 'Android', 'Windows', 'macOS', 'https://clinic.test:4400', 'vigil tls show'])
    expect(page).toContain(word);
  expect(page).not.toMatch(/<script|javascript:|\son\w+=/i);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test.each([
  '/ca-key.pem',
  '/../ca-key.pem',
  '/%2e%2e/ca-key.pem',
  '/healthz',
  '/api/sign-in',
  '/chair/1',
  '/tls/server.pem',
])('SEC-60 there is nothing else: %s', async (path) => {
  const answer = await ask(path);
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
  expect(await answer.text()).not.toContain('secret');
});

test('SEC-60 nothing is taken', async () => {
  expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(405);
});
