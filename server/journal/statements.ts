/** The writer's SQL. */
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import type { StreamRef } from './journal.ts';
import type { ReceivedRange } from './received-readings.ts';
import { teed, teedRemoval } from './tee.ts';
import type { Tee } from './tee.ts';

interface StreamsRow {
  readonly stream: number;
  readonly head_seq: number;
  readonly head_hash: Uint8Array;
  readonly last_at: number;
  readonly ended: number;
}

/** @param tee absent: nobody else is told, and it costs nothing */
export function prepareStatements(db: DatabaseSync, tee?: Tee) {
  const findHead = db.prepare('SELECT * FROM streams WHERE kind = ? AND stream_id = ?');
  const insertStream = db.prepare(
    'INSERT INTO streams (kind, stream_id, head_seq, head_hash, first_at, last_at, ended) VALUES (?, ?, 0, ?, ?, ?, 0)',
  );
  const findSource = db.prepare('SELECT source FROM sources WHERE device_id = ? AND epoch = ? AND actor = ?');
  const insertSource = db.prepare('INSERT INTO sources (device_id, epoch, actor) VALUES (?, ?, ?)');

  return {
    head: ({ kind, id }: StreamRef) => findHead.get(kind, id) as StreamsRow | undefined,
    addStream({ kind, id }: StreamRef, hash: Uint8Array, at: Instant): number {
      const stream = Number(insertStream.run(kind, id, hash, at, at).lastInsertRowid);
      tee?.put('streams', [stream, kind, id, 0, hash, at, at, 0]);
      return stream;
    },
    moveHead: teed(
      db,
      tee,
      'heads',
      'UPDATE streams SET head_seq = ?, head_hash = ?, last_at = ?, ended = ? WHERE stream = ?',
    ),
    source(deviceId: string, epoch: string, actor: string): number {
      const found = findSource.get(deviceId, epoch, actor) as { source: number } | undefined;
      if (found !== undefined) return found.source;
      const source = Number(insertSource.run(deviceId, epoch, actor).lastInsertRowid);
      tee?.put('sources', [source, deviceId, epoch, actor]);
      return source;
    },
    putEvent: teed(
      db,
      tee,
      'events',
      'INSERT INTO events (stream, seq, type, version, at, actor, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    putReading: teed(
      db,
      tee,
      'readings',
      `INSERT INTO readings (stream, seq, source, source_seq, kind, at, lag_ms, device_lag_ms, quality, causes,
        v1, v2, v3, v4, short_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    putType: teed(db, tee, 'types', 'INSERT OR IGNORE INTO event_types (type, version) VALUES (?, ?)'),
    receivedRanges: () => receivedRanges(db),
    putRange: teed(
      db,
      tee,
      'received',
      'INSERT OR REPLACE INTO received (device_id, epoch, first_seq, last_seq) VALUES (?, ?, ?, ?)',
    ),
    removeRange: teedRemoval(
      db,
      tee,
      'received',
      'DELETE FROM received WHERE device_id = ? AND epoch = ? AND first_seq = ?',
    ),
    putQuarantine: teed(
      db,
      tee,
      'quarantine',
      'INSERT OR IGNORE INTO quarantine (device_id, epoch, seq, at, reason, reading) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    putPatient: teed(
      db,
      tee,
      'patients',
      'INSERT OR REPLACE INTO patients (patient_id, name, birth_date, record_number) VALUES (?, ?, ?, ?)',
    ),
    putSecret: teed(db, tee, 'secrets', 'INSERT OR REPLACE INTO secrets (kind, id, value) VALUES (?, ?, ?)'),
    removeSecret: teedRemoval(db, tee, 'secrets', 'DELETE FROM secrets WHERE kind = ? AND id = ?'),
    putMeta: teed(db, tee, 'meta', 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'),
  };
}

export const receivedRanges = (db: DatabaseSync): ReceivedRange[] =>
  db
    .prepare('SELECT device_id AS deviceId, epoch, first_seq AS firstSeq, last_seq AS lastSeq FROM received')
    .all() as unknown as ReceivedRange[];
