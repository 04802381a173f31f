/** Who is called when no screen helps: pages about one alert, and the server's own bell. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isHeardAt } from '#core/alarm-signal/sounding.ts';
import { commandCall, webhookCall } from '../../server/calls/open-calls.ts';
import type { Call, Calls } from '../../server/clinic/calls.ts';
import { passBeating, SoundingPage } from '../support/sounding-page.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

type Told = Readonly<Record<string, unknown>>;
type Alert = { readonly alertId: string; readonly onsetAt: number } | undefined;

/** A pager that refuses as often as it is told. */
async function pager(refuses = 0) {
  const told: Told[] = [];
  const keys: unknown[] = [];
  const state = { refuses };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += String(part)));
    request.on('end', () => {
      response.statusCode = state.refuses-- > 0 ? 503 : 204;
      if (response.statusCode === 204) {
        told.push(JSON.parse(body) as Told);
        keys.push(request.headers['idempotency-key']);
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  // It tries again at once: the waits have a test of their own.
  return { told, keys, state, call: webhookCall(url, async () => undefined) };
}

const callsTo = (calls: Partial<Calls>): Calls => ({
  bell: [],
  pageUrl: (chairId, visitId) => `http://localhost:4400/phone/${chairId}?visit=${visitId}`,
  ...calls,
});

async function aClinic(calls: Calls, options: TestClinicOptions = {}): Promise<TestClinic> {
  const clinic = await startTestClinic({ watchesSound: true, calls, ...options });
  onTestFinished(() => clinic.close());
  return clinic;
}

/** A chair page that sounds and nobody at the station; SpO2 84 until it has gone on to the provider. */
async function escalated(clinic: TestClinic) {
  const { chairId, adapter, nurse, visitId } = await infusingByWire(clinic);
  const page = await SoundingPage.chair(nurse, chairId);
  const low = (ms: number) => passBeating(clinic, ms, [page], () => adapter.spo2(84));
  await low(18_000);
  const alert = clinic.clinic.board.view(chairId)?.alerts.find(({ kind }) => kind === 'spo2-low');
  return { chairId, visitId, nurse, adapter, page, low, alert };
}

/** Since when the open alert asks for an answer. */
const askedAt = ({ clinic }: TestClinic, alert: Alert): number | undefined =>
  Object.values(clinic.followed(clinic.board.views[0]?.visitId ?? '')?.state.alerts ?? {}).find(
    ({ alertId }) => alertId === alert?.alertId,
  )?.unansweredSince;

const kindsOn = ({ clinic }: TestClinic, chairId: string) => clinic.board.view(chairId)?.alerts.map(({ kind }) => kind);
const heard = (told: readonly Told[], count: number) => eventually(() => expect(told).toHaveLength(count));

describe('pages', () => {
  test('AL-128 AL-179 the provider is paged about the chair and never about a name; answered, it is called off', async () => {
    const { told, keys, call } = await pager();
    const clinic = await aClinic(callsTo({ provider: call }));
    const { chairId, visitId, nurse, low, alert } = await escalated(clinic);
    await heard(told, 1);
    expect(told[0]).toEqual({
      kind: 'alert',
      id: `${alert?.alertId}:provider:${askedAt(clinic, alert)}`,
      key: `${alert?.alertId}:provider:${askedAt(clinic, alert)}:alert`,
      alertId: alert?.alertId,
      to: 'provider',
      chair: 'Chair 1',
      priority: 'high',
      text: 'SpO₂ 84 < 90',
      onset: new Date(alert?.onsetAt ?? 0).toISOString(),
      url: `http://localhost:4400/phone/${chairId}?visit=${visitId}`,
    });
    expect(JSON.stringify(told[0])).not.toContain('Byron');
    await low(5_000);
    expect(told).toHaveLength(1);
    await nurse.give(visitId, { type: 'alert:acknowledge', alertId: alert?.alertId ?? '' });
    await low(1_000);
    await heard(told, 2);
    expect(told[1]).toMatchObject({ kind: 'over', id: told[0]?.['id'], key: `${String(told[0]?.['id'])}:over` });
    expect(keys).toEqual(told.map(({ key }) => key));
    await low(3_000);
    expect(told).toHaveLength(2);
    expect(clinic.clinic.health.calls.pages).toBe('ok');
  });
  test('AL-179 asked again after it was answered and got worse, the page has another id and its call-off the same', async () => {
    const { told, call } = await pager();
    const clinic = await aClinic(callsTo({ provider: call }));
    const { visitId, nurse, adapter, page, alert } = await escalated(clinic);
    await heard(told, 1);
    const alertId = alert?.alertId ?? '';
    await nurse.give(visitId, { type: 'alert:acknowledge', alertId });
    await passBeating(clinic, 1_000, [page], () => adapter.spo2(84));
    await heard(told, 2);
    await passBeating(clinic, 20_000, [page], () => adapter.spo2(76));
    await heard(told, 3);
    expect(told[2]).toMatchObject({ kind: 'alert', alertId });
    expect(told[2]?.['id']).not.toBe(told[0]?.['id']);
    await nurse.give(visitId, { type: 'alert:acknowledge', alertId });
    await passBeating(clinic, 1_000, [page], () => adapter.spo2(76));
    await heard(told, 4);
    expect(told[3]).toMatchObject({ kind: 'over', id: told[2]?.['id'] });
    expect(new Set(told.map(({ key }) => key)).size).toBe(4);
  });
  test('AL-178 acknowledged on a phone: who and where is told at the chair, which goes on sounding, and the page is called off', async () => {
    const { told, call } = await pager();
    const clinic = await aClinic(callsTo({ provider: call }));
    const { chairId, visitId, nurse, low, alert } = await escalated(clinic);
    await heard(told, 1);
    const alertId = alert?.alertId ?? '';
    const doctor = await (await clinic.screen()).choose('provider');
    await doctor.watch(chairId);
    const from = { visitId, from: 'phone' } as const;
    const done = await doctor.request('visit:command', {
      ...from,
      commandId: 'c-1',
      command: { type: 'alert:acknowledge', alertId },
    });
    expect(done.ok).toBe(true);
    await nurse.until((screen) => screen.view(chairId).alerts[0]?.acknowledged !== undefined);
    const [open] = nurse.view(chairId).alerts;
    expect(open?.acknowledged).toMatchObject({ byName: 'Dr. Ruiz', place: 'phone' });
    expect(open && isHeardAt('chair', open, clinic.clock.now())).toBe(true);
    await low(1_000);
    await heard(told, 2);
    expect(told[1]).toMatchObject({ kind: 'over' });
    await nurse.give(visitId, { type: 'alert:acknowledge', alertId });
  });
  test('AL-128 the second person after 2 min, each by a webhook of their own', async () => {
    const [first, second] = [await pager(), await pager()];
    const clinic = await aClinic(callsTo({ provider: first.call, secondPerson: second.call }));
    const { low } = await escalated(clinic);
    expect(second.told).toEqual([]);
    await low(110_000);
    await heard(second.told, 1);
    expect(first.told).toHaveLength(1);
    expect(second.told[0]).toMatchObject({ kind: 'alert', to: 'second-person' });
  });
  test('AL-129 one refusal is tried again and no news', async () => {
    const { told, call } = await pager(1);
    const clinic = await aClinic(callsTo({ provider: call }));
    const { chairId, low } = await escalated(clinic);
    await heard(told, 1);
    await low(1_000);
    expect(kindsOn(clinic, chairId)).not.toContain('page-failed');
  });
  test('AL-129 a webhook that does not take it is an alert on the visit and in the health report, until it does', async () => {
    const { told, state, call } = await pager(6);
    const clinic = await aClinic(callsTo({ provider: call }));
    const { chairId, low } = await escalated(clinic);
    await eventually(() => expect(state.refuses).toBeLessThanOrEqual(0));
    await eventually(() => expect(clinic.clinic.health.calls.pages).toBe('failing'));
    await low(1_000);
    expect(clinic.clinic.board.view(chairId)?.alerts.find(({ kind }) => kind === 'page-failed')).toMatchObject({
      priority: 'medium',
      detail: 'The webhook was not reached: it answered 503.',
    });
    const health = (await (await fetch(`${clinic.url}/healthz`)).json()) as Told;
    expect(health['calls']).toMatchObject({ pages: 'failing' });
    // All six tries were refused: it is called again after a minute.
    await low(61_000);
    await heard(told, 1);
    await low(2_000);
    expect(kindsOn(clinic, chairId)).not.toContain('page-failed');
    expect(clinic.clinic.health.calls.pages).toBe('ok');
  });
  test('AL-198 a page that is refused for good is told at once, though it was tried only once', async () => {
    let tries = 0;
    const refused: Call = async (_, onFailed) => {
      tries += 1;
      onFailed('The webhook was not reached: it answered 404.');
      return false;
    };
    const clinic = await aClinic(callsTo({ provider: refused }));
    const { chairId, low } = await escalated(clinic);
    await low(3_000);
    expect(tries).toBe(1);
    expect(kindsOn(clinic, chairId)).toContain('page-failed');
    expect(clinic.clinic.health.calls.pages).toBe('failing');
  });
  test('AL-130 a page that was taken is not sent again after a restart; one that was not is, under the same id', async () => {
    const [first, second] = [await pager(), await pager(1_000)];
    const calls = callsTo({ provider: first.call, secondPerson: second.call });
    const before = await startTestClinic({ watchesSound: true, calls });
    const { low, alert } = await escalated(before);
    await low(110_000);
    await heard(first.told, 1);
    await before.close({ keep: true });
    second.state.refuses = 0;
    const clinic = await aClinic(calls, { folder: before.folder, clock: before.clock });
    await clinic.pass(2_000);
    await heard(second.told, 1);
    expect(second.told[0]).toMatchObject({ kind: 'alert', alertId: alert?.alertId });
    expect(second.told[0]?.['id']).toBe(String(first.told[0]?.['id']).replace('provider', 'second-person'));
    await clinic.pass(2_000);
    expect(first.told.filter(({ alertId }) => alertId === alert?.alertId)).toHaveLength(1);
  });
  test('AL-128 without a webhook nobody is paged, and the health report says so', async () => {
    const clinic = await aClinic(callsTo({}));
    const { chairId } = await escalated(clinic);
    expect(clinic.clinic.health.calls).toEqual({ pages: 'none', bell: 'none' });
    expect(kindsOn(clinic, chairId)).not.toContain('page-failed');
  });
});

describe('in doubt whose the clinic is', () => {
  test('AL-246 a page that is due waits and is no failure; it leaves as soon as the clinic is surely this server’s', async () => {
    const { told, call } = await pager();
    let isOurs = false;
    const clinic = await aClinic(callsTo({ provider: call, mayPage: () => isOurs }));
    const { chairId, low } = await escalated(clinic);
    await low(5_000);
    expect(told).toEqual([]);
    expect(kindsOn(clinic, chairId)).not.toContain('page-failed');
    expect(clinic.clinic.health.calls.pages).toBe('ok');
    isOurs = true;
    await low(1_000);
    await heard(told, 1);
    await low(3_000);
    expect(told).toHaveLength(1);
  });
});

describe('the bell', () => {
  test('ND-27 told that it is over by a server that gives the clinic to another: no one else would', async () => {
    const { told, call } = await pager();
    const clinic = await aClinic(callsTo({ bell: [call] }));
    const { adapter } = await infusingByWire(clinic);
    await clinic.clinic.handOver();
    expect(told).toEqual([]);
    await clinic.pass(12_000, () => adapter.spo2(98));
    await heard(told, 1);
    await clinic.clinic.handOver();
    expect(told).toMatchObject([{ kind: 'bell' }, { kind: 'bell-over', since: told[0]?.['since'] }]);
  });
  test('AL-133 rung while nobody can hear, again each minute, and told when it is over', async () => {
    const { told, call } = await pager();
    const clinic = await aClinic(callsTo({ bell: [call] }));
    const { chairId, adapter, nurse } = await infusingByWire(clinic);
    await clinic.pass(9_000, () => adapter.spo2(98));
    expect(told).toEqual([]);
    await clinic.pass(3_000, () => adapter.spo2(98));
    await heard(told, 1);
    expect(told[0]).toMatchObject({ kind: 'bell', chairs: ['Chair 1'], repeat: false });
    expect(clinic.clinic.health.calls.bell).toBe('ringing');
    await clinic.pass(60_000, () => adapter.spo2(98));
    await heard(told, 2);
    expect(told[1]).toMatchObject({ kind: 'bell', repeat: true });
    const page = await SoundingPage.chair(nurse, chairId);
    await passBeating(clinic, 6_000, [page], () => adapter.spo2(98));
    await heard(told, 3);
    expect(told[2]).toMatchObject({ kind: 'bell-over' });
    expect(clinic.clinic.health.calls.bell).toBe('ok');
  });
  test('AL-133 somebody who has answered every alert needs no bell', async () => {
    const { told, call } = await pager();
    const clinic = await aClinic(callsTo({ bell: [call] }));
    const { chairId, visitId, adapter, nurse } = await infusingByWire(clinic);
    await clinic.pass(12_000, () => adapter.spo2(98));
    await heard(told, 1);
    const alertId = clinic.clinic.board.view(chairId)?.alerts[0]?.alertId ?? '';
    await nurse.give(visitId, { type: 'alert:acknowledge', alertId });
    await clinic.pass(1_000, () => adapter.spo2(98));
    await heard(told, 2);
    expect(told[1]).toMatchObject({ kind: 'bell-over' });
    await clinic.pass(61_000, () => adapter.spo2(98));
    expect(told).toHaveLength(2);
  });
  test('AL-133 a bell that is not heard is an alert and in the health report', async () => {
    const clinic = await aClinic(callsTo({ bell: [commandCall('exit 3')] }));
    const { chairId, adapter } = await infusingByWire(clinic);
    await clinic.pass(12_000, () => adapter.spo2(98));
    await eventually(() => expect(clinic.clinic.health.calls.bell).toBe('failing'));
    await clinic.pass(1_000, () => adapter.spo2(98));
    expect(clinic.clinic.board.view(chairId)?.alerts.find(({ kind }) => kind === 'page-failed')?.detail).toBe(
      'The bell’s command ended with 3.',
    );
  });
  test('AL-133 the command is told why, in its environment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vigil-bell-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'rung');
    const call = commandCall(`printf %s "$VIGIL_REASON" > "${file}"`);
    expect(await call({ kind: 'bell', reason: 'No screen can sound' }, () => undefined)).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('No screen can sound');
    expect(await call({ kind: 'bell-over' }, () => undefined)).toBe(true);
  });
});

describe('in the set-up', () => {
  test('AL-208 a high alert that nobody can hear rings the bell, and a webhook that fails is an alert there too', async () => {
    const [provider, bell] = [await pager(1_000), await pager()];
    const clinic = await aClinic(callsTo({ provider: provider.call, bell: [bell.call] }));
    const { chairId, adapter } = await openByWire(clinic);
    await passBeating(clinic, 30_000, [], () => adapter.spo2(98));
    expect(kindsOn(clinic, chairId)).toEqual([]);
    await passBeating(clinic, 18_000, [], () => adapter.spo2(80));
    expect(kindsOn(clinic, chairId)).toContain('nobody-listening');
    await heard(bell.told, 1);
    await eventually(() => expect(clinic.clinic.health.calls.pages).toBe('failing'));
    await passBeating(clinic, 1_000, [], () => adapter.spo2(80));
    expect(kindsOn(clinic, chairId)).toContain('page-failed');
    await passBeating(clinic, 60_000, [], () => adapter.spo2(98));
    expect(kindsOn(clinic, chairId)).toEqual([]);
    await heard(bell.told, 2);
    expect(bell.told[1]).toMatchObject({ kind: 'bell-over' });
  });
  test('AL-208 who sounds is kept up to date from then on: the watch begins with what is true, and a calm set-up records nothing', async () => {
    const clinic = await aClinic(callsTo({}));
    const soundsOf = async (visitId: string) => {
      await clinic.clinic.drained();
      const events = await clinic.journal.read({ kind: 'visit', id: visitId });
      return events.flatMap((event) => (event.type === 'sound-changed' ? [event.who] : []));
    };
    const visit = await openByWire(clinic);
    const { visitId, chairId, nurse, adapter } = visit;
    await passBeating(clinic, 20_000, [], () => adapter.spo2(98));
    expect(await soundsOf(visitId)).toEqual([]);
    await passBeating(clinic, 5_000, [], () => adapter.spo2(80));
    expect(await soundsOf(visitId)).toEqual(['nobody']);
    await passBeating(clinic, 30_000, [], () => adapter.spo2(98));
    const page = await SoundingPage.chair(nurse, chairId);
    await passBeating(clinic, 2_000, [page], () => adapter.spo2(98));
    expect(await soundsOf(visitId)).toEqual(['nobody', 'chair']);
  });
});
