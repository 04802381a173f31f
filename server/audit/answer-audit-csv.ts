/** GET /api/audit.csv: the filter's own words are the address's, who asks is told by the cookies. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { maySee } from '#core/access/may-see.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import { auditFilterSchema } from '#protocol/audit-schemas.ts';
import { parse } from '#protocol/malformed.ts';
import type { History } from '../history/history.ts';
import type { ScreenPerson } from '../sockets/screen-person.ts';
import { screenSource } from './audited.ts';
import type { AuditedClinic } from './audited.ts';
import { CSV_HEADERS, sendAuditCsv } from './csv-export.ts';

export interface AuditCsvParts {
  readonly clinic: AuditedClinic & { readonly now: number; readonly site: { readonly timeZone: string } };
  /** Absent: this server keeps nothing to read. */
  readonly history: Pick<History, 'audit'> | undefined;
  readonly person: ScreenPerson;
}

/** Exports under way: each reads the journal as fast as somebody downloads. */
let under = 0;
const MOST_EXPORTS = 2;

/** @returns why not, with nothing sent. Rejects when the journal cannot be read, with nothing sent. */
export async function answerAuditCsv(
  { clinic, history, person }: AuditCsvParts,
  request: IncomingMessage,
  response: ServerResponse,
  asked: URLSearchParams,
): Promise<Result<null>> {
  const may = maySee(person.viewer, 'audit');
  if (!may.ok) return may;
  // A link of another site must not start a download here, though nothing of it would come there.
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return refuse('not-allowed', 'The audit is exported from its own page.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse('malformed', 'The audit is exported by GET.');
  const filter = filterIn(asked);
  if (!filter.ok) return filter;
  if (!history) return refuse('unavailable', 'This server cannot read the audit.');
  if (under >= MOST_EXPORTS)
    return refuse('too-many', 'The audit is being exported already: wait until that is done, then try again.');
  if (request.method === 'HEAD') {
    response.writeHead(200, CSV_HEADERS).end();
    return accept(null);
  }
  under += 1;
  try {
    const source = screenSource(clinic, person.screenId, person.named);
    const { audit, now, site } = clinic;
    await sendAuditCsv(response, { filter: filter.value, source, audit, history, timeZone: site.timeZone, now });
    return accept(null);
  } finally {
    under -= 1;
  }
}

function filterIn(asked: URLSearchParams): Result<AuditFilter> {
  const { from, before, ...texts } = Object.fromEntries(asked);
  return parse(
    auditFilterSchema,
    {
      ...texts,
      ...(from !== undefined && { from: Number(from) }),
      ...(before !== undefined && { before: Number(before) }),
    },
    'audit.csv',
  );
}
