import { isDeepStrictEqual } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { infusingByWire, openByWire, readyToGoByWire, watchByWire } from '../support/visit-by-wire.ts';

/** What was told, and of that what is drawn otherwise anew at the same instant. */
function compared({ clinic: { board } }: TestClinic) {
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
  return { others, told: () => told };
}

test('WS-220 over a whole visit every view that was told is the one that is drawn anew at that instant', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { board } = clinic.clinic;
  const refresh = vi.spyOn(board, 'refresh');
  const prepare = vi.spyOn(board, 'prepare');
  const { others, told } = compared(clinic);
  const visit = await infusingByWire(clinic);
  await watchByWire(clinic, visit, 11);
  await clinic.pass(20_000, () => visit.adapter.spo2(84), 2_000);
  await visit.nurse.until((screen) => screen.view(visit.chairId).alerts.length > 0);
  await watchByWire(clinic, visit, 10);
  await readyToGoByWire(clinic, visit);
  await visit.nurse.give(visit.visitId, { type: 'visit:end', ending: 'home', escortName: 'Sam Marlow' });
  expect(others).toEqual([]);
  expect(told()).toBeGreaterThan(500);
  // Most of what was shown had been drawn ahead, so that this compares something.
  const drawn = new Set(prepare.mock.calls.map(([state]) => state));
  const used = refresh.mock.calls.filter(([, recorded]) => recorded !== undefined && drawn.has(recorded));
  expect(used.length).toBeGreaterThan(500);
});

test('WS-220 what is drawn of one who waits for the ride never comes to the chair where another sits by now', async () => {
  const clinic = await startTestClinic({ chairs: 2 });
  onTestFinished(() => clinic.close());
  const { others, told } = compared(clinic);
  const waits = await infusingByWire(clinic);
  await readyToGoByWire(clinic, waits);
  await waits.nurse.give(waits.visitId, { type: 'ride:wait' });
  const sits = await openByWire(clinic);
  const before = told();
  await waits.nurse.give(waits.visitId, { type: 'provider:call' });
  await clinic.pass(2_000, () => sits.adapter.spo2(97));
  expect(clinic.clinic.board.view(sits.chairId)?.visitId).toBe(sits.visitId);
  await sits.nurse.give(sits.visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  await clinic.pass(2_000, () => sits.adapter.spo2(96));
  expect(others).toEqual([]);
  expect(told()).toBeGreaterThan(before);
});
