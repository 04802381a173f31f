/** The events of a visit's file as rows of the journal, each held against the chain of hashes it was written with. */
import type { Actor } from '#core/actor.ts';
import type { VisitEvent } from '#core/event.ts';
import { visitFacts } from '#core/past/visit-summary.ts';
import { BEFORE_OPENING_MS } from '#core/record/vitals-table.ts';
import type { Instant, Reading } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { FileEvent, VisitFile } from '#protocol/visit-file.ts';
import { whyUnknown } from '../journal/event-registry.ts';
import { CHAIN_START, link } from '../journal/hash-chain.ts';
import { toColumns } from '../journal/reading-columns.ts';
import { toEvent, toReadingEvent } from '../journal/rows.ts';
import type { StreamRow } from '../journal/rows.ts';
import { headHash } from './head-hash.ts';

export interface FileRows {
  readonly rows: readonly StreamRow[];
  /** Brought to this build's versions. */
  readonly events: readonly VisitEvent[];
  /** Of the chain in the file. */
  readonly lastHash: string;
}

/** @returns the first thing that is not as Vigil wrote it, or that this Vigil does not know */
export function rowsOf(file: VisitFile): Result<FileRows> {
  const unknown = file.events.map(({ type, version }) => whyUnknown(type, version)).find((why) => why !== undefined);
  if (unknown !== undefined) return refuse('other-build', `The file cannot be read: ${unknown}. Use a newer Vigil.`);
  const rows: StreamRow[] = [];
  let before = CHAIN_START;
  for (const [index, event] of file.events.entries()) {
    const seq = index + 1;
    if (event.seq !== seq) return refuse('malformed', `Event ${seq} of the file is missing, or not in its place.`);
    const row = rowOf(file.visitId, event);
    if (row === undefined || link(file.site.siteId, before, row) !== event.hash)
      return refuse('malformed', `Event ${seq} of the file (${event.type}) is not as it was written.`);
    before = event.hash;
    rows.push(row);
  }
  if (headHash(file, before) !== file.hash)
    return refuse('malformed', 'The head of the file (site, patient, chairs) is not as it was written.');
  const events = eventsOf(file.visitId, rows);
  return events.ok ? accept({ rows, events: events.value, lastHash: before }) : events;
}

/** As the writer would: into the columns what they hold exactly. Undefined: no reading at all. */
function rowOf(visitId: string, { seq, type, version, at, actor, body }: FileEvent): StreamRow | undefined {
  const stream = { kind: 'visit', id: visitId } as const;
  const row = { table: 'events', stream, seq, type, version, at, actor: JSON.stringify(actor) } as const;
  if (type !== 'reading-recorded') return { ...row, body: JSON.stringify(body) };
  const { source, reading } = body as { source?: Partial<Source>; reading?: Reading };
  if (!isSource(source) || typeof reading !== 'object') return undefined;
  const isPlain = Object.keys(body).length === 2 && Object.keys(source).length === 3;
  const columns = isPlain ? columnsOf(reading, at) : undefined;
  const identity = { deviceId: source.deviceId, epoch: source.epoch, seq: source.seq };
  return columns
    ? { table: 'readings', stream, seq, source: identity, actor: row.actor, columns }
    : { ...row, body: JSON.stringify(body), source: identity };
}

interface Source {
  readonly deviceId: string;
  readonly epoch: string;
  readonly seq: number;
}

const isSource = (source: Partial<Source> | undefined): source is Source =>
  typeof source?.deviceId === 'string' && typeof source.epoch === 'string' && Number.isSafeInteger(source.seq);

/** What is no reading at all may be anything. */
function columnsOf(reading: Reading, at: number): ReturnType<typeof toColumns> {
  try {
    return toColumns(reading, at);
  } catch {
    return undefined;
  }
}

/** Folds them as the journal will: what breaks here would break a page, or a start. */
function eventsOf(visitId: string, rows: readonly StreamRow[]): Result<readonly VisitEvent[]> {
  try {
    const events = rows.map((row) =>
      row.table === 'readings'
        ? toReadingEvent(row.source, JSON.parse(row.actor) as Actor, row.columns)
        : (toEvent(row) as VisitEvent),
    );
    const first = events[0];
    const facts = visitFacts(events);
    if (first?.type !== 'visit-opened' || first.visitId !== visitId)
      return refuse('malformed', `The file does not begin with the opening of visit ${visitId}.`);
    if (!facts)
      return refuse('wrong-phase', 'The visit of the file is not over: only a visit that is over is taken in.');
    const outside = whyOutside(events, facts);
    return outside === undefined ? accept(events) : refuse('out-of-range', outside);
  } catch (error) {
    return refuse('malformed', `The events of the file are no visit (${(error as Error).message}).`);
  }
}

/** After the end nothing is measured of a visit, but clocks differ. */
const AFTER_END_MS = BEFORE_OPENING_MS;

/** A table has a row every five minutes from the first reading on: one of another year would fill it. */
function whyOutside(
  events: readonly VisitEvent[],
  { openedAt, endedAt }: { readonly openedAt: Instant; readonly endedAt: Instant },
): string | undefined {
  const [from, to] = [openedAt - BEFORE_OPENING_MS, endedAt + AFTER_END_MS];
  const isOutside = ({ measuredAt }: Reading): boolean => !(measuredAt >= from && measuredAt <= to);
  const index = events.findIndex((event) => 'reading' in event && isOutside(event.reading));
  const found = events[index];
  if (!found || !('reading' in found)) return undefined;
  const time = (at: Instant): string => new Date(at).toISOString();
  return `Event ${index + 1} of the file (${found.type}) was measured outside the visit: ${time(found.reading.measuredAt)}, more than an hour before ${time(openedAt)} or after ${time(endedAt)}.`;
}
