import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire, readyToGoByWire, watchByWire } from '../support/visit-by-wire.ts';

test('WS-220 over a whole visit every view that was told is the one that is drawn anew at that instant', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { board } = clinic.clinic;
  const refresh = vi.spyOn(board, 'refresh');
  const prepare = vi.spyOn(board, 'prepare');
  let told = 0;
  const others: unknown[] = [];
  let isLooking = false;
  board.subscribe((view) => {
    if (isLooking) return;
    told += 1;
    const before = board.view(view.chair.chairId);
    // What differed would be told by this: looked at, not counted.
    isLooking = true;
    board.refresh(view.chair.chairId);
    isLooking = false;
    if (!isDeepStrictEqual(board.view(view.chair.chairId), before)) others.push(before);
  });
  const visit = await infusingByWire(clinic);
  await watchByWire(clinic, visit, 11);
  await clinic.pass(20_000, () => visit.adapter.spo2(84), 2_000);
  await visit.nurse.until((screen) => screen.view(visit.chairId).alerts.length > 0);
  await watchByWire(clinic, visit, 10);
  await readyToGoByWire(clinic, visit);
  await visit.nurse.give(visit.visitId, { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' });
  expect(others).toEqual([]);
  expect(told).toBeGreaterThan(500);
  // What was drawn ahead is what was shown.
  const drawn = new Set(prepare.mock.calls.map(([state]) => state));
  const used = refresh.mock.calls.filter(([, recorded]) => recorded !== undefined && drawn.has(recorded));
  expect(used.length).toBeGreaterThan(500);
});
