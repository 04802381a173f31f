import { expect, test } from 'vitest';
import { extremesOf } from './extremes.ts';

const row = (at: number, spo2Pct: number | null, pulseBpm: number | null) => ({ at, spo2Pct, pulseBpm });
const bp = (at: number, systolicMmHg: number, diastolicMmHg: number) => ({ at, systolicMmHg, diastolicMmHg });

test('PH-129 the furthest each went, and when it was first reached', () => {
  const found = extremesOf(
    [row(1, 97, 70), row(2, 84, 120), row(3, null, null), row(4, 84, 120), row(5, 99, 44)],
    [bp(1, 128, 79), bp(2, 164, 96), bp(3, 164, 99), bp(4, 164, 99), bp(5, 110, 60)],
  );
  expect(found).toEqual({
    lowestSpo2: { value: 84, at: 2 },
    highestPulse: { value: 120, at: 2 },
    lowestPulse: { value: 44, at: 5 },
    highestBp: bp(3, 164, 99),
    lowestBp: bp(5, 110, 60),
  });
});
test('PH-129 REC-215 the highest diastolic number may be of another BP', () => {
  const { highestBp, highestDiastolicBp } = extremesOf([], [bp(1, 159, 80), bp(2, 150, 115), bp(3, 151, 115)]);
  expect([highestBp, highestDiastolicBp]).toEqual([bp(1, 159, 80), bp(2, 150, 115)]);
  expect(extremesOf([], [bp(1, 150, 96), bp(2, 164, 96)])).not.toHaveProperty('highestDiastolicBp');
});
test('PH-129 of what was never measured nothing is said', () => {
  expect(extremesOf([], [])).toEqual({});
  expect(extremesOf([row(1, null, 71)], [])).toEqual({
    highestPulse: { value: 71, at: 1 },
    lowestPulse: { value: 71, at: 1 },
  });
});
