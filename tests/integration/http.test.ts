import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Trend } from '#protocol/trend.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { openByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

let clinic: TestClinic;
let visit: WireVisit;
beforeAll(async () => {
  clinic = await startTestClinic({
    pages: { handler: (_request, response) => response.end('a page'), build: undefined },
  });
  visit = await openByWire(clinic);
  await clinic.pass(5_000, () => visit.adapter.spo2(97));
});
afterAll(() => clinic.close());

/** `fetch` would not let a test set Host. */
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const { cookie } = visit.nurse;
    const asked = request(
      { host: '127.0.0.1', port: clinic.port, path, method, headers: { cookie, ...headers } },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (body += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    asked.on('error', reject);
    asked.end();
  });

describe('beside the pages', () => {
  test('WS-50 /healthz says how the server is and what it refused', async () => {
    await visit.adapter.send([{}]);
    await clinic.clinic.drained();
    expect((await get('/healthz')).status).toBe(200);
    // The audit writes when it likes: that nothing is pending comes to be true.
    await expect
      .poll(async () => JSON.parse((await get('/healthz')).body) as unknown)
      .toMatchObject({
        ok: true,
        clinicTime: clinic.clock.now(),
        demo: false,
        visits: 1,
        adapters: 1,
        late: false,
        journal: { pending: 0, trouble: null },
        readings: { stored: 5, repeated: 0 },
        refused: { readings: { malformed: 1 }, commands: {} },
      });
  });

  test('WS-51 the trend of a visit, and only what is new since', async () => {
    const { status, body } = await get(`/api/visits/${visit.visitId}/trend?since=0`);
    expect(status).toBe(200);
    const trend = JSON.parse(body) as Trend;
    expect(trend.oximetry.spo2Pct).toEqual([97, 97, 97, 97, 97]);
    await clinic.pass(1_000, () => visit.adapter.spo2(96));
    const since = await get(`/api/visits/${visit.visitId}/trend?since=${trend.upTo}`);
    expect((JSON.parse(since.body) as Trend).oximetry.spo2Pct).toEqual([96]);
  });

  test.each([
    ['/api/visits/nobody/trend', 404, 'There is no such visit.'],
    ['/api/visits/x/trend?since=yesterday', 400, '"since" must be a whole number, the "upTo" of the last answer.'],
    ['/api/visits/..%2f..%2fetc/trend', 404, 'There is nothing here.'],
    ['/api/patients', 404, 'There is nothing here.'],
  ])('WS-51 %s is answered %i with a sentence', async (path, status, message) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ refusal: { message } });
  });

  test('WS-51 a trend is only read', async () => {
    expect((await get(`/api/visits/${visit.visitId}/trend`, {}, 'DELETE')).status).toBe(400);
  });

  test('WS-50 everything else is a page', async () => {
    expect(await get('/chair/1')).toMatchObject({ status: 200, body: 'a page' });
  });

  test.each([
    ['health', 200, '/healthz', {}],
    ['a page', 200, '/chair/1', {}],
    ['nothing of the API', 404, '/api/patients', {}],
    ['another name', 403, '/', { host: 'evil.example' }],
    ['no address', 400, '//', {}],
    ['too long an address', 414, `/${'x'.repeat(2_048)}`, {}],
  ] as const)('SEC-23 SEC-61 SEC-72 %s, answered %i, carries the security headers', async (_, status, path, asked) => {
    const answer = await get(path, asked);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    const policy = String(answer.headers['permissions-policy']).split(', ');
    expect(policy.filter((each) => !each.endsWith('=()'))).toEqual(
      ['autoplay', 'bluetooth', 'fullscreen', 'screen-wake-lock', 'serial'].map((each) => `${each}=(self)`),
    );
    expect(policy).toEqual(expect.arrayContaining(['camera=()', 'microphone=()', 'geolocation=()', 'usb=()']));
    if (status !== 200 || path === '/healthz') expect(answer.headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['a page', '/chair/1', 'POST'],
    ['health', '/healthz', 'GET'],
    ['a trend', '/api/visits/x/trend', 'GET'],
  ])('SEC-72 a body that nobody asked for is refused: for %s', async (_, path, method) => {
    const { status, body } = await get(path, { 'content-length': '100', 'content-type': 'text/plain' }, method);
    expect([status, JSON.parse(body)]).toEqual([
      413,
      { refusal: { code: 'malformed', message: 'Nothing is taken here.' } },
    ]);
  });

  test('SEC-21 a name that is not this machine’s is refused, whatever is asked', async () => {
    for (const path of ['/healthz', `/api/visits/${visit.visitId}/trend`, '/'])
      expect((await get(path, { host: 'evil.example' })).status).toBe(403);
  });

  test('WS-50 an address that cannot be read is refused, not thrown', async () => {
    expect((await get('//')).status).toBe(400);
  });
});
