/** One late reading: of which phase it is, whether a page judged it, why it is late, and when it is told. */
import { expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { NibpReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { foldLate } from './fold-late.ts';

const bp = (measuredAt: number): NibpReading => ({
  ...{ kind: 'nibp', measuredAt, quality: 'good', causes: [] },
  ...{ systolicMmHg: 190, diastolicMmHg: 90 },
});
const { state } = watched({ tickMs: 0, phase: 'baseline' }).record(100, {
  type: 'infusion-started',
  happenedAt: at(100),
  plannedMs: 2_400_000,
});
const found = (of: VisitState, measuredAt: number, by?: Parameters<typeof foldLate>[3]) =>
  foldLate(of, bp(measuredAt), at(300), by).late;

test.each([
  [at(100) - 1, false],
  [at(100), true],
  [at(200), true],
])('AL-170 the limits are those of the phase it was measured in, to the millisecond: %i', (measuredAt, isFound) => {
  expect(found(state, measuredAt) !== undefined).toBe(isFound);
});
test('AL-170 none in the baseline nor after the end', () => {
  const baseline = watched({ tickMs: 0, phase: 'baseline' });
  expect(found(baseline.state, at(200))).toBeUndefined();
  const ended = baseline.record(250, { type: 'visit-ended', ending: 'transferred', byName: 'N' });
  expect(found(ended.state, at(200))).toBeUndefined();
});
test('AL-172 it is told 5 s after it was received', () => {
  expect(found(state, at(200))?.restsAt).toBe(at(305));
});
test.each([
  [at(200) - 1, 'disconnected'],
  [at(200), 'late'],
])('AL-170 why: measured at %i, its line and the server were back at 200 s', (measuredAt, why) => {
  const why1 = (over: Partial<VisitState>) => found({ ...state, ...over }, measuredAt)?.excursions['bp-high']?.[0]?.why;
  expect(why1({ links: { cuff: { connected: true, since: at(200) } } as never })).toBe(why);
  expect(why1({ watchedFrom: at(200) })).toBe(why);
});
test.each([
  [at(150) - 1, true],
  [at(150), false],
  [at(200), false],
  [at(200) + 1, true],
])('AL-175 a page judged what it read from 150 to 200 s: %i', (measuredAt, isFound) => {
  const stretches = [{ screenId: 's', from: at(150), until: at(200) }];
  const told = { ...state, told: { until: {}, alertIds: [], stretches } };
  const by = (adapterId: string) => found(told, measuredAt, { kind: 'adapter', adapterId }) !== undefined;
  expect([by('screen:s'), by('screen:other'), by('s')]).toEqual([isFound, true, true]);
  expect(found(told, measuredAt, { kind: 'system' })).toBeDefined();
});
test('AL-170 one of several BPs again is not late', () => {
  const visit = watched({ tickMs: 0 }).bp(10, 120).bp(20, 120);
  for (const second of [10, 20]) expect(found(visit.state, at(second))).toBeUndefined();
  expect(found(visit.state, at(15))).toBeDefined();
});
