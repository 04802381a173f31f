/** What is typed when a visit is planned, and what of it is asked of the server. */
import type { Instant } from '#core/reading.ts';
import type { PlannedSetUp, PlannedVisit } from '#core/schedule/plan.ts';
import type { GivenPatient, SiteView } from '#protocol/screen-events.ts';
import type { PlanView } from '#protocol/schedule.ts';
import { clockTime, decimal, numberIn } from '../components/format.ts';
import { instantOf, isoDay } from '../history/clinic-day.ts';

export interface PlanFields {
  chairId: string;
  day: string;
  time: string;
  minutes: string;
  protocolId: string;
  name: string;
  birthDate: string;
  recordNumber: string;
  weightKg: string;
  doseMgPerKg: string;
  doseMg: string;
  rideName: string;
  ridePhone: string;
  note: string;
}

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

/** The next quarter of an hour today, nine o'clock on another day. */
export function suggestedTime(day: string, now: Instant, zone: string): string {
  if (isoDay(now, zone) !== day) return '09:00';
  const next = Math.ceil((now + MINUTE) / QUARTER) * QUARTER;
  return isoDay(next, zone) === day ? clockTime(next, zone) : clockTime(now, zone);
}

export const emptyFields = (where: Pick<PlanFields, 'chairId' | 'day' | 'time' | 'protocolId'>): PlanFields => ({
  ...where,
  ...{ minutes: '', name: '', birthDate: '', recordNumber: '', weightKg: '', doseMgPerKg: '', doseMg: '' },
  ...{ rideName: '', ridePhone: '', note: '' },
});

export function fieldsOf(plan: PlanView, zone: string): PlanFields {
  const { setUp, patient, startsAt } = plan;
  const number = (value: number | undefined): string => (value === undefined ? '' : decimal(value, 2));
  return {
    ...{ chairId: plan.chairId, day: isoDay(startsAt, zone), time: clockTime(startsAt, zone) },
    ...{ minutes: decimal(plan.lengthMs / MINUTE), protocolId: plan.protocolId, note: plan.note ?? '' },
    ...{ name: patient?.name ?? '', birthDate: patient?.birthDate ?? '', recordNumber: patient?.recordNumber ?? '' },
    ...{ weightKg: number(setUp.weightKg), doseMgPerKg: number(setUp.doseMgPerKg), doseMg: number(setUp.doseMg) },
    ...{ rideName: setUp.ride?.name ?? '', ridePhone: setUp.ride?.phone ?? '' },
  };
}

export type Read =
  | { readonly ok: true; readonly plan: PlannedVisit; readonly patient: GivenPatient }
  | { readonly ok: false; readonly message: string };

/** What is wrong is named in a sentence; what is clinically possible is the server's to say. */
export function readFields(fields: PlanFields, protocols: SiteView['protocols'], zone: string): Read {
  const no = (message: string): Read => ({ ok: false, message });
  const name = fields.name.trim();
  if (name === '') return no('Enter the patient’s name.');
  if (fields.birthDate === '') return no('Enter the birth date: it is the second identifier.');
  if (fields.chairId === '') return no('Choose a chair.');
  const protocol = protocols.find(({ id }) => id === fields.protocolId);
  if (!protocol) return no('Choose a protocol.');
  const startsAt = instantOf(fields.day, fields.time, zone);
  if (startsAt === undefined) return no('Enter the day and the time.');
  const setUp: { -readonly [K in keyof PlannedSetUp]: PlannedSetUp[K] } = {};
  for (const [field, what] of [
    ['weightKg', 'weight'],
    ['doseMgPerKg', 'dose by weight'],
    ['doseMg', 'dose'],
  ] as const) {
    if (fields[field].trim() === '') continue;
    const value = numberIn(fields[field]);
    if (value === undefined) return no(`“${fields[field]}” is not a number: correct the ${what}.`);
    setUp[field] = value;
  }
  const [rideName, ridePhone] = [fields.rideName.trim(), fields.ridePhone.trim()];
  if ((rideName === '') !== (ridePhone === ''))
    return no('A ride has a name and a phone: enter both, or neither for now.');
  if (rideName !== '') setUp.ride = { name: rideName, phone: ridePhone };
  const minutes = fields.minutes.trim() === '' ? undefined : numberIn(fields.minutes);
  if (fields.minutes.trim() !== '' && minutes === undefined)
    return no(`“${fields.minutes}” is not a number of minutes.`);
  const lengthMs =
    minutes === undefined ? (protocol.usualLengthMs ?? protocol.plannedMs) : Math.round(minutes * MINUTE);
  const note = fields.note.trim();
  const recordNumber = fields.recordNumber.trim();
  return {
    ok: true,
    plan: {
      ...{ chairId: fields.chairId, startsAt, lengthMs, protocolId: fields.protocolId, setUp },
      ...(note !== '' && { note }),
    },
    patient: { name, birthDate: fields.birthDate, ...(recordNumber !== '' && { recordNumber }) },
  };
}

/** Who a plan is for is told again only when it is another: the name has a record of its own. */
export const isSamePatient = (patient: GivenPatient, before: PlanView['patient']): boolean =>
  patient.name === before?.name &&
  patient.birthDate === before.birthDate &&
  patient.recordNumber === before.recordNumber;
