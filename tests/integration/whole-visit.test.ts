import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire, readyToGoByWire, watchByWire } from '../support/visit-by-wire.ts';

test('WS-10 a whole visit by commands over real sockets, from identity to the door', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const station = await clinic.screen();
  await station.watchStation();
  const visit = await infusingByWire(clinic);
  const { visitId, chairId, nurse, adapter } = visit;
  expect(nurse.view(chairId).phase?.name).toBe('infusion');

  await watchByWire(clinic, visit, 40);
  await nurse.give(visitId, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
  await watchByWire(clinic, visit, 20);
  await clinic.pass(5 * 60_000, () => adapter.spo2(98), 4_000);
  await adapter.bp(124, 78);
  await nurse.give(
    visitId,
    { type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal', nausea: false } },
    { type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'dissociation', score: 0 } },
    { type: 'monitoring:end' },
    { type: 'criterion:check', criterion: 'oriented', met: true },
    { type: 'criterion:check', criterion: 'steady-gait', met: true },
    { type: 'criterion:check', criterion: 'iv-out', met: true },
    { type: 'criterion:check', criterion: 'instructions-given', met: true },
  );
  await nurse.until((screen) => screen.view(chairId).phase?.name === 'discharge');
  await nurse.give(visitId, { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' });
  await nurse.until((screen) => screen.view(chairId).phase?.name === 'ended');
  await clinic.pass(600_000, undefined, 60_000);
  await nurse.until((screen) => screen.view(chairId).visitId === null);
  await station.until((screen) => screen.tiles.get(chairId)?.view.visitId === null);
  expect(nurse.view(chairId)).toEqual(clinic.clinic.board.view(chairId));
  expect([...nurse.holes, ...station.holes]).toEqual([]);
});

test('WS-167 WS-168 WS-169 who waits for the ride frees the chair, stays on the list of every screen, and is let go or seated again', async () => {
  const clinic = await startTestClinic({ chairs: 3 });
  onTestFinished(() => clinic.close());
  const visit = await infusingByWire(clinic);
  const { visitId, chairId, nurse } = visit;
  const provider = await readyToGoByWire(clinic, visit);
  await nurse.give(visitId, { type: 'ride:wait' });
  // Off the chair, on the list, and nothing of the chair's devices is hers any more.
  await nurse.until((screen) => screen.view(chairId).visitId === null);
  const waiting = () => clinic.clinic.siteView.waiting ?? [];
  expect(waiting()).toMatchObject([{ visitId, chairId, chairName: 'Chair 1' }]);
  expect(await visit.adapter.spo2(97)).toMatchObject({ status: 'refused' });
  expect(await provider.request('site:command', { commandId: 'close', command: { type: 'day:close' } })).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('Still waiting for the ride, last on Chair 1') as string },
  });

  const second = await nurse.open(chairId, { name: 'Grace Hopper', birthDate: '1986-12-09' });
  await nurse.until((screen) => screen.view(chairId).visitId === second);
  expect(nurse.view(chairId)).toMatchObject({ entries: [], alerts: [], spo2: { reason: 'not measured yet' } });
  // Her own chair is another patient's by now.
  expect(await nurse.command(visitId, { type: 'monitoring:reopen', reason: 'dizzy' })).toMatchObject({ ok: false });
  expect(await nurse.command(visitId, { type: 'visit:move', chairId })).toMatchObject({ ok: false });
  await nurse.give(visitId, { type: 'emergency:declare' });
  expect(waiting()).toMatchObject([{ visitId, emergencySince: expect.any(Number) as number }]);
  expect(clinic.clinic.board.view(chairId)?.visitId).toBe(second);
  await nurse.give(visitId, { type: 'emergency:end' });

  const third = clinic.chair(3).chairId;
  await nurse.give(visitId, { type: 'visit:move', chairId: third });
  expect(clinic.clinic.board.view(third)).toMatchObject({ visitId, phase: { name: 'discharge' } });
  expect(waiting()).toEqual([]);
  await nurse.give(visitId, { type: 'ride:wait' });
  await nurse.until(() => waiting().length === 1);
  expect(await nurse.command(visitId, { type: 'visit:end', ending: 'home' })).toMatchObject({ ok: false });
  await nurse.give(visitId, { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' });
  await nurse.until(() => waiting().length === 0);
  expect(clinic.clinic.board.view(chairId)?.visitId).toBe(second);
});
