import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire, watchByWire } from '../support/visit-by-wire.ts';

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

test('WS-23 WS-32 a chair whose patient waits for the ride takes no other; moved to a free chair, the patient is still seen', async () => {
  const clinic = await startTestClinic({ chairs: 3 });
  onTestFinished(() => clinic.close());
  const visit = await infusingByWire(clinic);
  const { visitId, chairId, nurse } = visit;
  const provider = await (await clinic.screen()).choose('provider');
  await nurse.give(visitId, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
  await watchByWire(clinic, visit, 31);
  await visit.adapter.bp(124, 78);
  await nurse.give(
    visitId,
    { type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal', nausea: false } },
    { type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'dissociation', score: 0 } },
  );
  const unmet = clinic.clinic.board.view(chairId)?.criteria.filter(({ status }) => status === 'unmet') ?? [];
  const byHand = ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const;
  for (const { criterion } of unmet)
    if (!(byHand as readonly string[]).includes(criterion))
      await provider.give(visitId, { type: 'criterion:override', criterion, reason: 'as discussed' });
  await nurse.give(visitId, { type: 'monitoring:end' });
  for (const criterion of byHand) await nurse.give(visitId, { type: 'criterion:check', criterion, met: true });
  await nurse.give(visitId, { type: 'ride:wait' });
  // Nobody is watched on this chair, but somebody sits there (WS-32).
  expect(await visit.adapter.spo2(97)).toMatchObject({
    status: 'refused',
    refusal: { message: expect.stringContaining('it is kept apart and shown to nobody') as string },
  });

  const patient = { name: 'Grace Hopper', birthDate: '1986-12-09' };
  const second = await nurse.request('visit:open', {
    commandId: 'second',
    chairId,
    protocolId: 'iv-ketamine-40',
    patient,
  });
  expect(second).toMatchObject({
    ok: false,
    refusal: {
      code: 'conflict',
      message:
        'The patient on Chair 1 still waits for the ride: end that visit when they go home, or move it to a free chair, before you open another.',
    },
  });
  const other = await nurse.open(clinic.chair(2).chairId, patient);
  expect(await nurse.command(other, { type: 'visit:move', chairId })).toMatchObject({ ok: false });
  await nurse.give(visitId, { type: 'emergency:declare' });
  expect(clinic.clinic.board.view(chairId)?.visitId).toBe(visitId);
  await nurse.give(visitId, { type: 'emergency:end' }, { type: 'visit:move', chairId: clinic.chair(3).chairId });
  await nurse.give(other, { type: 'visit:move', chairId });
  const seen = [1, 2, 3].map((number) => clinic.clinic.board.view(clinic.chair(number).chairId)?.visitId);
  expect(seen).toEqual([other, null, visitId]);
});
