/** A person, whatever ids they were given: a clinic may enter the same patient anew at each visit. */
import type { DatabaseSync } from 'node:sqlite';
import type { PatientView } from '#core/view.ts';

export type Person = Pick<PatientView, 'name' | 'birthDate' | 'recordNumber'>;

interface PatientRow {
  readonly patient_id: string;
  readonly name: string;
  readonly birth_date: string;
  readonly record_number: string | null;
}

/** Costs a look at the patients. @param journal only read. */
export function idsOf(journal: DatabaseSync, person: Person): readonly string[] {
  const known = journal
    .prepare('SELECT patient_id, name, birth_date, record_number FROM patients')
    .all() as unknown as readonly PatientRow[];
  return known.filter((each) => isSame(each, person)).map((each) => each.patient_id);
}

/** By the record number, where both have one; else by name and birth date. */
function isSame(row: PatientRow, { name, birthDate, recordNumber }: Person): boolean {
  if (row.record_number !== null && recordNumber !== undefined) return row.record_number === recordNumber;
  return row.birth_date === birthDate && plain(row.name) === plain(name);
}

const plain = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
