/** What the writer's thread does with a batch: one transaction, all or nothing. Nothing is kept in memory that a failure could falsify. */
import type { DatabaseSync } from 'node:sqlite';
import type { Instant, ReadingIdentity } from '#core/reading.ts';
import { CHAIN_START, link, shortLink } from './hash-chain.ts';
import { removeStream, rewritePatients } from './remove-stream.ts';
import type { Removal, Removed } from './remove-stream.ts';
import { ReceivedReadings } from './received-readings.ts';
import type { ReceivedRange } from './received-readings.ts';
import { streamKey, toRow } from './rows.ts';
import type { EventRow, ReadingRow, Row, StreamRow } from './rows.ts';
import { prepareStatements } from './statements.ts';
import { findTombstone, REMOVABLE } from './tombstones.ts';
import type { RemovableKind, Tombstone } from './tombstones.ts';
import type { Tee } from './tee.ts';

const isRemovable = (kind: StreamRow['stream']['kind']): kind is RemovableKind =>
  REMOVABLE.some((each) => each === kind);

interface Head {
  readonly stream: number;
  seq: number;
  hash: string;
  lastAt: Instant;
  ended: boolean;
}

export class Store {
  readonly #db: DatabaseSync;
  readonly #siteId: string;
  readonly #sql;
  /** Caches of what is on disk; emptied by a failed transaction. */
  #heads = new Map<string, Head>();
  #sources = new Map<string, number>();
  #types = new Set<string>();
  #received: ReceivedReadings | undefined;
  readonly #moved = new Set<Head>();
  /** Ranges to write at the end of the transaction, by device, epoch and first seq; null = to delete. */
  readonly #ranges = new Map<string, ReceivedRange | null>();

  readonly #tee: Tee | undefined;

  constructor(db: DatabaseSync, siteId: string, tee?: Tee) {
    this.#db = db;
    this.#siteId = siteId;
    this.#tee = tee;
    this.#sql = prepareStatements(db, tee);
  }

  /** Throws SQLite's error, with nothing written. Rows that are on disk already (a batch sent twice) are passed over. */
  commit(rows: readonly Row[]): void {
    this.stage(rows);
    this.settle();
  }

  /** One transaction: a whole stream goes and its tombstone stands, or nothing is changed. Throws SQLite's error. */
  remove(removal: Removal): Removed {
    const removed = this.stageRemoval(removal);
    this.settle();
    return removed;
  }

