import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { SiteCommand } from '#core/site-state.ts';
import type { DeviceReading, DeviceOfSite } from '#protocol/screen-events.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';

async function clinicWith(options: TestClinicOptions = {}): Promise<TestClinic> {
  const clinic = await startTestClinic(options);
  onTestFinished(() => clinic.close());
  return clinic;
}

/** Throws when refused. */
async function site(screen: TestScreen, ...commands: readonly SiteCommand[]): Promise<void> {
  for (const command of commands) {
    const answer = await screen.request('site:command', { commandId: randomUUID(), command });
    if (!answer.ok) throw new Error(`${command.type}: ${answer.refusal.message}`);
  }
}

/** Of any device, as this adapter sends it. */
const wireOf = (adapter: TestAdapter, deviceId: string, measuredAt: number, spo2Pct: number): WireReading => ({
  ...adapter.wire({ kind: 'oximetry', measuredAt, quality: 'good', causes: [], spo2Pct, pulseBpm: 70 }),
  deviceId,
});

type Recorded = Extract<VisitEvent, { type: 'reading-recorded' }>;
async function recorded(
  clinic: TestClinic,
  visitId: string,
): Promise<readonly (readonly [string, number | undefined])[]> {
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  return events
    .filter((event): event is Recorded => event.type === 'reading-recorded' && event.reading.kind === 'oximetry')
    .map(({ source, reading }) => [source.deviceId, reading.kind === 'oximetry' ? reading.spo2Pct : undefined]);
}
const spo2Of = (clinic: TestClinic, chairId: string) => clinic.clinic.board.view(chairId)?.spo2;
const deviceOf = (clinic: TestClinic, deviceId: string): DeviceOfSite | undefined =>
  clinic.clinic.siteView.devices.find((device) => device.deviceId === deviceId);
const told = (answer: { status: string; refusal?: { message: string } }) => answer.refusal?.message ?? answer.status;

const SPARE = {
  type: 'device:register',
  deviceId: 'ox-9',
  model: 'nonin-df2',
  label: 'Spare',
  emulated: false,
} as const;

