/** One clinic behind a proxy on this machine, as `vigil serve --proxy 127.0.0.1 --public-url https://clinic.test` runs it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PROTOCOL_VERSION, SCREENS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import { behindOf } from '../../server/edge/behind-proxy.ts';
import { serve } from '../../server/main.ts';
import type { Serving } from '../../server/main.ts';
import { noPages } from '../../server/pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigil-proxy-'));
let serving: Serving;
beforeAll(async () => {
  const behind = behindOf(['127.0.0.1'], 'https://clinic.test/');
  if (!behind.ok || !behind.value) throw new Error('not taken');
  const answer = await serve({
    ...{ port: 0, host: '127.0.0.1', database: join(folder, 'vigil.db'), pages: noPages, watchesSound: false },
    founding: { name: 'Test clinic', demo: false, timeZone: 'UTC' },
    log: pino({ level: 'silent' }),
    behind: behind.value,
  });
  if (!answer.ok) throw new Error(answer.refusal.message);
  serving = answer.value;
});
afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As nginx asks for it. */
const forwarded = { host: 'clinic.test', 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };

function ask(path: string, more: Record<string, string> = {}, body?: string): Promise<Answered> {
  const headers = { ...forwarded, ...more };
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: serving.port,
      path,
      headers,
      method: body === undefined ? 'GET' : 'POST',
    };
    const asked = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on('error', reject).end(body);
  });
}

const WRONG = { administratorName: 'A. Nobody', password: 'correct horse battery', setUpCode: 'AAAA-AAAA' };

/** Guesses the code of the first run so often that the throttle stops it. @returns the last status */
async function wrongly(client: string, times: number): Promise<number> {
  let status = 0;
  for (let n = 0; n < times; n += 1)
    ({ status } = await ask(
      '/api/first-run',
      { 'x-forwarded-for': client, origin: 'https://clinic.test', 'content-type': 'application/json' },
      JSON.stringify(WRONG),
    ));
  return status;
}

function connects(headers: Record<string, string>): Promise<boolean> {
  const socket = io(`http://127.0.0.1:${serving.port}${SCREENS_NAMESPACE}`, {
    ...{ path: SOCKET_PATH, transports: ['websocket'], reconnection: false, extraHeaders: headers },
    auth: { protocol: PROTOCOL_VERSION },
  });
  onTestFinished(() => void socket.disconnect());
  // A page that is not enrolled is refused by the namespace, with a sentence: it came through.
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true));
    socket.on('connect_error', (error) => resolve(error.message !== 'websocket error'));
  });
}

describe('SEC-200 a clinic behind a proxy', () => {
  test('SEC-200 it answers to the name that people type, and its cookies are of https', async () => {
    const answered = await ask('/api/access');
    expect(answered.status).toBe(200);
    expect(answered.headers['set-cookie']?.join()).toMatch(/^__Host-vigil-screen=.*; Secure/);
    expect((await ask('/api/access', { host: 'other.test' })).status).toBe(403);
    expect((await ask('/api/access', { host: '127.0.0.1:80', 'x-forwarded-host': 'clinic.test' })).status).toBe(200);
  });
  test('SEC-200 what came to the proxy without TLS is refused', async () => {
    const answered = await ask('/api/access', { 'x-forwarded-proto': 'http' });
    expect([answered.status, answered.headers['set-cookie']]).toEqual([403, undefined]);
    expect(answered.body).toContain('https only');
    expect(await connects({ ...forwarded, origin: 'https://clinic.test', 'x-forwarded-proto': 'http' })).toBe(false);
  });
  test('SEC-200 a change and a socket are of the https page alone', async () => {
    const set = (origin: string) => ask('/api/first-run', { origin, 'content-type': 'application/json' }, '{}');
    expect((await set('http://clinic.test')).body).toContain('own pages only');
    expect((await set('https://clinic.test')).body).not.toContain('own pages only');
    expect(await connects({ ...forwarded, origin: 'http://clinic.test' })).toBe(false);
    expect(await connects({ ...forwarded, origin: 'https://clinic.test' })).toBe(true);
  });
});

test('SEC-199 who guesses codes is stopped alone: others behind the same proxy go on', async () => {
  expect(await wrongly('203.0.113.66', 12)).toBe(429);
  expect(await wrongly('203.0.113.67', 1)).not.toBe(429);
  // Whatever he writes before the address that the proxy saw.
  expect(await wrongly('198.51.100.1, 203.0.113.66', 1)).toBe(429);
});

describe('SEC-202 --proxy', () => {
  test.each([undefined, 'http://clinic.test'])('SEC-202 with %s for what people type it is refused', (publicUrl) => {
    const behind = behindOf(['127.0.0.1'], publicUrl);
    expect(!behind.ok && behind.refusal.message).toContain('--public-url');
  });
  test('SEC-202 without it nothing changes', () => {
    expect(behindOf(undefined, undefined)).toEqual({ ok: true, value: undefined });
  });
});
