/** Who and what the ids of a visit are: patients from their own table, chairs from the site's events. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitImported } from '#core/keeping/retention.ts';
import type { PastNames } from '#core/past/past-view.ts';
import type { Instant } from '#core/reading.ts';
import { IMPORTED_CHAIR, IMPORTED_CHAIR_NAME } from '#core/record/imported.ts';
import type { PatientView } from '#core/view.ts';

type ChairName = PastNames['chairs'][number];

export function patientOf(journal: DatabaseSync, patientId: string): PatientView | null {
  const row = journal
    .prepare('SELECT name, birth_date, record_number FROM patients WHERE patient_id = ?')
    .get(patientId) as { name: string; birth_date: string; record_number: string | null } | undefined;
  return row
    ? {
        patientId,
        name: row.name,
        birthDate: row.birth_date,
        ...(row.record_number !== null && { recordNumber: row.record_number }),
      }
    : null;
}

/** Every name a chair ever had, oldest first. Costs the few events that name chairs. */
export function chairNames(journal: DatabaseSync): readonly ChairName[] {
  const rows = journal
    .prepare(
      `SELECT at, body FROM events WHERE stream IN (SELECT stream FROM streams WHERE kind = 'site')
       AND type IN ('chair-added', 'chair-renamed', 'visit-imported') ORDER BY stream, seq`,
    )
    .all() as { at: Instant; body: string }[];
  const seen = new Set<string>();
  return rows.flatMap(({ at, body }) => {
    const told = JSON.parse(body) as { chairId: string; name: string } | Pick<VisitImported, 'chairs'>;
    if (!('chairs' in told)) return { chairId: told.chairId, name: told.name, from: at };
    // Those of a visit from another database, as they were called there.
    const names = told.chairs.filter((each) => !seen.has(JSON.stringify(each)));
    for (const each of names) seen.add(JSON.stringify(each));
    return names;
  });
}

/** IANA, as the clinic was set up. */
export function timeZoneOf(journal: DatabaseSync): string {
  const row = journal
    .prepare(
      `SELECT body FROM events WHERE stream IN (SELECT stream FROM streams WHERE kind = 'site')
       AND type IN ('site-founded', 'site-set-up') ORDER BY seq DESC LIMIT 1`,
    )
    .get() as { body: string } | undefined;
  return row === undefined ? 'UTC' : (JSON.parse(row.body) as { timeZone: string }).timeZone;
}

/** What it was called then; the first name it had when it was used before it had one. */
export const nameAt = (names: readonly ChairName[], chairId: string, at: Instant): string =>
  (
    names.findLast((each) => each.chairId === chairId && each.from <= at) ??
    names.find((each) => each.chairId === chairId)
  )?.name ?? (chairId === IMPORTED_CHAIR ? IMPORTED_CHAIR_NAME : 'Chair');