describe('a device that changes hands', () => {
  test('PH-90 PH-92 SEC-30 a nurse swaps a dead oximeter in the middle of a visit: old at once, then the new one', async () => {
    const clinic = await clinicWith();
    const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
    await clinic.pass(2_000, () => adapter.spo2(97));
    await adapter.announce([...adapter.devices, { deviceId: 'ox-9', model: 'nonin-df2', emulated: false }]);
    const straggler = wireOf(adapter, 'ox-1', clinic.clock.now(), 60);
    await clinic.pass(1_000);
    await site(nurse, SPARE, { type: 'device:move', deviceId: 'ox-9', chairId, insteadOf: 'ox-1' });
    await nurse.until((screen) => screen.view(chairId).spo2.status === 'stale');
    expect(nurse.view(chairId).spo2).toMatchObject({ reason: 'device changed', value: 97 });
    expect(nurse.view(chairId).devices.find(({ kind }) => kind === 'oximeter')?.label).toBe('Spare');

    const after = wireOf(adapter, 'ox-1', clinic.clock.now(), 61);
    const [late, gone] = await adapter.send([straggler, after]);
    expect(late?.status).toBe('stored');
    expect(gone && told(gone)).toMatch(/^Device "ox-1" was on no chair/);
    expect(spo2Of(clinic, chairId)?.status).toBe('stale');
    await adapter.send([wireOf(adapter, 'ox-9', clinic.clock.now(), 95)]);
    expect(spo2Of(clinic, chairId)).toMatchObject({ status: 'live', value: 95 });
    expect((await recorded(clinic, visitId)).slice(-2)).toEqual([
      ['ox-1', 60],
      ['ox-9', 95],
    ]);
    const changed = (await clinic.journal.read({ kind: 'visit', id: visitId })).findLast(
      ({ type }) => type === 'device-changed',
    );
    expect(changed).toMatchObject({ kind: 'oximeter', deviceId: 'ox-9', actor: { kind: 'staff', role: 'nurse' } });
    expect(nurse.view(chairId).setUp).toMatchObject({ cuffArm: 'right' });
    expect(nurse.view(chairId).setUp).not.toHaveProperty('oximeterHand');
  });

  test('WS-32 PH-92 between two running visits a reading goes to the one its device fed when it was measured, to the millisecond', async () => {
    const clinic = await clinicWith();
    const { visitId: first, chairId: here, nurse, adapter } = await infusingByWire(clinic, 1);
    const { visitId: second, chairId: there, adapter: other } = await infusingByWire(clinic, 2);
    await clinic.pass(1_000, () => Promise.all([adapter.spo2(97), other.spo2(96)]));
    const before = wireOf(adapter, 'ox-1', clinic.clock.now(), 71);
    await clinic.pass(500);
    const movedAt = clinic.clock.now();
    await site(nurse, { type: 'device:move', deviceId: 'ox-1', chairId: there, insteadOf: 'ox-2' });
    const atOnce = wireOf(adapter, 'ox-1', movedAt, 72);
    clinic.clock.advance(1);
    const afterwards = wireOf(adapter, 'ox-1', movedAt + 1, 73);
    const foreign = wireOf(other, 'ox-2', movedAt, 74);
    expect((await adapter.send([before, atOnce, afterwards])).map(({ status }) => status)).toEqual(
      Array(3).fill('stored'),
    );
    expect((await other.send([foreign])).map(({ status }) => status)).toEqual(['refused']);
    expect((await recorded(clinic, first)).at(-1)).toEqual(['ox-1', 71]);
    expect((await recorded(clinic, second)).slice(-2)).toEqual([
      ['ox-1', 72],
      ['ox-1', 73],
    ]);
    expect(spo2Of(clinic, here)).toMatchObject({ status: 'stale', value: 97, reason: 'device changed' });
    expect(spo2Of(clinic, there)).toMatchObject({ status: 'live', value: 73 });
    expect((await clinic.journal.read({ kind: 'visit', id: first })).at(-1)?.type).not.toBe('alert-ended');
  });

  test('PH-22 the proof of fit counts for the oximeter that was seen, not for one that took its place', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const { chairId } = clinic.chair(1);
    await adapter.announce([...adapter.devices, { deviceId: 'ox-9', model: 'nonin-df2', emulated: false }]);
    const nurse = await (await clinic.screen()).choose('nurse');
    await adapter.probeOff();
    await clinic.pass(1_000);
    await adapter.spo2(97);
    await site(nurse, SPARE, { type: 'device:move', deviceId: 'ox-9', chairId, insteadOf: 'ox-1' });
    const visitId = await nurse.open(chairId);
    expect((await clinic.journal.read({ kind: 'visit', id: visitId })).map(({ type }) => type)).not.toContain(
      'probe-seen-on',
    );
    expect(clinic.clinic.board.view(chairId)?.readiness?.missing.join(' ')).toContain('take the probe off');
  });

  test('PH-92 WS-42 started anew the visit knows its devices, and a swap made just before the kill', async () => {
    const before = await startTestClinic();
    const { visitId, chairId, nurse, adapter } = await infusingByWire(before);
    await before.pass(2_000, () => adapter.spo2(97));
    await site(nurse, SPARE, { type: 'device:move', deviceId: 'ox-9', chairId, insteadOf: 'ox-1' });
    const events = (await before.journal.read({ kind: 'visit', id: visitId })).length;
    await before.close({ keep: true });
    const clinic = await clinicWith({ folder: before.folder, clock: before.clock });
    expect(spo2Of(clinic, chairId)?.status).toBe('stale');
    const changes = (await clinic.journal.read({ kind: 'visit', id: visitId }))
      .slice(events)
      .filter(({ type }) => type === 'device-changed');
    expect(changes).toEqual([]);
  });

  test('PH-91 a retired device is refused by its name; what it measured before is still taken', async () => {
    const clinic = await clinicWith();
    const { visitId, nurse, adapter } = await openByWire(clinic);
    await clinic.pass(1_000);
    const before = wireOf(adapter, 'ox-1', clinic.clock.now(), 97);
    await clinic.pass(1_000);
    const administrator = await (await clinic.screen()).choose('administrator');
    await site(nurse, { type: 'device:release', deviceId: 'ox-1' });
    await site(administrator, { type: 'device:retire', deviceId: 'ox-1' });
    await clinic.pass(1_000);
    const answers = await adapter.send([wireOf(adapter, 'ox-1', clinic.clock.now(), 96), before]);
    expect(answers.map(told)).toEqual([
      'Device "ox-1" (nonin-df2 of chair 1) was retired: register it again in Settings, Devices, or stop its adapter.',
      'stored',
    ]);
    expect(await recorded(clinic, visitId)).toEqual([['ox-1', 97]]);
    expect(deviceOf(clinic, 'ox-1')).toBeUndefined();
  });

  test('WS-32 a live reading of nobody is not kept; a late one is', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const live = wireOf(adapter, 'ox-1', clinic.clock.now(), 97);
    await clinic.pass(60_000);
    const late = wireOf(adapter, 'ox-1', clinic.clock.now() - 10_000, 97);
    const now = wireOf(adapter, 'ox-1', clinic.clock.now(), 97);
    await adapter.send([now, late]);
    expect([now, late, live].map((reading) => clinic.journal.hasReading(reading))).toEqual([false, true, false]);
    expect((await adapter.send([now])).map(told)).toEqual([
      'No visit was open on Chair 1 when this was measured: it is not kept and shown to nobody.',
    ]);
  });
});

