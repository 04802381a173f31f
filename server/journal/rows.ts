/** Events as rows, and back. */
import type { Actor } from '#core/actor.ts';
import type { AuditEvent } from '#core/audit/audit-event.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant, ReadingIdentity } from '#core/reading.ts';
import type { PlanEvent } from '#core/schedule/plan.ts';
import type { SiteEvent } from '#core/site-state.ts';
import { EVENT_VERSIONS, upcast } from './event-registry.ts';
import type { EventRegistry } from './event-registry.ts';
import type { LateReading, Patient, SecretKind, StreamRef } from './journal.ts';
import { fromColumns, toColumns } from './reading-columns.ts';
import type { ReadingColumns } from './reading-columns.ts';
import type { Tombstone } from './tombstones.ts';

export type JournalEvent = VisitEvent | SiteEvent | PlanEvent | AuditEvent | Tombstone;

export interface EventRow {
  readonly table: 'events';
  readonly stream: StreamRef;
  readonly seq: number;
  readonly type: string;
  readonly version: number;
  readonly at: Instant;
  /** JSON. */
  readonly actor: string;
  /** JSON, without type, at and actor. */
  readonly body: string;
  /** Of a reading that the columns cannot hold. */
  readonly source?: ReadingIdentity;
}

export interface ReadingRow {
  readonly table: 'readings';
  readonly stream: StreamRef;
  readonly seq: number;
  readonly source: ReadingIdentity;
  readonly actor: string;
  readonly columns: ReadingColumns;
}

export type StreamRow = EventRow | ReadingRow;
export type Row =
  | StreamRow
  | { readonly table: 'patients'; readonly patient: Patient }
  | { readonly table: 'quarantine'; readonly late: LateReading }
  | { readonly table: 'secrets'; readonly kind: SecretKind; readonly id: string; readonly value: string | null }
  | { readonly table: 'meta'; readonly key: 'demoClock' | 'devicesSeen'; readonly value: string };

export const streamKey = ({ kind, id }: StreamRef): string => `${kind}:${id}`;

/** Throws on an instant or a reading's seq that is no whole number: that is a bug of the caller, and no disk will ever take it. */
export function toRow(stream: StreamRef, seq: number, event: JournalEvent): StreamRow {
  const { type, at, actor, ...body } = event;
  requireWhole(type, 'at', at);
  if (event.type === 'reading-recorded') requireWhole(type, 'source.seq', event.source.seq);
  const actorJson = JSON.stringify(actor);
  if (event.type === 'reading-recorded') {
    // The columns have a place for these alone.
    const isPlain = Object.keys(body).length === 2 && Object.keys(event.source).length === 3;
    const columns = isPlain ? toColumns(event.reading, at) : undefined;
    if (columns !== undefined) {
      return { table: 'readings', stream, seq, source: event.source, actor: actorJson, columns };
    }
  }
  const row = { table: 'events', stream, seq, type, version: EVENT_VERSIONS[type], at, actor: actorJson } as const;
  const bodyJson = JSON.stringify(body);
  return event.type === 'reading-recorded'
    ? { ...row, body: bodyJson, source: event.source }
    : { ...row, body: bodyJson };
}

function requireWhole(type: string, name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${type}: ${name} is ${value}, not a whole number.`);
}

/** @param row of any released version. */
export function toEvent(
  row: Pick<EventRow, 'type' | 'version' | 'at' | 'actor' | 'body'>,
  registry?: EventRegistry,
): JournalEvent {
  const stored = JSON.parse(row.body) as Record<string, unknown>;
  const { type, body } = upcast({ type: row.type, version: row.version, body: stored }, registry);
  // The one place where what was stored becomes typed again: every type and version was checked at the start.
  return { type, ...body, at: row.at, actor: JSON.parse(row.actor) as Actor } as unknown as JournalEvent;
}

export function toReadingEvent(source: ReadingIdentity, actor: Actor, columns: ReadingColumns): VisitEvent {
  return { type: 'reading-recorded', source, reading: fromColumns(columns), at: columns.at, actor };
}
