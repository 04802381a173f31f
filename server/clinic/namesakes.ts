/** Other patients of these hours who share the surname: they are mistaken for each other (PH-148). */
import { surnameOf } from '#core/schedule/same-surname.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { PatientView } from '#core/view.ts';
import type { Journal } from '../journal/journal.ts';
import type { ScheduleDesk } from './schedule-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

/** To either side: a day of the clinic, wherever in it this is asked. */
const HOURS_MS: Duration = 12 * 3_600_000;

/** With a visit, a summary still shown, or a plan within those hours; each person once. */
export function namesakesOf(
  patient: PatientView,
  now: Instant,
  {
    journal,
    visits,
    schedule,
  }: { readonly journal: Journal; readonly visits: VisitDesk; readonly schedule: ScheduleDesk },
): readonly PatientView[] {
  const surname = surnameOf(patient.name);
  if (surname === '') return [];
  const planned = schedule.between(now - HOURS_MS, now + HOURS_MS).filter(({ status }) => status.name !== 'cancelled');
  const ids = new Set([
    ...visits.running.map(({ state }) => state.patientId),
    ...planned.map(({ patientId }) => patientId),
  ]);
  const others = [...ids].flatMap((patientId) => journal.getPatient(patientId) ?? []);
  const isOther = ({ name, birthDate }: PatientView): boolean =>
    surnameOf(name) === surname && (name !== patient.name || birthDate !== patient.birthDate);
  return [...new Map(others.filter(isOther).map((other) => [`${other.name} ${other.birthDate}`, other])).values()];
}