describe('a link of its own for each device', () => {
  test('WS-72 AL-15 a second adapter is missed after a restart though its device gave no reading', async () => {
    const before = await startTestClinic();
    const connect = async (clinic: TestClinic, adapterId: string, device: number) => {
      const adapter = await TestAdapter.connect(clinic.port, { adapterId, clock: clinic.clock, chairNumber: 1 });
      onTestFinished(() => adapter.close());
      await adapter.announce([adapter.devices[device] ?? { deviceId: '', model: '', emulated: false }]);
      return adapter;
    };
    const oximeter = await connect(before, 'box-ox', 0);
    await connect(before, 'box-cuff', 1);
    const { chairId } = before.chair(1);
    const nurse = await (await before.screen()).choose('nurse');
    await nurse.open(chairId);
    await before.pass(1_000, () => oximeter.spo2(97));
    await before.close({ keep: true });

    const clinic = await clinicWith({ folder: before.folder, clock: before.clock });
    const back = await connect(clinic, 'box-ox', 0);
    await clinic.pass(2_000, () => back.spo2(97));
    expect(clinic.clinic.board.view(chairId)?.link?.connected).toBe(false);
    expect(clinic.clinic.board.view(chairId)?.devices.map(({ reason }) => reason)).toEqual([
      undefined,
      'adapter box-cuff is not connected',
    ]);
    await connect(clinic, 'box-cuff', 1);
    await clinic.pass(1_000);
    expect(clinic.clinic.board.view(chairId)?.link?.connected).toBe(true);
  });
});

describe('what is known of a device', () => {
  test('DV-256 DV-257 name, firmware, battery, why it is away and when it was last seen; a restart still knows them', async () => {
    const before = await startTestClinic();
    const screen = await before.screen();
    const adapter = await before.adapter(1);
    const status = { deviceId: 'ox-1', name: 'Nonin3230_502', firmware: '1.04', batteryPct: 62 };
    expect(await adapter.request('device:status', status)).toMatchObject({ ok: true });
    await screen.until(({ site }) => site?.devices[0]?.firmware === '1.04');
    expect(screen.site?.devices[0]).toMatchObject({
      name: 'Nonin3230_502',
      batteryPct: 62,
      connected: true,
      lowBattery: false,
    });
    expect(screen.site?.devices[0]).not.toHaveProperty('lastSeenAt');
    await before.pass(1_000);
    await adapter.spo2(97);
    const seenAt = before.clock.now();
    await before.pass(1_000);
    await adapter.request('device:link', { deviceId: 'ox-1', connected: false, reason: 'nothing listens there' });
    expect(deviceOf(before, 'ox-1')).toMatchObject({
      connected: false,
      reason: 'nothing listens there',
      lastSeenAt: seenAt,
    });
    await before.close({ keep: true });

    before.clock.advance(3_600_000);
    const clinic = await clinicWith({ folder: before.folder, clock: before.clock });
    expect(deviceOf(clinic, 'ox-1')).toMatchObject({
      name: 'Nonin3230_502',
      firmware: '1.04',
      batteryPct: 62,
      connected: false,
      reason: 'no adapter feeds it',
      lastSeenAt: seenAt,
    });
  });

  test.each([
    [16, false],
    [15, true],
    [0, true],
  ])('DV-258 a battery of %i %% is low: %s', async (batteryPct, low) => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    await adapter.request('device:status', { deviceId: 'ox-1', batteryPct });
    expect(deviceOf(clinic, 'ox-1')?.lowBattery).toBe(low);
    await clinic.pass(1_000);
    await adapter.spo2(97, 70, { causes: ['low-battery'] });
    expect(deviceOf(clinic, 'ox-1')?.lowBattery).toBe(true);
    await clinic.pass(1_000);
    await adapter.spo2(97);
    expect(deviceOf(clinic, 'ox-1')?.lowBattery).toBe(low);
  });

  test('DV-178 what must be known of a device stands in the device list and at its chair until it is over', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const screen = await clinic.screen();
    const notice =
      'A result was held: stamped 61 min ago, so old or the cuff’s clock is off; measure again, or set its clock.';
    expect(await adapter.request('device:status', { deviceId: 'ox-1', notice })).toMatchObject({ ok: true });
    await screen.until(({ site }) => site?.devices[0]?.notice === notice);
    const { chairId = '' } = deviceOf(clinic, 'ox-1') ?? {};
    expect((await screen.watch(chairId)).devices[0]).toMatchObject({ notice });
    await adapter.request('device:status', { deviceId: 'ox-1', notice: '' });
    await screen.until(({ site }) => site?.devices[0]?.notice === undefined);
    expect(await adapter.request('device:status', { deviceId: 'ox-1', notice: 'x'.repeat(121) })).toMatchObject({
      ok: false,
    });
  });

  test('DV-256 only the adapter that feeds a device says what it is; nonsense is refused by its field', async () => {
    const clinic = await clinicWith();
    await clinic.adapter(1);
    const other = await clinic.adapter(2);
    expect(await other.request('device:status', { deviceId: 'ox-1', batteryPct: 5 })).toMatchObject({
      refusal: { code: 'unknown-device' },
    });
    expect(await other.request('device:status', { deviceId: 'ox-2', batteryPct: 101 })).toMatchObject({
      refusal: { message: 'device:status: "batteryPct" must be at most 100.' },
    });
  });
});

