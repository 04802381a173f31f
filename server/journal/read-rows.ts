/** Rows of a stream from the disk, events and readings merged by seq; for the start, the reader's thread, and verification. */
import type { DatabaseSync } from 'node:sqlite';
import type { Actor } from '#core/actor.ts';
import type { Instant, ReadingIdentity } from '#core/reading.ts';
import { BROUGHT_IDS } from './brought.ts';
import type { StreamHead, StreamRef } from './journal.ts';
import { toEvent, toReadingEvent } from './rows.ts';
import type { EventRow, JournalEvent, ReadingRow } from './rows.ts';
import { IS_OF_ORDER } from './schema.ts';

export interface StreamOnDisk extends StreamHead {
  readonly number: number;
  readonly headHash: string;
}

interface StreamsRow {
  readonly stream: number;
  readonly kind: StreamRef['kind'];
  readonly stream_id: string;
  readonly head_seq: number;
  readonly head_hash: Uint8Array;
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly ended: number;
}

const streamOf = (row: StreamsRow): StreamOnDisk => ({
  number: row.stream,
  stream: { kind: row.kind, id: row.stream_id },
  seq: row.head_seq,
  headHash: Buffer.from(row.head_hash).toString('hex'),
  firstAt: row.first_at,
  lastAt: row.last_at,
  ended: row.ended === 1,
});

export const streamsOf = (db: DatabaseSync): StreamOnDisk[] =>
  (db.prepare('SELECT * FROM streams ORDER BY stream').all() as unknown as StreamsRow[]).map(streamOf);

/** Numbers of the streams in which an order was neither co-signed nor disputed: each is closed once (PH-176). Those of another clinic wait for nobody here. */
export function streamsUnsigned(db: DatabaseSync): ReadonlySet<number> {
  const rows = db
    .prepare(
      `SELECT stream FROM events WHERE ${IS_OF_ORDER}
       AND stream NOT IN (SELECT stream FROM streams WHERE kind = 'visit' AND stream_id IN (${BROUGHT_IDS}))
       GROUP BY stream HAVING sum(CASE type WHEN 'verbal-order-recorded' THEN 1 ELSE -1 END) > 0`,
    )
    .all() as { stream: number }[];
  return new Set(rows.map(({ stream }) => stream));
}

export function findStream(db: DatabaseSync, { kind, id }: StreamRef): StreamOnDisk | undefined {
  const row = db.prepare('SELECT * FROM streams WHERE kind = ? AND stream_id = ?').get(kind, id);
  return row === undefined ? undefined : streamOf(row as unknown as StreamsRow);
}

export interface StoredEvent extends Pick<EventRow, 'seq' | 'type' | 'version' | 'at' | 'actor' | 'body'> {
  readonly hash: Uint8Array;
}
export interface StoredReading extends Pick<ReadingRow, 'seq' | 'source' | 'actor' | 'columns'> {
  readonly shortHash: number;
  readonly readBy: Actor;
}

type ReadingTuple = readonly [
  seq: number,
  source: number,
  sourceSeq: number,
  kind: number,
  at: number,
  lagMs: number,
  deviceLagMs: number | null,
  quality: number,
  causes: number,
  v1: number | null,
  v2: number | null,
  v3: number | null,
  v4: number | null,
  shortHash: number,
];

/** Of one stream, after `sinceSeq` and up to `lastSeq`, in order. Reads all of it at once: some 4,000 rows for a whole visit. */
export function* storedRows(
  db: DatabaseSync,
  stream: number,
  sinceSeq = 0,
  lastSeq = Number.MAX_SAFE_INTEGER,
): Generator<StoredEvent | StoredReading> {
  const events = db
    .prepare(
      `SELECT seq, type, version, at, actor, body, hash FROM events
       WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq`,
    )
    .all(stream, sinceSeq, lastSeq) as unknown as StoredEvent[];
  const select = db.prepare(
    `SELECT seq, source, source_seq, kind, at, lag_ms, device_lag_ms, quality, causes, v1, v2, v3, v4, short_hash
     FROM readings WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq`,
  );
  select.setReturnArrays(true);
  const readings = select.all(stream, sinceSeq, lastSeq) as unknown as ReadingTuple[];
  const sources = sourcesBy(db);
  let next = 0;
  for (const tuple of readings) {
    const [seq, source, sourceSeq, kind, at, lagMs, deviceLagMs, quality, causes, v1, v2, v3, v4, shortHash] = tuple;
    for (let event = events[next]; event !== undefined && event.seq < seq; event = events[++next]) yield event;
    const { deviceId, epoch, actor, readBy } = sources(source);
    const columns = { kind, at, lagMs, deviceLagMs, quality, causes, v1, v2, v3, v4 };
    yield { seq, source: { deviceId, epoch, seq: sourceSeq }, actor, readBy, columns, shortHash };
  }
  yield* events.slice(next);
}

interface Source extends Omit<ReadingIdentity, 'seq'> {
  readonly actor: string;
  readonly readBy: Actor;
}

function sourcesBy(db: DatabaseSync): (source: number) => Source {
  const known = new Map<number, Source>();
  const select = db.prepare('SELECT device_id AS deviceId, epoch, actor FROM sources WHERE source = ?');
  return (number) => {
    let source = known.get(number);
    if (source === undefined) {
      const row = select.get(number) as unknown as Omit<Source, 'readBy'>;
      source = { ...row, readBy: JSON.parse(row.actor) as Actor };
      known.set(number, source);
    }
    return source;
  };
}

/** The events of one stream after `sinceSeq` and up to `lastSeq`, in order, brought to this build's versions. */
export function* storedEvents(
  db: DatabaseSync,
  stream: number,
  sinceSeq = 0,
  lastSeq?: number,
): Generator<JournalEvent> {
  for (const row of storedRows(db, stream, sinceSeq, lastSeq)) {
    yield 'columns' in row ? toReadingEvent(row.source, row.readBy, row.columns) : toEvent(row);
  }
}

/** The events of every patient's stream that has one of `since` or later, in one question: there are as many streams as patients. */
export function patientEvents(db: DatabaseSync, since: Instant): JournalEvent[] {
  const rows = db
    .prepare(
      `SELECT type, version, at, actor, body FROM events JOIN streams USING (stream)
       WHERE kind = 'patient' AND last_at >= ? ORDER BY stream, seq`,
    )
    .all(since) as unknown as Pick<EventRow, 'type' | 'version' | 'at' | 'actor' | 'body'>[];
  return rows.map((row) => toEvent(row));
}
