/** The audit as a file, written while it is read: some hundred lines in memory, however long it is. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AuditLine } from '#core/audit/audit-line.ts';
import { BYTE_ORDER_MARK, csvRow } from '#core/audit/csv.ts';
import type { Instant } from '#core/reading.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import type { History } from '../history/history.ts';
import type { Audit, AuditSource } from './audit.ts';

export const CSV_HEADERS = {
  'Content-Type': 'text/csv; charset=utf-8; header=present',
  'Content-Disposition': 'attachment; filename="vigil-audit.csv"',
  'Cache-Control': 'no-store',
};
const LINES_A_CHUNK = 500;
const HEAD = ['Time (UTC)', 'Time of the clinic', 'Sort', 'Who', 'What', 'Chair', 'From', 'Visit'];

export interface ExportParts {
  readonly filter: AuditFilter;
  /** Who exports it. */
  readonly source: AuditSource;
  readonly audit: Audit;
  readonly history: Pick<History, 'audit'>;
  readonly timeZone: string;
  /** Clinic time: what comes later, such as this export, is not in it. */
  readonly now: Instant;
}

/** It is recorded who exported how much. Rejects when the journal cannot be read and nothing was sent yet. */
export async function sendAuditCsv(
  response: ServerResponse,
  { filter, source, audit, history, timeZone, now }: ExportParts,
): Promise<void> {
  const asked = { ...filter, before: Math.min(filter.before ?? Infinity, now + 1) };
  let page = await history.audit({ filter: asked, after: undefined, limit: LINES_A_CHUNK });
  const day = new Date(now).toISOString().slice(0, 10);
  response.writeHead(200, { ...CSV_HEADERS, 'Content-Disposition': `attachment; filename="vigil-audit-${day}.csv"` });
  const zone = clinicTime(timeZone);
  let rows = 0;
  let whole = false;
  try {
    response.write(BYTE_ORDER_MARK + csvRow(HEAD));
    for (;;) {
      rows += page.lines.length;
      await write(response, page.lines.map((line) => csvRow(cellsOf(line, zone))).join(''));
      if (response.destroyed) return;
      if (page.next === null) break;
      page = await history.audit({ filter: asked, after: page.next, limit: LINES_A_CHUNK });
    }
    whole = true;
    response.end();
  } catch {
    // A download that ends early must be seen to have failed.
    response.destroy();
  } finally {
    audit.record(source, { type: 'export-made', what: 'audit', rows, whole });
  }
}

/** Waits for whoever reads slowly; they may also have gone. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (text === '' || response.write(text) || response.destroyed) return;
  const left = new AbortController();
  const { signal } = left;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  left.abort();
}

const cellsOf = (line: AuditLine, clinic: (at: Instant) => string): string[] => [
  new Date(line.at).toISOString(),
  clinic(line.at),
  line.kind,
  line.who,
  line.what,
  line.chair ?? '',
  line.from ?? '',
  line.visitId ?? '',
];

/** `2026-03-02 14:02:31`. */
function clinicTime(timeZone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (at) => format.format(at);
}
