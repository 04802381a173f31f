/** Lines between station and chair, calls for a provider, and two stations that show the same. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TileView } from '#core/view.ts';
import type { Calls } from '../../server/clinic/calls.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

async function aClinic(calls?: Calls): Promise<TestClinic> {
  const clinic = await startTestClinic({ ...(calls && { calls }) });
  onTestFinished(() => clinic.close());
  return clinic;
}
let ids = 0;
const give = (
  screen: TestScreen,
  visitId: string,
  command: Parameters<TestScreen['command']>[1],
  from?: 'station' | 'phone',
  commandId = `mc-${(ids += 1)}`,
) => screen.request('visit:command', { commandId, visitId, command, ...(from && { from }) });
const send = (text: string) => ({ type: 'message:send', text }) as const;

describe('a line', () => {
  test('WS-155 goes from the station to the chair, and its reading back to the station, tile and all', async () => {
    const clinic = await aClinic();
    const { chairId, visitId, nurse } = await openByWire(clinic);
    const station = await (await clinic.screen()).choose('provider');
    await station.watch(chairId);
    const tile = () => clinic.clinic.board.view(chairId);
    expect((await give(station, visitId, send('BP now, please'), 'station')).ok).toBe(true);
    await nurse.until((screen) => screen.view(chairId).unread.length === 1);
    const [line] = nurse.view(chairId).messages;
    expect(line).toMatchObject({ text: 'BP now, please', byName: 'Dr. Ruiz', from: 'station' });
    expect(tile()?.unread).toHaveLength(1);
    const messageId = line?.messageId ?? '';
    expect(await give(station, visitId, { type: 'message:read', messageId }, 'station')).toMatchObject({ ok: false });
    await nurse.give(visitId, { type: 'message:read', messageId });
    await station.until((screen) => screen.view(chairId).messages[0]?.read !== undefined);
    expect(station.view(chairId).messages[0]?.read?.byName).toBe(nurse.view(chairId).messages[0]?.read?.byName);
    expect(tile()?.unread).toEqual([]);
  });
  test('WS-156 too long, empty, of two lines or with something else in it is malformed; nobody named is refused', async () => {
    const clinic = await aClinic();
    const { visitId, nurse } = await openByWire(clinic);
    for (const text of ['', '   ', 'x'.repeat(201), 'a\nb'])
      expect(await give(nurse, visitId, send(text), 'station'), text).toMatchObject({
        ok: false,
        refusal: { code: 'malformed' },
      });
    const odd = { ...send('x'), to: 'chair-2' };
    expect(await give(nurse, visitId, odd, 'station')).toMatchObject({ refusal: { code: 'malformed' } });
    expect(await give(await clinic.screen(), visitId, send('hello'), 'station')).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
  });
  test('WS-158 and a call, sent again after a lost answer, are there once', async () => {
    const clinic = await aClinic();
    const { chairId, visitId, nurse } = await openByWire(clinic);
    for (let again = 0; again < 2; again += 1) {
      expect((await give(nurse, visitId, send('once'), 'station', 'same-1')).ok).toBe(true);
      expect((await give(nurse, visitId, { type: 'provider:call' }, undefined, 'same-2')).ok).toBe(true);
    }
    await nurse.until((screen) => screen.view(chairId).calls.length > 0);
    expect([nurse.view(chairId).messages, nurse.view(chairId).calls].map(({ length }) => length)).toEqual([1, 1]);
  });
});

test('AL-213 a call is told to the pager at once, without a name of the patient, and called off by the answer', async () => {
  const told: Readonly<Record<string, unknown>>[] = [];
  const clinic = await aClinic({
    bell: [],
    pageUrl: (chairId, visitId) => `http://clinic/phone/${chairId}?visit=${visitId}`,
    provider: (body) => {
      told.push(body as Readonly<Record<string, unknown>>);
      return Promise.resolve(true);
    },
  });
  const { chairId, visitId, nurse } = await openByWire(clinic);
  await nurse.give(visitId, { type: 'provider:call' });
  await clinic.pass(1_000);
  await eventually(() => expect(told).toHaveLength(1));
  const callId = nurse.view(chairId).providerCall?.callId;
  expect(told[0]).toMatchObject({
    ...{ kind: 'alert', alertId: callId, to: 'provider', chair: 'Chair 1', priority: 'high' },
    ...{ text: 'Provider called to this chair', url: `http://clinic/phone/${chairId}?visit=${visitId}` },
  });
  expect(JSON.stringify(told[0])).not.toContain('Byron');
  await nurse.until((screen) => screen.view(chairId).providerCall?.paged === true);
  const phone = await (await clinic.screen()).choose('provider');
  expect((await give(phone, visitId, { type: 'provider:answer' }, 'phone')).ok).toBe(true);
  await nurse.until((screen) => screen.view(chairId).providerCall?.answered?.place === 'phone');
  await clinic.pass(1_000);
  await eventually(() => expect(told).toHaveLength(2));
  expect(told[1]).toMatchObject({ kind: 'over', id: told[0]?.['id'], alertId: callId });
});

test('AL-214 a call whose page nobody takes is said on the visit as a page that failed', async () => {
  const clinic = await aClinic({
    bell: [],
    pageUrl: () => 'http://clinic',
    provider: (_body, onFailed) => {
      onFailed('The pager answered 503.');
      return Promise.resolve(false);
    },
  });
  const { chairId, visitId, nurse, adapter } = await infusingByWire(clinic);
  await nurse.give(visitId, { type: 'provider:call' });
  await clinic.pass(2_000, () => adapter.spo2(97));
  await nurse.until((screen) => screen.view(chairId).alerts.some(({ kind }) => kind === 'page-failed'));
  expect(nurse.view(chairId).providerCall?.paged).toBe(false);
});

test('AL-230 unanswered for 2 min it goes on to the second person, once, with no name; the answer calls both off', async () => {
  const told: Readonly<Record<string, unknown>>[] = [];
  const take = (body: object) => {
    told.push(body as Readonly<Record<string, unknown>>);
    return Promise.resolve(true);
  };
  const clinic = await aClinic({ bell: [], pageUrl: () => 'http://clinic', provider: take, secondPerson: take });
  const { chairId, visitId, nurse } = await openByWire(clinic);
  await nurse.give(visitId, { type: 'provider:call' });
  await clinic.pass(110_000);
  expect(told.map(({ to }) => to)).toEqual(['provider']);
  await clinic.pass(15_000);
  await eventually(() => expect(told).toHaveLength(2));
  expect(told[1]).toMatchObject({
    kind: 'alert',
    to: 'second-person',
    text: 'Provider called to this chair, nobody has answered',
  });
  expect(JSON.stringify(told[1])).not.toContain('Byron');
  await nurse.until((screen) => screen.view(chairId).providerCall?.secondPerson?.paged === true);
  await clinic.pass(10_000);
  const phone = await (await clinic.screen()).choose('provider');
  expect((await give(phone, visitId, { type: 'provider:answer' }, 'phone')).ok).toBe(true);
  await clinic.pass(1_000);
  await eventually(() => expect(told).toHaveLength(4));
  expect(told.slice(2).map(({ kind, to }) => `${kind} ${to}`)).toEqual(['over provider', 'over second-person']);
});

test('AL-231 a call of the set-up whose page nobody takes is an alert there too, until somebody answers', async () => {
  const clinic = await aClinic({
    bell: [],
    pageUrl: () => 'http://clinic',
    provider: (_body, onFailed) => {
      onFailed('The pager answered 503.');
      return Promise.resolve(false);
    },
  });
  const { chairId, visitId, nurse } = await openByWire(clinic);
  const isSaid = () => nurse.view(chairId).alerts.some(({ kind }) => kind === 'page-failed');
  await nurse.give(visitId, { type: 'provider:call' });
  await clinic.pass(1_000);
  await eventually(() => expect(clinic.clinic.health.calls.pages).toBe('failing'));
  await clinic.pass(1_000);
  await nurse.until(isSaid);
  await clinic.pass(5_000);
  expect(isSaid()).toBe(true);
  const phone = await (await clinic.screen()).choose('provider');
  expect((await give(phone, visitId, { type: 'provider:answer' }, 'phone')).ok).toBe(true);
  await clinic.pass(1_000);
  await nurse.until(() => !isSaid());
});

test('WS-159 what is seen, written and answered at one station shows at the other', async () => {
  const clinic = await aClinic();
  const { chairId, visitId, adapter, nurse } = await infusingByWire(clinic);
  const stations = [await clinic.screen(), await clinic.screen()] as const;
  await stations[0].choose('provider', 'E. Lindqvist');
  await stations[1].choose('provider', 'M. Osei');
  for (const station of stations) await station.watchStation();
  const both = (holds: (tile: TileView) => boolean) =>
    Promise.all(
      stations.map((station) =>
        station.until((screen) => {
          const tile = screen.tiles.get(chairId)?.view;
          return tile !== undefined && holds(tile);
        }),
      ),
    );
  await clinic.pass(20_000, () => adapter.spo2(84));
  await both((tile) => tile.alerts.some(({ kind }) => kind === 'spo2-low'));
  const alertId = stations[0].tiles.get(chairId)?.view?.alerts[0]?.alertId ?? '';
  await give(stations[0], visitId, { type: 'alert:acknowledge', alertId }, 'station');
  await both((tile) => tile.alerts[0]?.acknowledged?.byName === 'E. Lindqvist');
  await give(stations[1], visitId, send('On my way'), 'station');
  await both((tile) => tile.unread[0]?.byName === 'M. Osei');
  await nurse.give(visitId, { type: 'provider:call' });
  await both((tile) => tile.providerCall !== null && !tile.providerCall.answered);
  await give(stations[1], visitId, { type: 'provider:answer' }, 'station');
  await both((tile) => tile.providerCall?.answered?.byName === 'M. Osei');
});
