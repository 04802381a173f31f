/**
 * What a visit that is over can be taken away as. A new one: its name in src/protocol/exports.ts, its row here, its words in the audit
 * (src/core/audit/audit-event.ts, src/core/words/audit-words.ts) and a section in docs/exchange.md.
 */
import { eventsCsv } from '#core/export/events-csv.ts';
import { vitalsCsv } from '#core/export/vitals-csv.ts';
import { isoDay } from '#core/words/time-words.ts';
import type { ExportName, Paper } from '#protocol/exports.ts';
import { fhirOfVisit } from '../fhir/fhir-of-visit.ts';
import { visitFileText } from '../exchange/visit-file-text.ts';
import { reportPdf } from './pdf/report-pdf.ts';
import type { VisitSource } from './visit-source.ts';

export interface Export {
  readonly contentType: string;
  /** Made in the exports' own thread. The same record gives the same bytes. */
  readonly make: (source: VisitSource, options: ExportOptions) => string | Uint8Array;
}

export interface ExportOptions {
  readonly paper: Paper;
}

const CSV = 'text/csv; charset=utf-8; header=present';
const csvNames = ({ site, devices }: VisitSource) => ({ timeZone: site.timeZone, devices });

export const EXPORT_TABLE: Readonly<Record<ExportName, Export>> = {
  'report.pdf': { contentType: 'application/pdf', make: reportPdf },
  'vitals.csv': { contentType: CSV, make: (source) => vitalsCsv(source.events, csvNames(source)) },
  'events.csv': { contentType: CSV, make: ({ events, record, site }) => eventsCsv(events, record, site.timeZone) },
  'journal.json': {
    contentType: 'application/json',
    make: (source) => visitFileText({ ...source, rows: source.rows() }),
  },
  'fhir.json': { contentType: 'application/fhir+json', make: fhirText },
};

/** With the report in it. */
function fhirText(source: VisitSource, { paper }: ExportOptions): string {
  return JSON.stringify(fhirOfVisit(source, { pdf: reportPdf(source, { paper }) }));
}

/** `vigil-2026-03-02-<visit>-vitals.csv`: by the day it was opened at the clinic and its id, never by the patient's name. */
export function fileName({ site, visitId, events }: VisitSource, name: ExportName): string {
  return `vigil-${isoDay(events[0]?.at ?? 0, site.timeZone)}-${visitId.replaceAll(/[^A-Za-z0-9_-]/g, '-')}-${name}`;
}
