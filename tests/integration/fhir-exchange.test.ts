/** Signed visits reach a FHIR server over real HTTP: exactly once each, whatever the server, the network and the power do. */
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { SiteEvent } from '#core/site-state.ts';
import { deliveriesPath } from '../../server/fhir/deliveries.ts';
import { checkExchange, openExchange } from '../../server/fhir/fhir-exchange.ts';
import type { ExchangeSetting, FhirExchange } from '../../server/fhir/fhir-exchange.ts';
import type { Journal } from '../../server/journal/journal.ts';
import { esketamineVisit } from '../fixtures/ended-visit.ts';
import { startChildServer } from '../support/child-server.ts';
import { startFhirEndpoint } from '../support/fhir-endpoint.ts';
import type { FhirEndpoint } from '../support/fhir-endpoint.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { aVisit, nurse } from '../support/visit-builder.ts';

const PATIENT = { patientId: 'patient-1', name: 'Ada Byron', birthDate: '1985-12-10', recordNumber: 'K-100' };
const TIMES = { lookMs: 20, answerMs: 30_000, firstWaitMs: 20 };
const silent = pino({ level: 'silent' });

const closed: VisitEventBody = { type: 'record-closed', byName: 'Rosa Diaz', contradictions: [] };
const signed: VisitEventBody = { type: 'record-signed', byName: 'Dr. Okafor', contradictions: [] };
const added: VisitEventBody = {
  type: 'addendum-added',
  addendumId: 'add-1',
  byName: 'Rosa Diaz',
  text: 'She called: well.',
};

/** A small visit that is over, and what comes after. */
function overVisit(visitId: string, ...bodies: readonly VisitEventBody[]): readonly VisitEvent[] {
  const visit = aVisit({ phase: 'ended' });
  let at = visit.now;
  const events = visit.events.map((event) => (event.type === 'visit-opened' ? { ...event, visitId } : event));
  return [...events, ...bodies.map((body): VisitEvent => ({ ...body, at: (at += 1_000), actor: nurse }))];
}
const later = (events: readonly VisitEvent[], body: VisitEventBody): readonly VisitEvent[] => [
  { ...body, at: (events.at(-1)?.at ?? 0) + 1_000, actor: nurse },
];

interface Bench {
  readonly path: string;
  readonly journal: Journal;
  readonly endpoint: FhirEndpoint;
  readonly left: string[];
  open(setting?: Partial<ExchangeSetting>): FhirExchange;
  put(visitId: string, ...bodies: readonly VisitEventBody[]): Promise<readonly VisitEvent[]>;
}

async function bench(token?: string): Promise<Bench> {
  const path = newDatabasePath();
  const journal = await openForTest(path, { newId: () => 'site-1' });
  await journal.putPatient(PATIENT).durable;
  const endpoint = await startFhirEndpoint(token);
  const left: string[] = [];
  return {
    ...{ path, journal, endpoint, left },
    open(setting = {}) {
      const exchange = openExchange(
        { database: path, siteId: journal.siteId, setting: { url: endpoint.url, times: TIMES, ...setting } },
        { log: silent, leaves: async (visitId) => left.push(visitId) > 0 },
      );
      onTestFinished(() => exchange.close());
      return exchange;
    },
    async put(visitId, ...bodies) {
      const events = overVisit(visitId, ...bodies);
      await journal.append({ kind: 'visit', id: visitId }, events).durable;
      return events;
    },
  };
}

// As long as it takes on a loaded machine.
vi.setConfig({ testTimeout: 120_000 });
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 20 });

test('REC-157 a visit is sent when a provider has signed it, not before, and again after an addendum; nothing is there twice', async () => {
  const { open, put, endpoint, journal, left } = await bench();
  await put('closed', closed);
  const events = await put('signed', closed, signed);
  const exchange = open();
  await until(() => expect(exchange.view.sent).toBe(1));
  expect(endpoint.of('Encounter')).toHaveLength(1);
  const first = endpoint.kept.size;
  const addendum = later(events, added);
  await journal.append({ kind: 'visit', id: 'signed' }, addendum).durable;
  await until(() => expect(endpoint.requests).toHaveLength(2));
  await until(() => expect(exchange.view).toMatchObject({ sent: 1, waiting: 0, refused: 0 }));
  // The addendum and its Provenance.
  expect(endpoint.kept.size).toBe(first + 2);
  expect(endpoint.of('Encounter')).toHaveLength(1);
  expect(left).toEqual(['signed', 'signed']);
});

