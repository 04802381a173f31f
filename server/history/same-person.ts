/** A person, whatever ids they were given: a clinic may enter the same patient anew at each visit. */
import type { DatabaseSync } from 'node:sqlite';
import { isSamePerson } from '#core/care/care.ts';
import type { PatientView } from '#core/view.ts';

export type Person = Pick<PatientView, 'name' | 'birthDate' | 'recordNumber'>;

interface PatientRow {
  readonly patient_id: string;
  readonly name: string;
  readonly birth_date: string;
  readonly record_number: string | null;
}

/** Costs a look at the patients. @param journal only read. */
export const idsOf = (journal: DatabaseSync, person: Person): readonly string[] =>
  known(journal).flatMap((each) => (isSame(each, person) ? each.patient_id : []));

/** Birth dates of other patients with this record number, each once, the earliest first: one of the two was typed wrong. Costs a look at the patients. */
export function othersWithNumber(journal: DatabaseSync, { birthDate, recordNumber }: Person): readonly string[] {
  if (recordNumber === undefined) return [];
  const others = known(journal).filter((each) => each.record_number === recordNumber && each.birth_date !== birthDate);
  return [...new Set(others.map((each) => each.birth_date))].toSorted();
}

const known = (journal: DatabaseSync): readonly PatientRow[] =>
  journal
    .prepare('SELECT patient_id, name, birth_date, record_number FROM patients')
    .all() as unknown as readonly PatientRow[];

/**
 * A name may change, a digit of a record number may be mistyped, and a birth date is shared by many: two of them must agree. Where both
 * have a number it is number and birth date, else name and birth date.
 */
function isSame(row: PatientRow, { name, birthDate, recordNumber }: Person): boolean {
  if (row.birth_date !== birthDate) return false;
  if (row.record_number !== null && recordNumber !== undefined) return row.record_number === recordNumber;
  return isSamePerson(row.name, name);
}
