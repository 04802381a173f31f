import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calm } from '../components/fixture-calm.ts';
import { doseFor, setUpFilled, withDose } from './set-up-fields.ts';

describe('UI-23 the mg follow from weight and mg/kg', () => {
  test.each([
    [{}, { weightKg: 80 }, { weightKg: 80 }],
    [{ weightKg: 80 }, { doseMgPerKg: 0.5 }, { doseMgPerKg: 0.5, doseMg: 40 }],
    [{ weightKg: 80, doseMgPerKg: 0.5, doseMg: 40 }, { weightKg: 70.5 }, { weightKg: 70.5, doseMg: 35.3 }],
  ])('%o and %o record %o', (before, change, recorded) => expect(withDose(before, change)).toEqual(recorded));

  test('to a tenth of a milligram', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 400, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        (kg, dose) => Math.abs(doseFor(kg, dose) - kg * dose) <= 0.05 + 1e-9,
      ),
    );
  });
  test('how far the set-up is, for an infusion and an administration', () => {
    expect(setUpFilled({}, 'infusion')).toEqual({ filled: 0, of: 10 });
    expect(setUpFilled(calm.setUp, 'infusion')).toEqual({ filled: 10, of: 10 });
    expect(setUpFilled({ ridePlan: { plan: 'taxi', byName: 'Dr E' } }, 'administration')).toEqual({ filled: 1, of: 5 });
  });
});