describe('the signal test', () => {
  const listen = (screen: TestScreen): DeviceReading[] => {
    const heard: DeviceReading[] = [];
    screen.raw.on('device:reading', (reading: DeviceReading) => heard.push(reading));
    return heard;
  };

  test('DV-260 SEC-31 who is named sees what a device sends, on a free chair and on none; nothing of it is kept', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1, { skewMs: -2_500 });
    const screen = await clinic.screen();
    expect(await screen.request('device:watch', { deviceId: 'ox-1' })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
    await screen.choose('nurse');
    expect(await screen.request('device:watch', { deviceId: 'ox-7' })).toMatchObject({
      refusal: { code: 'unknown-device' },
    });
    expect(await screen.request('device:watch', { deviceId: 'ox-1' })).toEqual({ ok: true, data: null });
    const heard = listen(screen);
    const reading = adapter.wire({
      kind: 'oximetry',
      measuredAt: adapter.now,
      quality: 'poor',
      causes: ['low-perfusion'],
      spo2Pct: 94,
      perfusionIndexPct: 0.3,
    });
    await adapter.send([reading]);
    await site(screen, { type: 'device:release', deviceId: 'ox-1' });
    await adapter.probeOff();
    await screen.request('device:unwatch', { deviceId: 'ox-1' });
    await adapter.spo2(97);
    expect(heard).toHaveLength(2);
    expect(heard[0]).toMatchObject({
      deviceId: 'ox-1',
      at: clinic.clock.now(),
      reading: { kind: 'oximetry', quality: 'poor', causes: ['low-perfusion'], spo2Pct: 94, perfusionIndexPct: 0.3 },
      refusal: { code: 'no-visit' },
    });
    expect(heard[0]?.clockOffsetMs).toBeCloseTo(2_500, -2);
    expect(heard[1]).toMatchObject({ reading: { causes: ['probe-off'] }, refusal: { code: 'no-visit' } });
    expect(clinic.journal.hasReading(reading)).toBe(false);
  });

  test('DV-260 it shows also what could not be read, and what is in a visit; nothing to screens that do not ask', async () => {
    const clinic = await clinicWith();
    const { nurse, adapter } = await openByWire(clinic);
    const other = await (await clinic.screen()).choose('nurse');
    const elsewhere = listen(other);
    await nurse.request('device:watch', { deviceId: 'ox-1' });
    const heard = listen(nurse);
    await adapter.send([{ ...wireOf(adapter, 'ox-1', clinic.clock.now(), 97), spo2Pct: 300 }]);
    await adapter.spo2(97);
    await nurse.request('staff:leave', {});
    expect(heard.map(({ reading, refusal }) => [reading?.kind, refusal?.message])).toEqual([
      [undefined, 'reading: "spo2Pct" must be at most 100.'],
      ['oximetry', undefined],
    ]);
    expect(elsewhere).toEqual([]);
  });
});
