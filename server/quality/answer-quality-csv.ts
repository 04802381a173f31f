/** GET /api/quality.csv: what the quality page shows, as a file. The filter's own words are the address's, who asks is told by the cookies. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { maySee } from '#core/access/may-see.ts';
import { BYTE_ORDER_MARK, csvRow } from '#core/audit/csv.ts';
import { qualityTable } from '#core/quality/quality-csv.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { parse } from '#protocol/malformed.ts';
import type { QualityFilter } from '#protocol/quality.ts';
import { qualityFilterSchema } from '#protocol/quality-schemas.ts';
import type { History } from '../history/history.ts';
import type { ScreenPerson } from '../sockets/screen-person.ts';

export interface QualityCsvParts {
  /** Absent: this server keeps nothing to read. */
  readonly history: Pick<History, 'quality'> | undefined;
  readonly person: Pick<ScreenPerson, 'viewer'>;
}

const HEADERS = {
  'Content-Type': 'text/csv; charset=utf-8; header=present',
  'Content-Disposition': 'attachment; filename="vigil-quality.csv"',
  'Cache-Control': 'no-store',
};

/** @returns why not, with nothing sent. Rejects when the list cannot be read, with nothing sent. */
export async function answerQualityCsv(
  { history, person }: QualityCsvParts,
  request: IncomingMessage,
  response: ServerResponse,
  asked: URLSearchParams,
): Promise<Result<null>> {
  const may = maySee(person.viewer, 'quality');
  if (!may.ok) return may;
  // A link of another site must not start a download here, though nothing of it would come there.
  if (request.headers['sec-fetch-site'] === 'cross-site')
    return refuse('not-allowed', 'Quality is exported from its own page.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse('malformed', 'Quality is exported by GET.');
  const filter = filterIn(asked);
  if (!filter.ok) return filter;
  if (!history) return refuse('unavailable', 'This server cannot read past visits.');
  const found = await history.quality(filter.value);
  if (found.unlisted > 0)
    return refuse('unavailable', `${found.unlisted} visits are still being read: try again in a moment.`);
  const text = BYTE_ORDER_MARK + qualityTable(found).map(csvRow).join('');
  response.writeHead(200, { ...HEADERS, 'Content-Length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
  return accept(null);
}

function filterIn(asked: URLSearchParams): Result<QualityFilter> {
  const { from, before, imported, ...texts } = Object.fromEntries(asked);
  return parse(
    qualityFilterSchema,
    {
      ...texts,
      ...(from !== undefined && { from: Number(from) }),
      ...(before !== undefined && { before: Number(before) }),
      ...(imported !== undefined && { imported: imported === 'true' }),
    },
    'quality.csv',
  );
}