test('REC-157 what is nobody’s treatment here is never sent: closed as wrong patient, made of a file, of another clinic', async () => {
  const { open, journal, put, endpoint } = await bench();
  const wrong = overVisit('wrong', closed, signed).map((e) =>
    e.type === 'visit-ended' ? ({ ...e, ending: 'wrong-patient' } as const) : e,
  );
  const imported = overVisit('imported', closed, signed).map((e) =>
    e.type === 'visit-opened' ? { ...e, imported: { file: 'x.csv', sha256: 'a'.repeat(64) } } : e,
  );
  const brought: SiteEvent = {
    ...{ type: 'visit-imported', visitId: 'brought', from: { siteId: 'site-2', name: 'Lakeside' }, chairs: [], seq: 1 },
    ...{ hash: 'a'.repeat(64), at: 1, actor: { kind: 'system' } },
  };
  await journal.append({ kind: 'site', id: 'site-1' }, [brought]).durable;
  await put('brought', closed, signed);
  await journal.append({ kind: 'visit', id: 'wrong' }, wrong).durable;
  await journal.append({ kind: 'visit', id: 'imported' }, imported).durable;
  await put('right', closed, signed);
  const exchange = open();
  await until(() => expect(exchange.view).toMatchObject({ sent: 1, waiting: 0 }));
  expect(endpoint.requests).toHaveLength(1);
  expect(endpoint.of('Encounter')).toHaveLength(1);
});

describe('REC-158 what may succeed later is tried again, and nothing is lost or doubled', () => {
  const moods = [
    ['500', { is: 'status', status: 500 }],
    ['429 with Retry-After', { is: 'status', status: 429, headers: { 'Retry-After': '0' } }],
    ['a dropped connection', { is: 'drops' }],
    ['an answer cut in the middle', { is: 'cuts' }],
    ['one entry refused with 503', { is: 'refuses-one', status: '503 Service Unavailable', says: 'busy' }],
  ] as const;
  test.each(moods)('%s', async (_name, mood) => {
    const { open, put, endpoint } = await bench();
    endpoint.mood = mood;
    await put('v1', closed, signed);
    const exchange = open();
    await until(() => expect(exchange.view.lastTrouble?.why).toMatch(/^It /));
    expect(exchange.view).toMatchObject({ waiting: 1, sent: 0, refused: 0 });
    endpoint.mood = { is: 'well' };
    await until(() => expect(exchange.view).toMatchObject({ waiting: 0, sent: 1, lastTrouble: null }));
    expect(endpoint.of('Encounter')).toHaveLength(1);
  });
  test('no answer at all', async () => {
    const { open, put, endpoint } = await bench();
    endpoint.mood = { is: 'hangs' };
    await put('v1', closed, signed);
    const impatient = open({ times: { ...TIMES, answerMs: 200 } });
    await until(() => expect(impatient.view.lastTrouble?.why).toBe('It did not answer in time'));
    await impatient.close();
    endpoint.mood = { is: 'well' };
    const exchange = open();
    await until(() => expect(exchange.view).toMatchObject({ waiting: 0, sent: 1 }));
    expect(endpoint.of('Encounter')).toHaveLength(1);
  });
});

