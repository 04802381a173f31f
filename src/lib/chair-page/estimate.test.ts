import { expect, test } from 'vitest';
import { at, MINUTE, treatment } from '../components/fixture-calm.ts';
import { estimatedAmount } from './estimate.ts';

const estimate = { pumpedMsAt: at(12), pumpedMs: 12 * MINUTE, plannedMs: 40 * MINUTE };

test.each([
  ['running', true, at(20), 20],
  ['paused', false, at(20), 12],
  ['past the planned end', true, at(70), 40],
  ['a clock that is behind', true, at(11), 12],
])('UI-18 %s', (_, running, now, mg) => {
  const amount = estimatedAmount({ ...treatment, estimate: { ...estimate, running } }, now);
  expect(amount?.mg).toBeCloseTo(mg);
});

test('UI-18 without a dose only the share is said; without a pump nothing', () => {
  const { doseMg: _dose, ...noDose } = treatment;
  expect(estimatedAmount(noDose, at(10))).toEqual({ share: 0.25 });
  const { estimate: _estimate, ...noPump } = treatment;
  expect(estimatedAmount(noPump, at(10))).toBeUndefined();
});
