/** What a patient weighed at the last visit that is over. Costs a look at the patients and at a few visits' set-up, never at readings. */
import type { DatabaseSync } from 'node:sqlite';
import type { LastWeight } from '#core/weight.ts';
import { idsOf } from './same-person.ts';
import type { Person } from './same-person.ts';

/** A visit without a weight (nasal esketamine) leaves it to the one before; so far back it is looked for. */
const VISITS_BACK = 20;

/** @param list the history's: its visits by patient. @param journal only read. */
export function lastWeight(journal: DatabaseSync, list: DatabaseSync, person: Person): LastWeight | undefined {
  const visits = list
    .prepare(
      `SELECT stream, opened_at FROM visits WHERE patient_id IN (SELECT value FROM json_each(?)) AND ending <> 'wrong-patient'
       AND imported = 0
       ORDER BY opened_at DESC, stream DESC LIMIT ?`,
    )
    .all(JSON.stringify(idsOf(journal, person)), VISITS_BACK) as unknown as readonly {
    stream: number;
    opened_at: number;
  }[];
  const setUps = journal.prepare(
    "SELECT type, body FROM events WHERE stream = ? AND type IN ('set-up-recorded', 'patient-corrected') ORDER BY seq DESC",
  );
  for (const { stream, opened_at: at } of visits) {
    const kg = weightOf(setUps.all(stream) as unknown as readonly { type: string; body: string }[]);
    if (kg !== undefined) return { kg, at };
  }
  return undefined;
}

/** @param rows newest first. What was recorded before the patient was corrected is another's. */
function weightOf(rows: readonly { readonly type: string; readonly body: string }[]): number | undefined {
  for (const { type, body } of rows) {
    if (type === 'patient-corrected') return undefined;
    const { setUp } = JSON.parse(body) as { setUp: { weightKg?: number } };
    if (setUp.weightKg !== undefined) return setUp.weightKg;
  }
  return undefined;
}