  /** As `commit`, but leaves its transaction open, for a writer that must hear first that it stands elsewhere too: `settle` or `undo` it. */
  stage(rows: readonly Row[]): void {
    this.#open(() => {
      for (const row of rows) this.#write(row);
    });
  }

  stageRemoval(removal: Removal): Removed {
    return this.#open(() => {
      const removed = removeStream(this.#db, this.#siteId, removal, {
        bury: (tombstone) => this.#bury(tombstone),
        gone: (table, key) => this.#tee?.gone(table, [key]),
      });
      if (removed.removed) this.#heads.delete(streamKey(removal));
      return removed;
    });
  }

  /** Throws SQLite's error, with nothing written. */
  settle(): void {
    try {
      this.#db.exec('COMMIT');
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  /** Nothing of the open transaction was; also when another wrote to the database. */
  undo(): void {
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    this.#forget();
  }

  #open<T>(work: () => T): T {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#finish();
      return result;
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  #bury(tombstone: Tombstone): void {
    const stream = { kind: 'tombstones', id: this.#siteId } as const;
    this.#extend(toRow(stream, (this.#sql.head(stream)?.head_seq ?? 0) + 1, tombstone));
  }

  /** A reader that is in the way is waited for by nobody: the log is emptied the next time. */
  overwrite(): undefined {
    rewritePatients(this.#db);
    this.#db.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA busy_timeout = 250;');
  }

  #write(row: Row): void {
    switch (row.table) {
      case 'events':
      case 'readings':
        this.#extend(row);
        break;
      case 'patients': {
        const { patientId, name, birthDate, recordNumber = null } = row.patient;
        this.#sql.putPatient.run(patientId, name, birthDate, recordNumber);
        break;
      }
      case 'quarantine': {
        const { source, at, reason, reading } = row.late;
        this.#sql.putQuarantine.run(source.deviceId, source.epoch, source.seq, at, reason, JSON.stringify(reading));
        this.#receive(source);
        break;
      }
      case 'secrets':
        if (row.value === null) this.#sql.removeSecret.run(row.kind, row.id);
        else this.#sql.putSecret.run(row.kind, row.id, row.value);
        break;
      case 'meta':
        this.#sql.putMeta.run(row.key, row.value);
    }
  }

  #extend(row: StreamRow): void {
    const head = this.#headOf(row);
    if (head === undefined) {
      if (row.source !== undefined) this.#receive(row.source);
      return;
    }
    if (row.seq <= head.seq) return;
    if (row.seq !== head.seq + 1) throw new Error(`${row.stream.kind} ${row.stream.id}: ${row.seq} after ${head.seq}.`);
    const hash = link(this.#siteId, head.hash, row);
    if (row.table === 'events') this.#writeEvent(head, row, hash);
    else this.#writeReading(head, row, hash);
    head.seq = row.seq;
    head.hash = hash;
    head.lastAt = Math.max(head.lastAt, row.table === 'events' ? row.at : row.columns.at);
    this.#moved.add(head);
  }

  #writeEvent(head: Head, row: EventRow, hash: string): void {
    const { seq, type, version, at, actor, body, source } = row;
    this.#know(type, version);
    this.#sql.putEvent.run(head.stream, seq, type, version, at, actor, body, Buffer.from(hash, 'hex'));
    if (type === 'visit-ended') head.ended = true;
    if (source !== undefined) this.#receive(source);
  }

  #writeReading(head: Head, row: ReadingRow, hash: string): void {
    const { seq, source, actor, columns: c } = row;
    this.#know('reading-recorded', 1);
    const number = this.#sourceOf(source, actor);
    const values = [c.kind, c.at, c.lagMs, c.deviceLagMs, c.quality, c.causes, c.v1, c.v2, c.v3, c.v4] as const;
    this.#sql.putReading.run(head.stream, seq, number, source.seq, ...values, shortLink(hash));
    this.#receive(source);
  }

  /** @returns undefined when its stream was removed: what comes for it still has no place any more. */
  #headOf({ stream, ...row }: StreamRow): Head | undefined {
    const key = streamKey(stream);
    let head = this.#heads.get(key);
    if (head === undefined) {
      const found = this.#sql.head(stream);
      if (found === undefined && this.#wasRemoved(stream)) return undefined;
      const at = row.table === 'events' ? row.at : row.columns.at;
      head = {
        stream: found?.stream ?? this.#sql.addStream(stream, Buffer.from(CHAIN_START, 'hex'), at),
        seq: found?.head_seq ?? 0,
        hash: found === undefined ? CHAIN_START : Buffer.from(found.head_hash).toString('hex'),
        lastAt: found?.last_at ?? at,
        ended: found?.ended === 1,
      };
      this.#heads.set(key, head);
    }
    return head;
  }

  #wasRemoved({ kind, id }: StreamRow['stream']): boolean {
    return isRemovable(kind) && findTombstone(this.#db, kind, id) !== undefined;
  }

  #sourceOf({ deviceId, epoch }: ReadingIdentity, actor: string): number {
    const key = JSON.stringify([deviceId, epoch, actor]);
    let number = this.#sources.get(key);
    if (number === undefined) {
      number = this.#sql.source(deviceId, epoch, actor);
      this.#sources.set(key, number);
    }
    return number;
  }

  #know(type: string, version: number): void {
    const key = `${type}@${version}`;
    if (this.#types.has(key)) return;
    this.#sql.putType.run(type, version);
    this.#types.add(key);
  }

  #receive(source: ReadingIdentity): void {
    this.#received ??= new ReceivedReadings(this.#sql.receivedRanges());
    const change = this.#received.add(source);
    if (change === undefined) return;
    const { put, removedFirstSeq } = change;
    const key = (firstSeq: number): string => JSON.stringify([put.deviceId, put.epoch, firstSeq]);
    if (removedFirstSeq !== undefined) this.#ranges.set(key(removedFirstSeq), null);
    this.#ranges.set(key(put.firstSeq), put);
  }

  #finish(): void {
    for (const head of this.#moved) {
      this.#sql.moveHead.run(head.seq, Buffer.from(head.hash, 'hex'), head.lastAt, Number(head.ended), head.stream);
    }
    this.#moved.clear();
    for (const [key, range] of this.#ranges) {
      const [deviceId, epoch, firstSeq] = JSON.parse(key) as [string, string, number];
      if (range === null) this.#sql.removeRange.run(deviceId, epoch, firstSeq);
      else this.#sql.putRange.run(deviceId, epoch, firstSeq, range.lastSeq);
    }
    this.#ranges.clear();
  }

  #forget(): void {
    this.#heads = new Map();
    this.#sources = new Map();
    this.#types = new Set();
    this.#moved.clear();
    this.#ranges.clear();
    this.#received = undefined;
  }
}
