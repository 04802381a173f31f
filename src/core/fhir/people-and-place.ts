/** For whom, where, by whom and with what: patient, clinic, chairs, devices, and the stay itself. */
import type { Ending } from '../phase.ts';
import { ENDING } from '../words/labels.ts';
import { DEVICE_TYPE, hl7, own, VIGIL } from './codes.ts';
import { idFor, identifier, metaOf, notes, periodOf, person, refTo, said, siteMeta, visitIdFor } from './source.ts';
import type { Making } from './source.ts';
import type { Concept, Device, Encounter, Location, Organization, Patient, Reference } from './types.ts';

/**
 * Who it is for a FHIR server. A patient has another id of Vigil's at each visit that was opened with a new name: the record number makes
 * them one, but only with the birth date beside it. A slip in the number must not write one patient's name over another's.
 */
const whoseName = ({ patient, record }: Pick<Making, 'patient' | 'record'>): string =>
  patient?.recordNumber === undefined || patient.recordNumber.trim() === ''
    ? `id/${record.patientId}`
    : `record/${patient.recordNumber.trim()}/${patient.birthDate}`;

const patientId = (making: Making): string => idFor(making, 'Patient', whoseName(making));
export const patientRef = (making: Making): Reference => refTo(patientId(making));
const clinicId = (making: Making): string => idFor(making, 'Organization', 'clinic');
export const clinicRef = (making: Making): Reference => refTo(clinicId(making), making.site.name);
export const encounterRef = (making: Making): Reference => refTo(visitIdFor(making, 'Encounter', 'visit'));
/** Undefined: not one of the visit's devices. */
export const deviceRef = (making: Making, deviceId: string): Reference =>
  refTo(idFor(making, 'Device', deviceId), labelOf(making, deviceId));
export const vigilRef = (making: Making): Reference => refTo(idFor(making, 'Device', 'vigil'), 'Vigil');

const labelOf = ({ devices }: Making, deviceId: string): string =>
  devices.find((each) => each.deviceId === deviceId)?.label.trim() || deviceId;

const nameOf = (name: string): Pick<Patient, 'name'> => {
  const text = said(name);
  return text === undefined ? {} : { name: [{ use: 'usual', text }] };
};

export function patientOf(making: Making): Patient {
  const { patient, record } = making;
  const number = patient?.recordNumber?.trim();
  return {
    resourceType: 'Patient',
    id: patientId(making),
    ...siteMeta(making),
    identifier: [
      ...(number
        ? [{ ...identifier(making, 'record-number', number), type: hl7('v2-0203', 'MR', 'Medical record number') }]
        : []),
      identifier(making, 'patient', record.patientId),
    ],
    ...(patient && { ...nameOf(patient.name), birthDate: patient.birthDate }),
  };
}

export const clinicOf = (making: Making): Organization => ({
  resourceType: 'Organization',
  id: clinicId(making),
  ...siteMeta(making),
  identifier: [identifier(making, 'clinic', making.site.siteId)],
  name: making.site.name,
});

const chairName = ({ chairs }: Making, chairId: string): string =>
  chairs.findLast((chair) => chair.chairId === chairId)?.name.trim() || 'Chair';

export function chairsOf(making: Making): Location[] {
  const chairIds = [...new Set(making.record.chairs.map(({ chairId }) => chairId))];
  return chairIds.map((chairId) => ({
    resourceType: 'Location',
    id: idFor(making, 'Location', chairId),
    ...siteMeta(making),
    identifier: [identifier(making, 'chair', chairId)],
    status: 'active',
    name: chairName(making, chairId),
    managingOrganization: clinicRef(making),
  }));
}

