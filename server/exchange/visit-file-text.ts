/** A visit as the text of its file. Its hashes are made anew while it is written, and held against those on the disk. */
import type { PastNames } from '#core/past/past-view.ts';
import type { PatientView } from '#core/view.ts';
import { VISIT_FORMAT, VISIT_FORMAT_VERSION } from '#protocol/visit-file.ts';
import type { VisitFile } from '#protocol/visit-file.ts';
import { CHAIN_START, link, shortLink } from '../journal/hash-chain.ts';
import type { StoredEvent, StoredReading } from '../journal/read-rows.ts';
import type { StreamRow } from '../journal/rows.ts';
import { fromColumns } from '../journal/reading-columns.ts';
import { headHash } from './head-hash.ts';
import type { FileHead } from './head-hash.ts';

export interface FiledVisit {
  readonly site: VisitFile['site'];
  readonly visitId: string;
  readonly patient: PatientView | null;
  /** Of every chair; those of the visit are written, with the names they had by its last event. */
  readonly chairs: PastNames['chairs'];
  /** As they stand on the disk, in order. */
  readonly rows: Iterable<StoredEvent | StoredReading>;
}

/** One event a line. The same visit gives the same bytes, but for the site and the hashes that hang on it. Throws on a row that was spoilt. */
export function visitFileText({ site, visitId, patient, chairs, rows }: FiledVisit): string {
  const stream = { kind: 'visit', id: visitId } as const;
  const lines: string[] = [];
  const used = new Set<string>();
  let before = CHAIN_START;
  let lastAt = 0;
  for (const row of rows) {
    const reading = 'columns' in row;
    const next: StreamRow = reading ? { table: 'readings', stream, ...row } : { table: 'events', stream, ...row };
    before = link(site.siteId, before, next);
    if (reading ? row.shortHash !== shortLink(before) : Buffer.from(row.hash).toString('hex') !== before)
      throw new Error(`Row ${row.seq} of visit ${visitId} is not as it was written: it is not exported.`);
    for (const [, chairId = ''] of reading ? [] : row.body.matchAll(/"chairId":"([^"]*)"/g)) used.add(chairId);
    lines.push(lineOf(row, before));
    lastAt = Math.max(lastAt, 'columns' in row ? row.columns.at : row.at);
  }
  const { siteId, name, timeZone, demo } = site;
  const head: FileHead = {
    format: VISIT_FORMAT,
    version: VISIT_FORMAT_VERSION,
    site: { siteId, name, timeZone, demo },
    visitId,
    patient: patient && {
      patientId: patient.patientId,
      name: patient.name,
      birthDate: patient.birthDate,
      ...(patient.recordNumber !== undefined && { recordNumber: patient.recordNumber }),
    },
    chairs: chairs
      .filter(({ chairId, from }) => used.has(chairId) && from <= lastAt)
      .map((chair) => ({ chairId: chair.chairId, name: chair.name, from: chair.from })),
  };
  return `${JSON.stringify(head).slice(0, -1)},"events":[\n${lines.join(',\n')}\n],"hash":"${headHash(head, before)}"}\n`;
}

/** What was stored as text stays the same text. */
function lineOf(row: StoredEvent | StoredReading, hash: string): string {
  const reading = 'columns' in row;
  const { type, version, at } = reading ? { type: 'reading-recorded', version: 1, at: row.columns.at } : row;
  const body = reading ? JSON.stringify({ source: row.source, reading: fromColumns(row.columns) }) : row.body;
  const told = JSON.stringify({ seq: row.seq, type, version, at });
  return `${told.slice(0, -1)},"actor":${row.actor},"body":${body},"hash":"${hash}"}`;
}
