/** A blood pressure among the fields of a reading: what stands in the way of it, beyond each number by itself. */
import type { Fields, Given } from './fields.ts';

export interface BloodPressureFields {
  readonly systolicMmHg: Given;
  readonly diastolicMmHg: Given;
  readonly meanMmHg: Given;
  readonly pulseBpm: Given;
}

/** A mean or a pulse of 0 is one the device did not determine. */
export const zeroIsNoValue = (given: Given): Given => (given === 0 ? 'no-value' : given);

/**
 * 'measured': systolic and diastolic are there. 'nothing': the device gave no number for one or both.
 * 'implausible': it gave numbers that cannot be.
 */
export function takeBloodPressure(fields: Fields, given: BloodPressureFields): 'measured' | 'nothing' | 'implausible' {
  const { values, refusals } = fields;
  const refusedBefore = refusals.length;
  fields.take('systolicMmHg', zeroIsNoValue(given.systolicMmHg));
  fields.take('diastolicMmHg', zeroIsNoValue(given.diastolicMmHg));
  const { systolicMmHg, diastolicMmHg } = values;
  if (systolicMmHg !== undefined && diastolicMmHg !== undefined && systolicMmHg <= diastolicMmHg) {
    fields.refuse(`systolicMmHg ${systolicMmHg} is not above diastolicMmHg ${diastolicMmHg}.`);
    fields.clear('systolicMmHg', 'diastolicMmHg');
  }
  const implausible = refusals.length > refusedBefore;
  takeMean(fields, given.meanMmHg);
  fields.take('pulseBpm', zeroIsNoValue(given.pulseBpm));
  if (implausible) return 'implausible';
  return values.systolicMmHg !== undefined && values.diastolicMmHg !== undefined ? 'measured' : 'nothing';
}

function takeMean(fields: Fields, given: Given): void {
  fields.take('meanMmHg', zeroIsNoValue(given));
  const { systolicMmHg = Infinity, diastolicMmHg = -Infinity, meanMmHg } = fields.values;
  if (meanMmHg === undefined || (meanMmHg >= diastolicMmHg && meanMmHg <= systolicMmHg)) return;
  fields.refuse(`meanMmHg ${meanMmHg} is not between ${diastolicMmHg} and ${systolicMmHg}.`);
  fields.clear('meanMmHg');
}

/** Millimetres of mercury in a kilopascal. */
const MMHG_PER_KPA = 7.50061683;

/** Rounded to whole mmHg: what alarms and records are in, and finer than any cuff (± 3 mmHg). */
export const mmHgOfKpa = (kPa: number): number => Math.round(kPa * MMHG_PER_KPA);