/** Each that fed the visit, in the order of its first reading, and Vigil itself. */
export function devicesOf(making: Making): Device[] {
  const { events, devices, deps } = making;
  const ids = new Set(events.flatMap((event) => (event.type === 'reading-recorded' ? [event.source.deviceId] : [])));
  const measuring = [...ids].map((deviceId): Device => {
    const known = devices.find((each) => each.deviceId === deviceId);
    const title = known && (deps.titleOf?.(known.model) ?? known.model);
    return {
      resourceType: 'Device',
      id: idFor(making, 'Device', deviceId),
      ...siteMeta(making),
      identifier: [identifier(making, 'device', deviceId)],
      deviceName: [
        { name: labelOf(making, deviceId), type: 'user-friendly-name' },
        ...(title === undefined ? [] : [{ name: title, type: 'model-name' as const }]),
      ],
      ...(known && { modelNumber: known.model }),
      type: known ? DEVICE_TYPE[known.kind] : own('device', 'Measuring device, no longer registered'),
      owner: clinicRef(making),
      ...notes(known?.emulated ? 'Emulated: it measures nobody.' : undefined),
    };
  });
  return [...measuring, vigilOf(making)];
}

const vigilOf = (making: Making): Device => ({
  resourceType: 'Device',
  id: idFor(making, 'Device', 'vigil'),
  ...siteMeta(making),
  identifier: [identifier(making, 'software', 'vigil')],
  deviceName: [{ name: 'Vigil', type: 'user-friendly-name' }],
  type: own('software', 'Vigil, in-session monitor (software)'),
  ...(making.deps.build !== undefined && { version: [{ value: making.deps.build }] }),
  owner: clinicRef(making),
});

const STATUS: Readonly<Record<Ending, Encounter['status']>> = {
  home: 'finished',
  transferred: 'finished',
  'left-against-advice': 'finished',
  cancelled: 'cancelled',
  'wrong-patient': 'entered-in-error',
};
const DISPOSITION: Readonly<Partial<Record<Ending, string>>> = {
  home: 'home',
  transferred: 'other-hcf',
  'left-against-advice': 'aadvice',
};

export function encounterOf(making: Making): Encounter {
  const { record } = making;
  const { openedAt, ended, treatment, protocol, chairs, setUp } = record;
  const disposition = DISPOSITION[ended.ending];
  const role = (code: string, text: string): Concept[] => [hl7('v3-ParticipationType', code, text)];
  const participant = [
    ...person(setUp.nurseName).map((individual) => ({ type: role('PPRF', 'primary performer'), individual })),
    ...person(setUp.providerName).map((individual) => ({ type: role('ATND', 'attender'), individual })),
  ];
  return {
    resourceType: 'Encounter',
    id: visitIdFor(making, 'Encounter', 'visit'),
    ...metaOf(making),
    identifier: [identifier(making, 'visit', record.visitId)],
    status: STATUS[ended.ending],
    statusHistory: treatment
      ? [
          { status: 'arrived', period: periodOf(openedAt, treatment.startedAt) },
          { status: 'in-progress', period: periodOf(treatment.startedAt, ended.at) },
        ]
      : [{ status: 'arrived', period: periodOf(openedAt, ended.at) }],
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'ambulatory' },
    type: [
      {
        coding: [
          {
            system: VIGIL,
            code: `protocol-${protocol.id}`,
            version: String(protocol.version),
            display: protocol.title,
          },
        ],
        text: `${protocol.title}, version ${protocol.version}`,
      },
    ],
    subject: patientRef(making),
    ...(participant.length > 0 && { participant }),
    period: periodOf(openedAt, ended.at),
    ...(disposition !== undefined && {
      hospitalization: { dischargeDisposition: hl7('discharge-disposition', disposition, ENDING[ended.ending]) },
    }),
    location: chairs.map(({ chairId, from }, index) => ({
      location: refTo(idFor(making, 'Location', chairId), chairName(making, chairId)),
      status: 'completed',
      period: periodOf(from, chairs[index + 1]?.from ?? ended.at),
    })),
    serviceProvider: clinicRef(making),
  };
}
