/** The writer's SQL. */
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import type { StreamRef } from './journal.ts';
import type { ReceivedRange } from './received-readings.ts';

interface StreamsRow {
  readonly stream: number;
  readonly head_seq: number;
  readonly head_hash: Uint8Array;
  readonly last_at: number;
  readonly ended: number;
}

export function prepareStatements(db: DatabaseSync) {
  const findHead = db.prepare('SELECT * FROM streams WHERE kind = ? AND stream_id = ?');
  const insertStream = db.prepare(
    'INSERT INTO streams (kind, stream_id, head_seq, head_hash, first_at, last_at, ended) VALUES (?, ?, 0, ?, ?, ?, 0)',
  );
  const findSource = db.prepare('SELECT source FROM sources WHERE device_id = ? AND epoch = ? AND actor = ?');
  const insertSource = db.prepare('INSERT INTO sources (device_id, epoch, actor) VALUES (?, ?, ?)');

  return {
    head: ({ kind, id }: StreamRef) => findHead.get(kind, id) as StreamsRow | undefined,
    addStream: ({ kind, id }: StreamRef, hash: Uint8Array, at: Instant): number =>
      Number(insertStream.run(kind, id, hash, at, at).lastInsertRowid),
    moveHead: db.prepare('UPDATE streams SET head_seq = ?, head_hash = ?, last_at = ?, ended = ? WHERE stream = ?'),
    source(deviceId: string, epoch: string, actor: string): number {
      const found = findSource.get(deviceId, epoch, actor) as { source: number } | undefined;
      return found?.source ?? Number(insertSource.run(deviceId, epoch, actor).lastInsertRowid);
    },
    putEvent: db.prepare(
      'INSERT INTO events (stream, seq, type, version, at, actor, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    putReading: db.prepare(
      `INSERT INTO readings (stream, seq, source, source_seq, kind, at, lag_ms, device_lag_ms, quality, causes,
        v1, v2, v3, v4, short_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    putType: db.prepare('INSERT OR IGNORE INTO event_types (type, version) VALUES (?, ?)'),
    receivedRanges: () => receivedRanges(db),
    putRange: db.prepare('INSERT OR REPLACE INTO received (device_id, epoch, first_seq, last_seq) VALUES (?, ?, ?, ?)'),
    removeRange: db.prepare('DELETE FROM received WHERE device_id = ? AND epoch = ? AND first_seq = ?'),
    putQuarantine: db.prepare(
      'INSERT OR IGNORE INTO quarantine (device_id, epoch, seq, at, reason, reading) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    putPatient: db.prepare(
      'INSERT OR REPLACE INTO patients (patient_id, name, birth_date, record_number) VALUES (?, ?, ?, ?)',
    ),
    putSecret: db.prepare('INSERT OR REPLACE INTO secrets (kind, id, value) VALUES (?, ?, ?)'),
    removeSecret: db.prepare('DELETE FROM secrets WHERE kind = ? AND id = ?'),
    putMeta: db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'),
  };
}

export const receivedRanges = (db: DatabaseSync): ReceivedRange[] =>
  db
    .prepare('SELECT device_id AS deviceId, epoch, first_seq AS firstSeq, last_seq AS lastSeq FROM received')
    .all() as unknown as ReceivedRange[];
