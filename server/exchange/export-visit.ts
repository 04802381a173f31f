/** A visit of a database as its file, also while the server runs. */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { chairNames, patientOf } from '../history/names.ts';
import { pastStream } from '../history/past-stream.ts';
import { storedEvents, storedRows } from '../journal/read-rows.ts';
import { connectReadOnly, inspect } from '../journal/schema.ts';
import { verifyStream } from '../journal/verify.ts';
import { attempt, done, notDone, outcomeOf } from '../keeping/outcome.ts';
import type { Outcome } from '../keeping/outcome.ts';
import { storedSite } from '../keeping/stored-site.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import { visitFileText } from './visit-file-text.ts';

/** Refused with exit code 1 when the record is not as it was written. */
export function exportVisit(database: string, visitId: string): Outcome<string> {
  return attempt(database, () => {
    if (!existsSync(database)) return notDone(`There is no database ${database}: name it with --database.`);
    const db = connectReadOnly(database);
    try {
      const found = inspect(db, database);
      if (!found.ok) return outcomeOf(found);
      return inOneSnapshot(db, () => textOf(db, found.value, visitId));
    } finally {
      db.close();
    }
  });
}

function textOf(
  db: DatabaseSync,
  { siteId, demo }: { siteId: string; demo: boolean },
  visitId: string,
): Outcome<string> {
  const stream = pastStream(db, visitId);
  if (!stream.ok) return outcomeOf(stream);
  const verified = verifyStream(db, siteId, stream.value.stream);
  if (!verified.ok) return notDone(`${verified.message} It is not exported: see "vigil audit verify".`, 1);
  const { number } = stream.value;
  const site = storedSite(db);
  let patientId = '';
  for (const event of storedEvents(db, number))
    if (event.type === 'visit-opened' || event.type === 'patient-corrected') ({ patientId } = event);
  return done(
    visitFileText({
      site: { siteId, name: site?.name ?? '', timeZone: site?.timeZone ?? 'UTC', demo },
      visitId,
      patient: patientOf(db, patientId),
      chairs: chairNames(db),
      rows: storedRows(db, number),
    }),
  );
}
