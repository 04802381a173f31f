/** GET /api/visits/<id>/<export>: who asks is told by the cookies, and it is recorded who took what. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { maySee } from '#core/access/may-see.ts';
import type { ReadRecord } from '#core/audit/audit-event.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { isExport, PAPERS } from '#protocol/exports.ts';
import type { ExportName, Paper } from '#protocol/exports.ts';
import { screenSource } from '../audit/audited.ts';
import type { AuditedClinic } from '../audit/audited.ts';
import type { ScreenPerson } from '../sockets/screen-person.ts';
import type { ExportHead } from './messages.ts';
import type { VisitExports } from './visit-exports.ts';

export interface ExportParts {
  readonly clinic: AuditedClinic;
  /** Absent: this server makes none. */
  readonly exports: VisitExports | undefined;
  readonly person: ScreenPerson;
}

export interface AskedExport {
  readonly visitId: string;
  /** As the address has it. */
  readonly name: string;
  readonly asked: URLSearchParams;
}

/** Under way at once: they are made one after the other, and each stands in memory until it is sent. */
const MOST_EXPORTS = 4;
/** Who takes nothing of what is sent for so long gets no more of it: the next one waits for the place. */
const STALLED_MS = 60_000;
let under = 0;

const RECORD: Readonly<Record<ExportName, ReadRecord>> = {
  'report.pdf': 'report-pdf',
  'vitals.csv': 'vitals-csv',
  'events.csv': 'events-csv',
  'journal.json': 'journal-json',
  'fhir.json': 'fhir-json',
};

/** @returns why not, with nothing sent. Rejects when it could not be made, with nothing sent. */
export async function answerExport(
  { clinic, exports, person }: ExportParts,
  request: IncomingMessage,
  response: ServerResponse,
  { visitId, name, asked }: AskedExport,
): Promise<Result<null>> {
  const may = maySee(person.viewer, 'record');
  if (!may.ok) return may;
  // A link of another site must not start a download here, though nothing of it would come there.
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return refuse('not-allowed', 'A visit is exported from its own page.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse('malformed', 'A visit is exported by GET.');
  if (!isExport(name)) return refuse('not-found', 'A visit is not exported as that: choose one from its report.');
  const paper = paperIn(asked);
  if (!paper.ok) return paper;
  if (!exports) return refuse('unavailable', 'This server makes no exports.');
  if (under >= MOST_EXPORTS)
    return refuse('too-many', 'Several visits are being exported already: try again when they are done.');
  under += 1;
  let isSending = false;
  try {
    const file = { visitId, name, paper: paper.value };
    if (request.method === 'HEAD') {
      const head = await exports.head(file);
      if (head.ok) send(response, head.value);
      return head.ok ? accept(null) : head;
    }
    const made = await exports.make(file);
    if (!made.ok) return made;
    // Who signed out meanwhile gets it no more.
    const still = maySee(person.viewer, 'record');
    if (!still.ok) return still;
    clinic.audit.read(screenSource(clinic, person.screenId, person.named), RECORD[name], visitId);
    isSending = send(response, made.value, made.value.body);
    return accept(null);
  } finally {
    if (isSending) freedAtClose(response);
    else under -= 1;
  }
}

/** What was written to a slow connection is in memory until it has gone, or the connection has. */
function freedAtClose(response: ServerResponse): void {
  response.once('close', () => (under -= 1));
  response.setTimeout(STALLED_MS, () => response.destroy());
}

function paperIn(asked: URLSearchParams): Result<Paper> {
  const paper = asked.get('paper') ?? 'a4';
  const known = PAPERS.find((each) => each === paper);
  return known ? accept(known) : refuse('malformed', '"paper" must be "a4" or "letter".');
}

/** @returns whether there is anybody to send it to */
function send(response: ServerResponse, { contentType, fileName }: ExportHead, body?: Uint8Array): boolean {
  if (response.destroyed) return false;
  response.writeHead(200, {
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${fileName}"`,
    'Cache-Control': 'no-store',
    ...(body && { 'Content-Length': body.byteLength }),
  });
  response.end(body);
  return true;
}
