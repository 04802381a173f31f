/** What stands in the record beside what was measured and entered: weight, baseline, criteria of discharge, the times of watching. */
import type { VisitEventOf } from '../event.ts';
import { CRITERION } from '../words/labels.ts';
import { DIASTOLIC, MEAN, MEASURE, own, OXYGEN_FLOW, quantity, SYSTOLIC } from './codes.ts';
import { observation, vitalSign } from './observation.ts';
import { by } from './observation.ts';
import { notes, ownOf, person, timeOf } from './source.ts';
import type { Making } from './source.ts';
import type { Observation } from './types.ts';

export const summaryOf = (making: Making): Observation[] => [
  ...weightOf(making),
  ...baselineOf(making),
  ...criteriaOf(making),
];

/** By when somebody entered the last word of it. */
function weightOf(making: Making): Observation[] {
  const { weightKg } = making.record.setUp;
  const entered = making.events.findLast(
    (event): event is VisitEventOf<'set-up-recorded'> =>
      event.type === 'set-up-recorded' && event.setUp.weightKg === weightKg,
  );
  if (weightKg === undefined || !entered) return [];
  const byName = entered.actor.kind === 'staff' ? entered.actor.name : undefined;
  return [vitalSign(making, 'weight', MEASURE.weight, { at: entered.at, value: weightKg, by: { byName } })];
}

/** What the limits and the rise were judged by: made of several readings, so no vital sign of its own. */
function baselineOf(making: Making): Observation[] {
  const { baseline } = making.record;
  if (!baseline) return [];
  const { systolicMmHg, diastolicMmHg, meanMmHg, spo2Pct, pulseBpm, oxygenLPerMin, frozenAt, corrections } = baseline;
  return [
    observation(
      making,
      'baseline',
      { code: own('baseline', 'Baseline before treatment') },
      {
        effectiveDateTime: timeOf(frozenAt),
        component: [
          { code: SYSTOLIC, valueQuantity: quantity(systolicMmHg, 'mm[Hg]') },
          { code: DIASTOLIC, valueQuantity: quantity(diastolicMmHg, 'mm[Hg]') },
          { code: MEAN, valueQuantity: quantity(meanMmHg, 'mm[Hg]') },
          { code: MEASURE.spo2.code, valueQuantity: quantity(spo2Pct, '%') },
          { code: MEASURE.pulse.code, valueQuantity: quantity(pulseBpm, '/min') },
          { code: OXYGEN_FLOW, valueQuantity: quantity(oxygenLPerMin, 'L/min') },
        ],
        ...notes(...corrections.map(({ at, byName, reason }) => `Corrected at ${timeOf(at)} by ${byName}: ${reason}`)),
      },
    ),
  ];
}

const STATUS = { met: 'Met', unmet: 'Not met', overridden: 'Set aside by a provider' } as const;

function criteriaOf(making: Making): Observation[] {
  const { criteria, ended } = making.record;
  if (criteria.length === 0) return [];
  return [
    observation(
      making,
      'criteria',
      { code: own('discharge-criteria', 'Criteria of discharge') },
      {
        effectiveDateTime: timeOf(ended.at),
        ...(person(ended.byName).length > 0 && by(making, { byName: ended.byName })),
        component: criteria.map(({ criterion, status, detail, reason }) => {
          const code = ownOf('criterion', status, STATUS[status]);
          const more = [detail, reason].filter((each) => each !== undefined && each.trim() !== '').join('; ');
          return {
            code: ownOf('criterion', criterion, CRITERION[criterion]),
            valueCodeableConcept: more === '' ? code : { ...code, text: `${code.text}: ${more}` },
          };
        }),
      },
    ),
  ];
}
