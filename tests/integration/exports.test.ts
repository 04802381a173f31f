/** A visit that is over taken away as a file, over real HTTP: by whom, as what, and what is said where there is nothing to take. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '#core/audit/audit-event.ts';
import { NOBODY_NAMED, SCREEN_LOCKED } from '#core/nobody-named.ts';
import { EXPORTS, exportPath } from '#protocol/exports.ts';
import { EXPORT_TABLE } from '../../server/export/exports.ts';
import { endedVisit } from '../fixtures/ended-visit.ts';
import type { Browser } from '../support/browser.ts';
import { csvRecords } from '../support/read-csv.ts';
import { PASSWORD, PIN, startStaffedClinic } from '../support/staffed-clinic.ts';
import type { StaffedClinic } from '../support/staffed-clinic.ts';
import { aVisit } from '../support/visit-builder.ts';

const PATIENT = { patientId: 'patient-1', name: 'Ada Byron', birthDate: '1980-12-10' };

let clinic: StaffedClinic;
let nurse: Browser;
let provider: Browser;
beforeAll(async () => {
  clinic = await startStaffedClinic();
  const { journal } = clinic;
  journal.append({ kind: 'visit', id: 'visit-1' }, endedVisit());
  journal.append(
    { kind: 'visit', id: 'visit-2' },
    aVisit({ phase: 'infusion' }).events.map((event) =>
      event.type === 'visit-opened' ? { ...event, visitId: 'visit-2' } : event,
    ),
  );
  await journal.putPatient(PATIENT).durable;
  nurse = await clinic.enrolled(1);
  await clinic.choose('Kim Marsh', { pin: PIN }, nurse);
  provider = clinic.browser();
  await provider.page();
  await clinic.choose('Dr Lind', { password: PASSWORD }, provider);
});
afterAll(() => clinic.close());

const VITALS = exportPath('visit-1', 'vitals.csv');
const refusalOf = ({ text }: { readonly text: string }) => JSON.parse(text) as object;

async function written(): Promise<readonly AuditEvent[]> {
  const { stream } = clinic.journal.streams().find((head) => head.stream.kind === 'audit') ?? {};
  if (stream?.kind !== 'audit') return [];
  await clinic.journal.putDevicesSeen('{}').durable;
  return clinic.journal.read(stream);
}

test.each(EXPORTS)('REC-130 SEC-188 %s comes as a file, kept in no cache and named after no patient', async (name) => {
  const answer = await nurse.ask('GET', exportPath('visit-1', name));
  expect(answer.status).toBe(200);
  const { headers, text } = answer;
  expect(headers['content-type']).toBe(EXPORT_TABLE[name].contentType);
  expect(headers['content-disposition']).toBe(`attachment; filename="vigil-2026-03-02-visit-1-${name}"`);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(text.length).toBeGreaterThan(1_000);
  const head = await nurse.ask('HEAD', exportPath('visit-1', name));
  expect(head).toMatchObject({ status: 200, text: '' });
  expect(head.headers['content-disposition']).toBe(headers['content-disposition']);
});

test('REC-130 what comes is what the journal holds, and the same twice', async () => {
  const { text } = await provider.ask('GET', VITALS);
  const readings = endedVisit().filter(({ type }) => type === 'reading-recorded');
  expect(csvRecords(text).filter(({ kind }) => kind !== 'entered')).toHaveLength(readings.length);
  expect((await nurse.ask('GET', VITALS)).text).toBe(text);
});

describe('SEC-187 a visit is taken away by who may read the record, and nobody else', () => {
  test('SEC-187 a nurse and a provider, each in the audit with what they took', async () => {
    for (const browser of [nurse, provider]) expect((await browser.ask('GET', VITALS)).status).toBe(200);
    const taken = await written();
    for (const name of ['Kim Marsh', 'Dr Lind'])
      expect(taken).toContainEqual(
        expect.objectContaining({
          ...{ type: 'record-read', what: 'vitals-csv', visitId: 'visit-1' },
          actor: expect.objectContaining({ name }) as object,
        }),
      );
  });

  test('SEC-187 not an administrator, not an enrolled screen with nobody there, not a stranger', async () => {
    const nobody = await clinic.enrolled('station');
    const stranger = clinic.browser();
    for (const [browser, status, refusal] of [
      [clinic.administrator, 403, { code: 'not-allowed', message: expect.stringContaining('nurses and providers') }],
      [nobody, 403, { code: 'not-allowed', message: NOBODY_NAMED }],
      [stranger, 401, { code: 'signed-out' }],
    ] as const) {
      const answer = await browser.ask('GET', VITALS);
      expect([answer.status, refusalOf(answer)]).toEqual([
        status,
        { refusal: expect.objectContaining(refusal) as object },
      ]);
      expect(answer.text).not.toMatch(/Byron|spo2/);
    }
    expect(await written()).toContainEqual(
      expect.objectContaining({ type: 'act-refused', act: 'vitals.csv', code: 'not-allowed', visitId: 'visit-1' }),
    );
  });

  test('SEC-187 not from another site’s link, and only by GET', async () => {
    const elsewhere = await nurse.ask('GET', VITALS, { headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(elsewhere.status).toBe(403);
    expect((await nurse.ask('DELETE', VITALS)).status).toBe(400);
  });

  test('SEC-187 not at a locked screen', async () => {
    const maya = await clinic.enrolled(2);
    await clinic.choose('Maya Soto', { pin: PIN }, maya);
    expect((await maya.ask('GET', VITALS)).status).toBe(200);
    clinic.later(2 * 60_000 + 1_000);
    const answer = await maya.ask('GET', VITALS);
    expect([answer.status, refusalOf(answer)]).toEqual([423, { refusal: { code: 'locked', message: SCREEN_LOCKED } }]);
    await clinic.choose('Kim Marsh', { pin: PIN }, nurse);
  });
});

describe('REC-130 where there is nothing to take, that is said', () => {
  test.each([
    [exportPath('visit-2', 'vitals.csv'), 400, 'This visit is not over: open its chair to see it live.'],
    [exportPath('nobody', 'vitals.csv'), 404, 'There is no such visit: choose one from the history.'],
    ['/api/visits/visit-1/vitals.xlsx', 404, 'A visit is not exported as that: choose one from its report.'],
    ['/api/visits/visit-1/constructor.csv', 404, 'A visit is not exported as that: choose one from its report.'],
    [`${VITALS}?paper=a0`, 400, '"paper" must be "a4" or "letter".'],
  ])('REC-130 %s', async (path, status, message) => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await nurse.ask(method, path);
      expect(answer.status).toBe(status);
      if (method === 'GET') expect(refusalOf(answer)).toMatchObject({ refusal: { message } });
    }
  });

  test('REC-130 a journal that cannot be read makes nothing, and the next asks anew', async () => {
    const other = await startStaffedClinic();
    try {
      other.journal.append({ kind: 'visit', id: 'visit-1' }, endedVisit());
      await other.journal.putPatient(PATIENT).durable;
      const kim = await other.enrolled(1);
      await other.choose('Kim Marsh', { pin: PIN }, kim);
      const database = join(other.folder, 'vigil.db');
      renameSync(database, `${database}.away`);
      const answer = await kim.ask('GET', VITALS);
      expect([answer.status, refusalOf(answer)]).toEqual([
        503,
        { refusal: { code: 'unavailable', message: 'The visit cannot be read now: try again.' } },
      ]);
      renameSync(`${database}.away`, database);
      expect((await kim.ask('GET', VITALS)).status).toBe(200);
    } finally {
      await other.close();
    }
  });
});
