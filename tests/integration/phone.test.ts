/** A provider's phone over the wire: what it may do, how it counts, and how its link finds the visit again. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { SoundingPage, passBeating, soundOf } from '../support/sounding-page.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, makeReadyByWire, openByWire } from '../support/visit-by-wire.ts';

async function aClinic(): Promise<TestClinic> {
  const clinic = await startTestClinic({ watchesSound: true });
  onTestFinished(() => clinic.close());
  return clinic;
}
let ids = 0;
const fromPhone = (screen: TestScreen, visitId: string, command: Parameters<TestScreen['command']>[1]) =>
  screen.request('visit:command', { commandId: `phone-${(ids += 1)}`, visitId, command, from: 'phone' });

describe('what is given from a phone', () => {
  test('WS-135 counts as given there, and from a station also before its tiles were asked for', async () => {
    const clinic = await aClinic();
    const { chairId, visitId, adapter, nurse } = await infusingByWire(clinic);
    const page = await SoundingPage.chair(nurse, chairId);
    await passBeating(clinic, 3_000, [page], () => adapter.spo2(84));
    await clinic.pass(15_000, () => adapter.spo2(84));
    const alertId = clinic.clinic.board.view(chairId)?.alerts.find(({ kind }) => kind === 'spo2-low')?.alertId ?? '';
    const place = () =>
      clinic.clinic.board.view(chairId)?.alerts.find((alert) => alert.alertId === alertId)?.acknowledged?.place;
    const acknowledge = { type: 'alert:acknowledge', alertId } as const;
    // A socket that is new: the command comes first, as after a lost connection.
    const station = await (await clinic.screen()).choose('nurse', 'S. Lee');
    await station.request('visit:command', { commandId: 'again', visitId, command: acknowledge, from: 'station' });
    expect(place()).toBe('station');
    expect(await fromPhone(await (await clinic.screen()).choose('provider'), visitId, acknowledge)).toMatchObject({
      ok: false,
      refusal: { code: 'conflict', message: expect.stringContaining('S. Lee') as string },
    });
    await nurse.give(visitId, acknowledge);
    expect(place()).toBe('chair');
  });

  test('PH-19 a hold is approved by a provider; a nurse and a phone nobody is named at are refused in words', async () => {
    const clinic = await aClinic();
    const visit = await openByWire(clinic);
    await makeReadyByWire(clinic, visit);
    await clinic.pass(1_000);
    await visit.adapter.bp(164, 98);
    const approve = { type: 'hold:approve', reason: 'known hypertension' } as const;
    const phone = await clinic.screen();
    await phone.watch(visit.chairId);
    await phone.until((screen) => screen.view(visit.chairId).readiness?.gate === 'hold');
    expect(await fromPhone(phone, visit.visitId, approve)).toMatchObject({ refusal: { code: 'not-allowed' } });
    await phone.choose('nurse');
    expect(await fromPhone(phone, visit.visitId, approve)).toMatchObject({ refusal: { code: 'needs-provider' } });
    await phone.choose('provider');
    expect((await fromPhone(phone, visit.visitId, approve)).ok).toBe(true);
    await phone.until((screen) => screen.view(visit.chairId).readiness?.gate === 'approved');
  });
});

test('WS-136 where a visit is: its chair, also after a move, and none once it is over or unknown', async () => {
  const clinic = await aClinic();
  const { visitId, nurse } = await openByWire(clinic);
  const phone = await (await clinic.screen()).choose('provider');
  const where = async (id: string) => {
    const answer = await phone.request('visit:where', { visitId: id });
    return answer.ok && answer.data.chairId;
  };
  expect(await where(visitId)).toBe(clinic.chair(1).chairId);
  await nurse.give(visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  expect(await where(visitId)).toBe(clinic.chair(2).chairId);
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'did not feel well' });
  expect(await where(visitId)).toBeNull();
  expect(await where('no-such-visit')).toBeNull();
});

test('WS-137 a phone that watches a chair is nobody who hears it', async () => {
  const clinic = await aClinic();
  const { chairId, adapter } = await infusingByWire(clinic);
  const phone = await (await clinic.screen()).choose('provider');
  await phone.watch(chairId);
  await clinic.pass(11_000, () => adapter.spo2(98));
  expect(soundOf(clinic, chairId)).toBe('nobody absent absent');
  expect(clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind)).toContain('nobody-listening');
});

test('AL-177 the low battery of a device of the chair stands in what the start needs, until it is charged', async () => {
  const clinic = await aClinic();
  const visit = await openByWire(clinic);
  await makeReadyByWire(clinic, visit);
  const readiness = () => clinic.clinic.board.view(visit.chairId)?.readiness;
  expect(readiness()?.warnings).toEqual([]);
  await visit.adapter.request('device:status', { deviceId: 'ox-1', batteryPct: 12 });
  await visit.nurse.until((screen) => screen.view(visit.chairId).readiness?.warnings.length === 1);
  expect(visit.nurse.view(visit.chairId).readiness).toMatchObject({
    missing: [],
    warnings: [expect.stringMatching(/is low, 12 %: charge it or take another one before the start\.$/)],
  });
  await visit.adapter.request('device:status', { deviceId: 'ox-1', batteryPct: 70 });
  await visit.nurse.until((screen) => screen.view(visit.chairId).readiness?.warnings.length === 0);
  await visit.adapter.request('device:status', { deviceId: 'ox-1', batteryPct: 12 });
  await visit.nurse.give(visit.visitId, { type: 'infusion:start', minutesAgo: 0 });
});
