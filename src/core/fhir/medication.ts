/** What was given: dose and rate as far as they are known, and never a status that nobody said. */
import type { Treatment } from '../record/visit-record.ts';
import { STOP_REASON } from '../words/labels.ts';
import { decimal } from '../words/number-words.ts';
import { drug, INTRAVENOUS, NASAL, quantity } from './codes.ts';
import { encounterRef, patientRef } from './people-and-place.ts';
import { identifier, metaOf, notes, ownOf, periodOf, person, said, timeOf, visitIdFor } from './source.ts';
import type { Making } from './source.ts';
import type { MedicationAdministration } from './types.ts';

export function medicationOf(making: Making): MedicationAdministration[] {
  const { treatment, protocol } = making.record;
  if (!treatment) return [];
  return protocol.treatment === 'infusion' ? [infusionOf(making, treatment)] : sprayOf(making, treatment);
}

export const medicationRefName = (index: number): string => `drug/${index}`;

type Common = Omit<MedicationAdministration, 'status' | 'dosage'>;

function common(making: Making, index: number, lot: string | undefined): Common {
  const { record } = making;
  const name = medicationRefName(index);
  const code = drug(record.protocol.drug);
  const lotNumber = said(lot);
  return {
    resourceType: 'MedicationAdministration',
    id: visitIdFor(making, 'MedicationAdministration', name),
    ...metaOf(making),
    ...(lotNumber !== undefined && {
      contained: [{ resourceType: 'Medication', id: 'drug', code, batch: { lotNumber } }],
    }),
    identifier: [identifier(making, 'medication-administration', `${record.visitId}/${name}`)],
    ...(lotNumber === undefined
      ? { medicationCodeableConcept: code }
      : { medicationReference: { reference: '#drug' } }),
    subject: patientRef(making),
    context: encounterRef(making),
  };
}

const performers = (making: Making): Pick<MedicationAdministration, 'performer'> => {
  const performer = person(making.record.setUp.nurseName).map((actor) => ({ actor }));
  return performer.length > 0 ? { performer } : {};
};

function infusionOf(making: Making, treatment: Treatment): MedicationAdministration {
  const { startedAt, endedAt, stopReason, pauses, plannedMs } = treatment;
  const { setUp } = making.record;
  const stopped = stopReason !== undefined && stopReason !== 'completed';
  return {
    ...common(making, 0, setUp.lot),
    status: making.isInError
      ? 'entered-in-error'
      : endedAt === undefined
        ? 'unknown'
        : stopped
          ? 'stopped'
          : 'completed',
    ...(stopped && { statusReason: [ownOf('stopped', stopReason, STOP_REASON[stopReason])] }),
    effectivePeriod: periodOf(startedAt, endedAt),
    ...performers(making),
    ...dosageOf(making, treatment),
    ...notes(
      endedAt === undefined ? 'Nobody said that the infusion ended.' : undefined,
      `Planned for ${decimal(plannedMs / 60_000)} min.`,
      ...pauses.map(({ from, to }) => `Paused from ${timeOf(from)} ${to === undefined ? 'on' : `to ${timeOf(to)}`}.`),
      setUp.concentrationMgPerMl === undefined
        ? undefined
        : `Concentration ${decimal(setUp.concentrationMgPerMl, 3)} mg/mL.`,
      setUp.ivSite === undefined ? undefined : `IV site: ${setUp.ivSite}.`,
    ),
  };
}

/** The amount a person read off the pump, else Vigil's estimate, each by its name: the pump is not Vigil's. */
function dosageOf(
  { record }: Making,
  { doseMg, plannedMs, pumpMg, pumpVolumeMl, estimatedMg }: Treatment,
): Pick<MedicationAdministration, 'dosage'> {
  const given = pumpMg ?? estimatedMg;
  const rate =
    doseMg === undefined || plannedMs <= 0
      ? undefined
      : { numerator: quantity(doseMg, 'mg'), denominator: quantity(plannedMs / 60_000, 'min') };
  if (given === undefined && !rate) return {};
  const text = [
    doseMg === undefined ? undefined : `Ordered: ${decimal(doseMg, 2)} mg over ${decimal(plannedMs / 60_000)} min`,
    record.setUp.doseMgPerKg === undefined ? undefined : `${decimal(record.setUp.doseMgPerKg, 3)} mg/kg`,
    pumpVolumeMl === undefined ? undefined : `read off the pump: ${decimal(pumpVolumeMl, 2)} mL`,
    pumpMg === undefined ? undefined : `${decimal(pumpMg, 2)} mg by the pump`,
    estimatedMg === undefined ? undefined : `${decimal(estimatedMg, 2)} mg estimated by the time it ran`,
    given === undefined ? 'the amount given is not known' : undefined,
  ];
  return {
    dosage: {
      text: text.filter((each) => each !== undefined).join('; '),
      route: INTRAVENOUS,
      ...(given !== undefined && { dose: quantity(given, 'mg') }),
      ...(rate && { rateRatio: rate }),
    },
  };
}

/** Each nasal device is an administration of its own. */
const sprayOf = (making: Making, { devices }: Treatment): MedicationAdministration[] =>
  devices.map(({ at, mg, lot }, index) => ({
    ...common(making, index, lot),
    status: making.isInError ? 'entered-in-error' : 'completed',
    effectiveDateTime: timeOf(at),
    ...performers(making),
    dosage: { text: `Nasal device ${index + 1}`, route: NASAL, dose: quantity(mg, 'mg') },
  }));
