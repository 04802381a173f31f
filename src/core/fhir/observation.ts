/** What every Observation of a visit has. */
import type { Instant } from '../reading.ts';
import { VITAL_SIGNS, quantity } from './codes.ts';
import type { Measure } from './codes.ts';
import { deviceRef, encounterRef, patientRef } from './people-and-place.ts';
import { identifier, metaOf, person, timeOf, visitIdFor } from './source.ts';
import type { Making } from './source.ts';
import type { Concept, Observation, Reference } from './types.ts';

/** `added`: it came after the last signature. `changed`: it was there when that was given, and is another now. */
export function statusOf(
  { isInError, isPreliminary }: Pick<Making, 'isInError' | 'isPreliminary'>,
  since: 'nothing' | 'added' | 'changed' = 'nothing',
): Observation['status'] {
  if (isInError) return 'entered-in-error';
  if (isPreliminary || since === 'added') return 'preliminary';
  return since === 'changed' ? 'amended' : 'final';
}

/** @param name unique among the visit's observations, the same in every run */
export function observation(
  making: Making,
  name: string,
  { code, profiles = [] }: Pick<Measure, 'code'> & Partial<Pick<Measure, 'profiles'>>,
  rest: Partial<Observation>,
): Observation {
  return {
    resourceType: 'Observation',
    id: visitIdFor(making, 'Observation', name),
    ...metaOf(making, profiles),
    identifier: [identifier(making, 'observation', `${making.record.visitId}/${name}`)],
    status: statusOf(making),
    code,
    subject: patientRef(making),
    encounter: encounterRef(making),
    ...rest,
  };
}

/** Who says so: a device, or a person by name. */
export type By = { readonly deviceId: string } | { readonly byName: string | undefined };

export function by(making: Making, who: By): { performer?: Reference[]; device?: Reference } {
  if ('deviceId' in who) return { device: deviceRef(making, who.deviceId) };
  const performer = person(who.byName);
  return performer.length > 0 ? { performer } : {};
}

export interface Measured {
  readonly at: Instant;
  /** Absent: there is none, and `why`. */
  readonly value: number | undefined;
  readonly why?: Concept;
  readonly by?: By;
}

/** A vital sign: one value, or why there is none. */
export const vitalSign = (
  making: Making,
  name: string,
  measure: Measure,
  { at, value, why, by: who }: Measured,
  rest: Partial<Observation> = {},
): Observation =>
  observation(making, name, measure, {
    category: [VITAL_SIGNS],
    effectiveDateTime: timeOf(at),
    ...(who && by(making, who)),
    ...(value === undefined ? why && { dataAbsentReason: why } : { valueQuantity: quantity(value, measure.unit) }),
    ...rest,
  });
