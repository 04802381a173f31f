import { expect, test } from 'vitest';
import { aVisit, MINUTE } from '../../../tests/support/visit-builder.ts';
import { nextBp } from '../bp-schedule.ts';

/** Monitoring ended, 20 min later it goes on: the probe and the cuff have to be put on again. */
const reopened = () =>
  aVisit({ phase: 'discharge' })
    .after(20 * MINUTE)
    .tick()
    .give({ type: 'monitoring:reopen', reason: 'dizzy' })
    .tick();
const open = (afterMs: number): readonly string[] =>
  Object.values(reopened().after(afterMs).tick().state.alerts)
    .filter(({ kind }) => kind !== 'recovery-overdue')
    .map(({ kind, priority }) => `${kind} ${priority}`);

test.each([
  [0, []],
  [9_999, []],
  [10_000, ['no-spo2 low']],
  [20_000, ['no-spo2 medium']],
  [119_999, ['no-spo2 medium']],
  [120_000, ['no-spo2 medium', 'cuff-overdue medium']],
])('AL-195 monitoring that goes on counts what is missing from then: %s ms later', (afterMs, expected) => {
  expect(open(afterMs)).toEqual(expected);
});
test('AL-195 a BP that was due meanwhile is due at once', () => {
  const visit = reopened();
  expect(nextBp(visit.state)).toEqual({ dueAt: visit.now, reason: 'interval' });
});
test('AL-195 a signal that is there again is missing from its last value', () => {
  const visit = reopened().watched(30);
  expect(Object.keys(visit.after(9_999).tick().state.alerts)).toEqual([]);
  expect(Object.keys(visit.after(1).tick().state.alerts)).toEqual(['no-spo2']);
});
