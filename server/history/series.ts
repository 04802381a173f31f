/** A patient's visits that are over, from the history's list. Costs a look at the patients and at those visits' figures, never at readings. */
import type { DatabaseSync } from 'node:sqlite';
import type { VisitFacts } from '#core/past/visit-summary.ts';
import type { VisitFigures } from '#core/record/visit-figures.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { VISITS_A_SERIES } from '#protocol/series.ts';
import type { PatientSeries } from '#protocol/series.ts';
import { patientOf } from './names.ts';
import { idsOf, othersWithNumber } from './same-person.ts';

/**
 * @param list the history's: its visits by patient. @param journal only read.
 * @param visitId one that is over, or goes on
 */
export function patientSeries(
  journal: DatabaseSync,
  list: DatabaseSync,
  visitId: string,
): Result<Omit<PatientSeries, 'unlisted'>> {
  const patientId = patientIn(journal, visitId);
  if (patientId === undefined) return refuse('not-found', 'There is no such visit: choose one from the history.');
  const patient = patientOf(journal, patientId);
  const ids = JSON.stringify([...new Set([patientId, ...(patient ? idsOf(journal, patient) : [])])]);
  const of = `FROM visits WHERE patient_id IN (SELECT value FROM json_each(?)) AND ending <> 'wrong-patient' AND imported = 0`;
  const { total } = list.prepare(`SELECT count(*) AS total ${of}`).get(ids) as { total: number };
  const rows = list
    .prepare(`SELECT visit_id AS visitId, facts, figures ${of} ORDER BY opened_at DESC, stream DESC LIMIT ?`)
    .all(ids, VISITS_A_SERIES) as unknown as readonly { visitId: string; facts: string; figures: string }[];
  const visits = rows.toReversed().map((row) => ({
    visitId: row.visitId,
    protocolTitle: (JSON.parse(row.facts) as VisitFacts).protocolTitle,
    figures: JSON.parse(row.figures) as VisitFigures,
  }));
  return accept({ patient, sameNumber: patient ? othersWithNumber(journal, patient) : [], visits, total });
}

/** The last word of whose visit it is. */
function patientIn(journal: DatabaseSync, visitId: string): string | undefined {
  const row = journal
    .prepare(
      `SELECT body FROM events WHERE stream = (SELECT stream FROM streams WHERE kind = 'visit' AND stream_id = ?)
       AND type IN ('visit-opened', 'patient-corrected') ORDER BY seq DESC LIMIT 1`,
    )
    .get(visitId) as { body: string } | undefined;
  return row && (JSON.parse(row.body) as { patientId: string }).patientId;
}
