/** Visits that were put in from a file of another database: whoever gave them, and signed for them, is not of this clinic. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitImported } from '#core/keeping/retention.ts';
import type { OtherSite } from '#core/record/visit-record.ts';

const IMPORTS = `FROM events WHERE stream IN (SELECT stream FROM streams WHERE kind = 'site') AND type = 'visit-imported'`;

/** Ids of visits of other clinics, as SQL. */
export const BROUGHT_IDS = `SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.visitId') END ${IMPORTS}`;

/** By the visit's id. Costs a look at the site's events. @param journal only read. */
export function broughtVisits(journal: DatabaseSync): ReadonlyMap<string, OtherSite> {
  const rows = journal.prepare(`SELECT body ${IMPORTS}`).all() as unknown as readonly { body: string }[];
  return new Map(
    rows.map(({ body }) => {
      const { visitId, from } = JSON.parse(body) as VisitImported;
      return [visitId, from];
    }),
  );
}