describe('REC-159 what the same bundle cannot mend waits for a person, with what was said and no patient in it', () => {
  test('422, and “Try again”', async () => {
    const { open, put, endpoint } = await bench();
    const says = 'Patient Byron (1985-12-10, K-100) is merged: ask the registry.';
    endpoint.mood = {
      ...{ is: 'status', status: 422 },
      body: JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', diagnostics: says }] }),
    } as const;
    await put('v1', closed, signed);
    await put('v2', closed, signed);
    const exchange = open();
    await until(() => expect(exchange.view.refused).toBe(2));
    expect(exchange.view.refusals[0]).toMatchObject({
      status: 422,
      why: 'It answered 422: Patient … (…, …) is merged: ask the registry.',
    });
    endpoint.mood = { is: 'well' };
    exchange.again();
    await until(() => expect(exchange.view).toMatchObject({ refused: 0, sent: 2, refusals: [] }));
    expect(endpoint.of('Encounter')).toHaveLength(2);
  });
  const cases = [
    ['a 200 that is no transaction-response', { is: 'answers', body: '<html>hello</html>' }, /no transaction-response/],
    [
      'fewer answers than entries',
      { is: 'answers', body: '{"resourceType":"Bundle","type":"transaction-response","entry":[]}' },
      /answered 0 of/,
    ],
    [
      'one entry refused',
      { is: 'refuses-one', status: '412 Precondition Failed', says: 'no' },
      /^It answered 412 to Organization: no$/,
    ],
  ] as const;
  test.each(cases)('%s', async (_name, mood, why) => {
    const { open, put, endpoint } = await bench();
    endpoint.mood = mood;
    await put('v1', closed, signed);
    const exchange = open();
    await until(() => expect(exchange.view.refusals[0]?.why).toMatch(why));
    expect(exchange.view.sent).toBe(0);
  });
});

describe('SEC-191 the token and the patient go where the clinic said, and nowhere else', () => {
  test('a redirect is not followed, to whatever host', async () => {
    const { open, put, endpoint } = await bench('sesame-77');
    const elsewhere = await startFhirEndpoint();
    endpoint.mood = { is: 'status', status: 307, headers: { Location: elsewhere.url } };
    await put('v1', closed, signed);
    const tokenFile = join(dirname(newDatabasePath()), 'token');
    writeFileSync(tokenFile, 'sesame-77\n', { mode: 0o600 });
    const exchange = open({ tokenFile });
    await until(() => expect(exchange.view.refusals[0]?.why).toMatch(/^It answered 307, a redirect/));
    expect(elsewhere.requests).toEqual([]);
    expect(endpoint.requests[0]).toMatchObject({ authorization: 'Bearer sesame-77', path: '/fhir' });
  });
  test('SEC-192 a new token is taken without a restart; an unreadable file holds the visits back', async () => {
    const { open, put, endpoint } = await bench('new-token');
    const tokenFile = join(dirname(newDatabasePath()), 'token');
    writeFileSync(tokenFile, 'old-token');
    await put('v1', closed, signed);
    const exchange = open({ tokenFile });
    await until(() => expect(exchange.view.refusals[0]?.status).toBe(401));
    rmSync(tokenFile);
    exchange.again();
    await until(() => expect(exchange.view.lastTrouble?.why).toMatch(/cannot be read \(ENOENT\)/));
    const before = endpoint.requests.length;
    writeFileSync(tokenFile, 'new-token');
    await until(() => expect(exchange.view.sent).toBe(1));
    expect(endpoint.requests.slice(before).every(({ authorization }) => authorization === 'Bearer new-token')).toBe(
      true,
    );
  });
  test('SEC-193 nothing leaves that is not in the audit first', async () => {
    const { path, journal, put, endpoint } = await bench();
    await put('v1', closed, signed);
    const asked: string[] = [];
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const exchange = openExchange(
      { database: path, siteId: journal.siteId, setting: { url: endpoint.url, times: TIMES } },
      { log: silent, leaves: (visitId, to) => (asked.push(`${visitId} ${to}`), promise) },
    );
    onTestFinished(() => exchange.close());
    await until(() => expect(asked).toEqual([`v1 ${endpoint.url}`]));
    // What would leave has all this time to do so.
    for (let round = 0; round < 50; round += 1) await (await fetch(endpoint.url)).text();
    expect(endpoint.requests.filter(({ type }) => type !== undefined)).toEqual([]);
    resolve(true);
    await until(() => expect(exchange.view.sent).toBe(1));
    expect(asked).toHaveLength(1);
  });
  test.each([
    ['ftp://x', /is no web address/],
    ['http://fhir.example.org/r4', /only https leaves this machine/],
    ['https://me:secret@fhir.example.org', /--fhir-token-file/],
    ['https://fhir.example.org/r4?key=1', /after a \?/],
  ])('SEC-191 %s is no address to send to', (url, why) => {
    const answer = checkExchange({ url });
    expect(answer.ok ? '' : answer.refusal.message).toMatch(why);
    expect(answer.ok ? '' : answer.refusal.message).not.toMatch(/secret/);
  });
  test.each(['https://fhir.example.org/r4/', 'http://localhost:8080/fhir', 'http://127.0.0.1:1/', 'http://[::1]:9/r4'])(
    'SEC-191 %s is one',
    (url) => expect(checkExchange({ url })).toMatchObject({ ok: true, value: { url: url.replace(/\/$/, '') } }),
  );
});

