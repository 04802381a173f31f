/** The weeks of the quality page over a real socket and real HTTP: to whom, of what, and as the same numbers. */
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { endedVisit, esketamineVisit } from '../fixtures/ended-visit.ts';
import type { Browser } from '../support/browser.ts';
import { csvRecords } from '../support/read-csv.ts';
import { PIN, startStaffedClinic } from '../support/staffed-clinic.ts';
import type { StaffedClinic } from '../support/staffed-clinic.ts';
import { startTestClinic } from '../support/test-clinic.ts';

const other = esketamineVisit().map((event) =>
  event.type === 'visit-opened' ? { ...event, visitId: 'visit-2' } : event,
);
const opened = endedVisit()[0]?.at ?? 0;

/** For a list in the making, on a busy machine. */
const WAITS = { timeout: 20_000, interval: 100 };

let clinic: StaffedClinic;
let nurse: Browser;
beforeAll(async () => {
  clinic = await startStaffedClinic();
  clinic.journal.append({ kind: 'visit', id: 'visit-1' }, endedVisit());
  await clinic.journal.append({ kind: 'visit', id: 'visit-2' }, other).durable;
  nurse = await clinic.enrolled(1);
  await clinic.choose('Kim Marsh', { pin: PIN }, nurse);
  // The list is made in steps; until it is whole there is no file.
  await vi.waitFor(async () => expect((await nurse.ask('GET', '/api/quality.csv')).status).toBe(200), WAITS);
});
afterAll(() => clinic.close());

test('REC-119 the file has the weeks of what was asked for, and no patient', async () => {
  const answer = await nurse.ask('GET', '/api/quality.csv');
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.headers['content-disposition']).toBe('attachment; filename="vigil-quality.csv"');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.text).not.toMatch(/patient|visit-1|Okafor/u);
  const [week, all] = csvRecords(answer.text.slice(1));
  expect(week).toMatchObject({
    'Week of (Monday)': '2026-03-02',
    Visits: '2',
    'Medium alerts': '4',
    'Peaks from 160/100': '1',
  });
  expect(all).toMatchObject({ 'Week of (Monday)': 'All', Visits: '2', 'Share in time, %': '100' });
  const visits = async (query: string): Promise<string | undefined> =>
    csvRecords((await nurse.ask('GET', `/api/quality.csv?${query}`)).text.slice(1)).at(-1)?.['Visits'];
  expect(await visits('protocolId=esketamine-120')).toBe('1');
  expect(await visits(`before=${opened}`)).toBe('0');
  expect(await visits(`from=${opened}`)).toBe('2');
  expect(await nurse.ask('HEAD', '/api/quality.csv')).toMatchObject({ status: 200, text: '' });
});

test('REC-119 whoever is signed in may have it, an administrator too; nobody else, and no other site', async () => {
  expect((await clinic.administrator.ask('GET', '/api/quality.csv')).status).toBe(200);
  const stranger = clinic.browser();
  await stranger.page();
  expect((await stranger.ask('GET', '/api/quality.csv')).status).toBe(401);
  expect((await nurse.ask('GET', '/api/quality.csv?from=yesterday')).status).toBe(400);
});

test('WS-205 the weeks come over the socket, to a named person alone', async () => {
  const at = await startTestClinic({});
  onTestFinished(() => at.close());
  at.journal.append({ kind: 'visit', id: 'visit-1' }, endedVisit());
  await at.journal.append({ kind: 'visit', id: 'visit-2' }, other).durable;
  const screen = await at.screen();
  expect(await screen.request('quality:weeks', {})).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  const administrator = await screen.choose('administrator');
  const ask = () => administrator.request('quality:weeks', { protocolId: 'iv-ketamine-40' });
  await vi.waitFor(async () => expect(await ask()).toMatchObject({ data: { unlisted: 0 } }), WAITS);
  const answer = await ask();
  expect(answer).toMatchObject({
    ok: true,
    data: {
      weeks: [{ monday: '2026-03-02', visits: 1, alerts: { medium: 4 }, answers: { inTime: 3, over: 1 } }],
      total: { visits: 1 },
      protocolIds: ['esketamine-120', 'iv-ketamine-40'],
      unlisted: 0,
    },
  });
  expect(JSON.stringify(answer)).not.toMatch(/patient|visit-1/u);
});
