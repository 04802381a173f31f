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