test('REC-160 a server that is killed in the middle sends what is due after its restart, and each resource is there once', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path, { newId: () => 'site-1' });
  await journal.putPatient(PATIENT).durable;
  const whole = esketamineVisit().map((e) => (e.type === 'visit-opened' ? { ...e, visitId: 'whole' } : e));
  const after = [...later(whole, closed), ...later([...whole, ...later(whole, closed)], signed)];
  await journal.append({ kind: 'visit', id: 'whole' }, [...whole, ...after]).durable;
  for (const id of ['v2', 'v3']) await journal.append({ kind: 'visit', id }, overVisit(id, closed, signed)).durable;
  await journal.close();
  const endpoint = await startFhirEndpoint();
  const fhir = { url: endpoint.url, times: TIMES };
  const standing = async (port: number) =>
    ((await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()) as { fhir: { sent: number; waiting: number } })
      .fhir;

  // It has taken the first, and the server never hears of it.
  endpoint.mood = { is: 'hangs' };
  const first = await startChildServer(path, fhir);
  await until(() => expect(endpoint.kept.size).toBeGreaterThan(0));
  await first.kill();
  const taken = endpoint.kept.size;
  endpoint.mood = { is: 'well' };
  const second = await startChildServer(path, fhir);
  await vi.waitFor(async () => expect(await standing(second.port)).toMatchObject({ sent: 3, waiting: 0 }), {
    timeout: 60_000,
  });
  await second.kill();
  expect(endpoint.of('Encounter')).toHaveLength(3);
  expect([...endpoint.puts.values()].filter((times) => times > 1).length).toBeGreaterThanOrEqual(taken);
  const all = endpoint.kept.size;
  const asked = endpoint.requests.length;

  // What is sent stays sent.
  const third = await startChildServer(path, fhir);
  await vi.waitFor(async () => expect(await standing(third.port)).toMatchObject({ sent: 3, waiting: 0 }), {
    timeout: 60_000,
  });
  expect(endpoint.requests).toHaveLength(asked);
  await third.stop();

  // The file of deliveries is lost: all is due again, and nothing is doubled.
  for (const end of ['', '-wal', '-shm']) rmSync(`${deliveriesPath(path)}${end}`, { force: true });
  const fourth = await startChildServer(path, fhir);
  await vi.waitFor(async () => expect(await standing(fourth.port)).toMatchObject({ sent: 3, waiting: 0 }), {
    timeout: 60_000,
  });
  await fourth.stop();
  expect(endpoint.requests).toHaveLength(asked + 3);
  expect(endpoint.kept.size).toBe(all);
  const reading = await openForTest(path);
  const audits = reading.streams().filter(({ stream }) => stream.kind === 'audit');
  const written = (
    await Promise.all(audits.map(({ stream }) => (stream.kind === 'audit' ? reading.read(stream) : [])))
  ).flat();
  expect(new Set(written.flatMap((e) => (e.type === 'record-sent' ? [e.visitId] : [])))).toEqual(
    new Set(['whole', 'v2', 'v3']),
  );
}, 240_000);
