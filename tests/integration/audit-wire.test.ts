/** What the audit keeps of a running server, over real sockets and HTTP; and how an administrator reads and exports it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEvent } from '#core/audit/audit-event.ts';
import type { AuditLine } from '#core/audit/audit-line.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { openByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

let clinic: TestClinic;
let visit: WireVisit;
let administrator: TestScreen;
beforeAll(async () => {
  clinic = await startTestClinic();
  visit = await openByWire(clinic);
  administrator = await (await clinic.screen()).choose('administrator');
});
afterAll(() => clinic.close());

/** Of today, as the journal has it on the disk. */
async function written(): Promise<readonly AuditEvent[]> {
  await clinic.clinic.drained();
  const { stream } = clinic.journal.streams().find((head) => head.stream.kind === 'audit') ?? {};
  if (stream?.kind !== 'audit') return [];
  await clinic.journal.putDevicesSeen('{}').durable;
  return clinic.journal.read(stream);
}

async function listed(filter: AuditFilter): Promise<readonly AuditLine[]> {
  await written();
  const answer = await administrator.request('audit:list', { filter });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.data.lines;
}

const csv = (query: string, by: TestScreen, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://localhost:${clinic.port}/api/audit.csv${query}`, {
    ...init,
    headers: { cookie: by.cookie, ...init.headers },
  });

test('SEC-111 an act that is refused, a malformed message and an unknown one are in it, each by its act and code', async () => {
  const { visitId, nurse } = visit;
  const reason = { type: 'hold:approve', reason: 'Byron asked for it' } as const;
  await nurse.request('visit:command', { commandId: 'c1', visitId, command: reason });
  await new Promise((resolve) => nurse.raw.emit('chair:watch', { chairId: 7, secret: 'hunter2' }, resolve));
  await new Promise((resolve) => nurse.raw.emit('hunter2', {}, resolve));
  const refused = (await written()).filter(({ type }) => type === 'act-refused');
  const by = { actor: { kind: 'staff', name: 'N. Okafor' }, from: { kind: 'screen', screenId: nurse.screenId } };
  expect(refused).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ act: 'hold:approve', visitId }),
      expect.objectContaining({ act: 'chair:watch', code: 'malformed' }),
      expect.objectContaining({ act: 'unknown', code: 'malformed' }),
    ]),
  );
  for (const event of refused) expect(event).toMatchObject(by);
  expect(JSON.stringify(refused)).not.toMatch(/hunter2|Byron/);
});

test('SEC-118 a page that may not come in, and an adapter without a key, are in it by their address alone', async () => {
  await expect(clinic.screen({ protocol: '0.1' })).rejects.toThrow();
  const refused = (await written()).filter(({ type }) => type === 'connection-refused');
  expect(refused).toContainEqual(
    expect.objectContaining({ to: 'screens', code: 'other-build', actor: { kind: 'system' } }),
  );
  for (const { from } of refused)
    expect(from).toMatchObject({ kind: 'address', address: expect.stringMatching(/^127|::1/) });
});

test('SEC-116 who read the history, the schedule and the course of a visit is in it, never what was searched for', async () => {
  const { visitId, nurse } = visit;
  await nurse.request('history:list', { filter: { name: 'Byron' } });
  await nurse.request('schedule:day', { from: 0, before: 1 });
  await nurse.request('sheet:open', { visitId });
  await fetch(`http://localhost:${clinic.port}/api/visits/${visitId}/trend`, { headers: { cookie: nurse.cookie } });
  const reads = (await written()).filter(({ type }) => type === 'record-read');
  expect(reads).toEqual(
    expect.arrayContaining(
      [{ what: 'history' }, { what: 'schedule' }, { what: 'transfer-sheet', visitId }, { what: 'trend', visitId }].map(
        (read) => expect.objectContaining(read),
      ),
    ),
  );
  for (const event of reads) expect(event.actor).toMatchObject({ name: 'N. Okafor' });
  expect(JSON.stringify(reads)).not.toContain('Byron');
});

test('SEC-116 SEC-111 what HTTP refuses is a refusal, and no reading', async () => {
  const before = (await written()).length;
  const response = await fetch(`http://localhost:${clinic.port}/api/visits/${visit.visitId}/trend`);
  expect(response.status).toBe(401);
  const [refused, ...more] = (await written()).slice(before);
  expect(refused).toMatchObject({ type: 'act-refused', act: 'trend', code: 'signed-out', visitId: visit.visitId });
  expect(more).toEqual([]);
});

test('SEC-120 WS-190 an administrator reads the audit, and is in it; nobody else is shown anything of it', async () => {
  const lines = await listed({ kind: 'acts', visitId: visit.visitId });
  expect(lines.at(-1)).toMatchObject({
    who: 'N. Okafor',
    what: 'Visit opened',
    chair: 'Chair 1',
    visitId: visit.visitId,
  });
  expect(await listed({ kind: 'reads' })).toContainEqual(expect.objectContaining({ what: 'Read the audit' }));
  const answer = await visit.nurse.request('audit:list', { filter: {} });
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect((await csv('', visit.nurse)).status).toBe(403);
  expect((await fetch(`http://localhost:${clinic.port}/api/audit.csv`)).status).toBe(401);
});

test('WS-191 a filter that is not one is refused by the name of its field', async () => {
  const answer = await administrator.request('audit:list', { filter: { kind: 'all' } as never });
  expect(answer).toMatchObject({
    ok: false,
    refusal: { code: 'malformed', message: expect.stringContaining('filter.kind') },
  });
  const response = await csv('?kind=all', administrator);
  expect(response.status).toBe(400);
});

test('SEC-126 WS-192 the audit as a file: the same lines, kept nowhere, and the export is in the audit', async () => {
  const filter = { kind: 'acts' } as const;
  const lines = await listed(filter);
  const response = await csv('?kind=acts', administrator);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-type')).toContain('text/csv');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="vigil-audit-2026-03-02.csv"');
  const rows = (await response.text()).split('\r\n');
  expect(rows[0]).toContain('"Time (UTC)","Time of the clinic","Sort","Who","What"');
  expect(rows.slice(1, -1)).toHaveLength(lines.length);
  expect(rows.at(-2)).toContain(lines.at(-1)?.what);
  expect(await written()).toContainEqual(
    expect.objectContaining({ type: 'export-made', what: 'audit', rows: lines.length, whole: true }),
  );
  expect((await csv('', administrator, { method: 'HEAD' })).status).toBe(200);
  expect((await csv('', administrator, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
});
