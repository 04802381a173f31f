import { expect, onTestFinished, test } from 'vitest';
import { chairView } from '#core/view.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

/** What the journal alone makes of a chair: every event folded anew. */
async function fromJournal(clinic: TestClinic, visitId: string, chairId: string) {
  await clinic.clinic.drained();
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  const visit = events.reduce<VisitState | undefined>((state, event) => evolve(state, event), undefined) ?? null;
  const live = clinic.clinic.board.view(chairId);
  if (!live || !visit) throw new Error('nothing to compare');
  const { chair, devices, sound, recorded } = live;
  const patient = clinic.journal.getPatient(visit.patientId) ?? null;
  return chairView({ chair, visit, patient, devices, sound, recorded }, clinic.clock.now());
}

test('WS-42 started anew it shows the same visit, the same alerts, acknowledged as before; what fell due meanwhile is dated from now', async () => {
  const before = await startTestClinic();
  const { visitId, chairId, nurse, adapter } = await infusingByWire(before);
  await before.pass(20_000, () => adapter.spo2(97));
  await adapter.bp(186, 112);
  await before.pass(20_000, () => adapter.spo2(88));
  await nurse.until((screen) => screen.view(chairId).alerts.length === 2);
  const low = nurse.view(chairId).alerts.find(({ kind }) => kind === 'spo2-low');
  await nurse.give(visitId, { type: 'alert:acknowledge', alertId: low?.alertId ?? '' });
  await nurse.until((screen) => screen.view(chairId).alerts.some(({ acknowledged }) => acknowledged !== undefined));
  await before.pass(1_000);
  const was = before.clinic.board.view(chairId);
  expect(await fromJournal(before, visitId, chairId)).toEqual(was);
  await before.close({ keep: true });

  const stoppedAt = before.clock.now();
  before.clock.advance(180_000);
  const startedAt = before.clock.now();
  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  await clinic.clinic.drained();
  const screen = await clinic.screen();
  const is = await screen.watch(chairId);
  expect(is).toEqual(await fromJournal(clinic, visitId, chairId));
  expect(is).toMatchObject({ visitId, patient: was?.patient, phase: was?.phase, entries: was?.entries });
  for (const alert of was?.alerts ?? [])
    expect(is.alerts.find(({ alertId }) => alertId === alert.alertId)).toMatchObject({
      kind: alert.kind,
      onsetAt: alert.onsetAt,
      issuedAt: alert.issuedAt,
    });

  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  const resumed = events.findLast(({ type }) => type === 'watch-resumed');
  expect(resumed).toMatchObject({ at: startedAt });
  expect(resumed?.type === 'watch-resumed' && resumed.from).toBeLessThanOrEqual(stoppedAt);
  const later = events.slice(events.indexOf(resumed as (typeof events)[number]));
  expect(later.every(({ at }) => at === startedAt)).toBe(true);
  // No-data timers ran through the downtime: nobody saw this patient for three minutes.
  expect(
    is.alerts.some(({ kind, priority }) => ['no-spo2', 'adapter-lost'].includes(kind) && priority === 'high'),
  ).toBe(true);
});

test('WS-42 started anew twice, nothing is told twice', async () => {
  const first = await startTestClinic();
  const { visitId, adapter } = await infusingByWire(first);
  await first.pass(30_000, () => adapter.spo2(97));
  await first.close({ keep: true });
  for (let i = 0; i < 2; i += 1) {
    first.clock.advance(60_000);
    const clinic = await startTestClinic({ folder: first.folder, clock: first.clock });
    await clinic.pass(1_000);
    const events = await clinic.journal.read({ kind: 'visit', id: visitId });
    const kinds = events.flatMap((event) => (event.type === 'alert-issued' ? [event.kind] : []));
    expect(kinds).toContain('no-spo2');
    expect(kinds).toEqual([...new Set(kinds)]);
    expect(events.filter(({ type }) => type === 'adapter-disconnected')).toHaveLength(1);
    await clinic.close({ keep: i === 0 });
  }
});

test('WS-12 a chair that is added, renamed or removed reaches the stations', async () => {
  const clinic = await startTestClinic({ chairs: 1 });
  onTestFinished(() => clinic.close());
  const administrator = await (await clinic.screen()).choose('administrator', 'A. Lind');
  const station = await clinic.screen();
  await station.watchStation();
  const give = (command: Parameters<typeof administrator.request<'site:command'>>[1]['command']) =>
    administrator.request('site:command', { commandId: crypto.randomUUID(), command });
  await give({ type: 'chair:add', name: 'Chair 2' });
  await station.until(({ site }) => site?.chairs.length === 2);
  const added = station.site?.chairs[1]?.chairId ?? '';
  await station.until(({ tilePatches }) => tilePatches.some(({ chairId }) => chairId === added));
  expect(await station.watchStation()).toHaveLength(2);
  await give({ type: 'chair:rename', chairId: added, name: 'Window' });
  await station.until(({ tiles }) => tiles.get(added)?.view.chair.name === 'Window');
  await give({ type: 'chair:remove', chairId: added });
  await station.until(({ site }) => site?.chairs.length === 1);
  expect(await station.watchStation()).toHaveLength(1);
});

test('WS-73 opening a visit again after a lost answer gives the first answer, also after a restart', async () => {
  const before = await startTestClinic();
  const patient = { name: 'Ada Byron', birthDate: '1980-12-10' };
  const payload = {
    commandId: 'open-1',
    chairId: before.chair(1).chairId,
    protocolId: 'iv-ketamine-40',
    patient,
  };
  const nurse = await (await before.screen()).choose('nurse');
  const first = await nurse.request('visit:open', payload);
  expect(first.ok).toBe(true);
  expect(await nurse.request('visit:open', payload)).toEqual(first);
  await before.close({ keep: true });

  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const again = await (await clinic.screen()).choose('nurse');
  expect(await again.request('visit:open', payload)).toEqual(first);
});

test('WS-72 of two adapters on a chair, one that does not come back after a restart is missed until it does', async () => {
  const before = await startTestClinic();
  const { chairId, adapter } = await infusingByWire(before);
  const cuffs = await before.adapter(1, { adapterId: 'box-cuff' });
  await adapter.announce(adapter.devices.slice(0, 1));
  await before.pass(2_000, () => adapter.spo2(97));
  await cuffs.bp(128, 79);
  await before.close({ keep: true });

  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const connect = async (adapterId: string) => {
    const connected = await TestAdapter.connect(clinic.port, { adapterId, clock: clinic.clock, chairNumber: 1 });
    onTestFinished(() => connected.close());
    return connected;
  };
  const back = await connect('adapter-1');
  await back.announce(back.devices.slice(0, 1));
  await clinic.pass(60_000, () => back.spo2(97));
  const missed = clinic.clinic.board.view(chairId);
  expect(missed?.link?.connected).toBe(false);
  expect(missed?.devices.map(({ connected }) => connected)).toEqual([true, false]);
  expect(missed?.alerts.map(({ kind }) => kind)).toContain('adapter-lost');

  const cuffsBack = await connect('box-cuff');
  await cuffsBack.announce(cuffsBack.devices.slice(1));
  await clinic.pass(30_000, () => back.spo2(97));
  expect(clinic.clinic.board.view(chairId)?.link?.connected).toBe(true);
  expect(clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind)).not.toContain('adapter-lost');
});
