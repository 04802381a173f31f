/** Puts a visit from its file into a journal that no server runs on: all of it in one transaction, or nothing. */
import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import type { SiteEvent } from '#core/site-state.ts';
import type { PatientView } from '#core/view.ts';
import { parseVisitFile } from '#protocol/visit-file.ts';
import type { VisitFile } from '#protocol/visit-file.ts';
import { patientOf } from '../history/names.ts';
import { CHAIN_START, link } from '../journal/hash-chain.ts';
import { findStream } from '../journal/read-rows.ts';
import { toRow } from '../journal/rows.ts';
import type { Row } from '../journal/rows.ts';
import { findTombstone } from '../journal/tombstones.ts';
import { attempt, done, notDone, outcomeOf } from '../keeping/outcome.ts';
import type { Outcome } from '../keeping/outcome.ts';
import { rowsOf } from './file-rows.ts';
import type { FileRows } from './file-rows.ts';
import { writeOffline } from './offline-journal.ts';
import type { OfflineJournal } from './offline-journal.ts';

export interface ImportOptions {
  readonly database: string;
  readonly file: string;
  /** The wall clock. */
  readonly at: Instant;
  /** Told before and after the one transaction. */
  readonly onStep?: (step: 'read' | 'written') => void;
}

export interface ImportedVisit {
  readonly visitId: string;
  readonly events: number;
  readonly from: VisitFile['site'];
  /** The patient was not known here before. */
  readonly newPatient: boolean;
}

export function importVisit({ database, file, at, onStep = () => undefined }: ImportOptions): Outcome<ImportedVisit> {
  const text = attempt(file, () => done(readFileSync(file, 'utf8')));
  if (!text.ok) return text;
  const parsed = parseVisitFile(text.value);
  if (!parsed.ok) return outcomeOf(parsed);
  const read = rowsOf(parsed.value);
  // 1: something is not as it was written.
  if (!read.ok) return notDone(read.refusal.message, read.refusal.code === 'malformed' ? 1 : 2);
  onStep('read');
  return writeOffline(database, at, (journal) => {
    const why = whyNot(journal, parsed.value, read.value);
    if (why !== undefined) return notDone(`${why} Nothing was changed.`);
    const { patient, visitId, site, events } = parsed.value;
    const known = patient === null || patientOf(journal.db, patient.patientId) !== null;
    journal.store.commit([
      ...(patient && !known ? [{ table: 'patients', patient } as const] : []),
      ...read.value.rows,
      tellingRow(journal, parsed.value, read.value),
    ]);
    onStep('written');
    return done({ visitId, events: events.length, from: site, newPatient: !known });
  });
}

/** It is the site's own event, not the audit's: the audit of a day is let go before the visit is. */
function tellingRow(journal: OfflineJournal, { site, visitId, chairs }: VisitFile, read: FileRows): Row {
  const { siteId, now } = journal;
  const stream = { kind: 'site', id: siteId } as const;
  const from = { siteId: site.siteId, name: site.name };
  const event: SiteEvent = {
    ...{ type: 'visit-imported', visitId, from, chairs, seq: read.rows.length, hash: read.lastHash },
    ...{ at: now, actor: { kind: 'system' } },
  };
  return toRow(stream, (findStream(journal.db, stream)?.seq ?? 0) + 1, event);
}

function whyNot(
  { db, siteId, demo, now }: OfflineJournal,
  file: VisitFile,
  { rows, events }: FileRows,
): string | undefined {
  const { visitId, patient } = file;
  if (file.site.demo && !demo)
    return `The visit of the file is a demonstration's: its patient is invented, and this is a clinic's own database.`;
  const there = findStream(db, { kind: 'visit', id: visitId });
  if (there) {
    const hash = rows.reduce((before, row) => link(siteId, before, row), CHAIN_START);
    return hash === there.headHash
      ? `The visit ${visitId} is there already.`
      : `A visit ${visitId} is there already, and it is not the same: other events, or a later state of it.`;
  }
  if (findTombstone(db, 'visit', visitId)) return `The visit ${visitId} was removed here by the clinic's rule.`;
  const last = Math.max(...events.slice(-1_000).map(({ at }) => at));
  if (events.some(({ at }) => at > now))
    return `The file tells of ${new Date(last).toISOString()}, which is still to come: the clinic's clock would follow it.`;
  return whyNotPatient(db, patient, events);
}

function whyNotPatient(
  db: DatabaseSync,
  patient: VisitFile['patient'],
  events: FileRows['events'],
): string | undefined {
  const ids = events.flatMap((event) =>
    event.type === 'visit-opened' || event.type === 'patient-corrected' ? [event.patientId] : [],
  );
  const patientId = ids.at(-1) ?? '';
  if (patient === null)
    return patientOf(db, patientId) === null
      ? undefined
      : `The file does not say who its patient is, and its events have the id of one who is known here (${patientId}): the visit would be theirs.`;
  if (patientId !== patient.patientId) return `The patient of the file is not the one of its events.`;
  if (findTombstone(db, 'patient', patient.patientId))
    return `The patient ${patient.patientId} was removed here by the clinic's rule.`;
  const known = patientOf(db, patient.patientId);
  if (known === null) return undefined;
  const others = FIELDS.filter(([key]) => known[key] !== patient[key]).map(([, name]) => name);
  return others.length === 0
    ? undefined
    : `The patient ${patient.patientId} is there with another ${others.join(' and another ')}.`;
}

const FIELDS: readonly (readonly [keyof PatientView, string])[] = [
  ['name', 'name'],
  ['birthDate', 'birth date'],
  ['recordNumber', 'record number'],
];
