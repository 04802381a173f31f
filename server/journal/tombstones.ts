/** What is left of a stream that the clinic's rule removed: an event in the stream of tombstones (docs/adr/0020-retention.md). */
import type { DatabaseSync } from 'node:sqlite';
import type { Recorded } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { storedEvents, streamsOf } from './read-rows.ts';
import { ID_IN_BODY, IS_TOMBSTONE } from './schema.ts';
import { toEvent } from './rows.ts';
import type { EventRow } from './rows.ts';

/** Never the site's own, and never a tombstone. */
export const REMOVABLE = ['visit', 'patient', 'audit'] as const;
export type RemovableKind = (typeof REMOVABLE)[number];

/** As it stood when the stream was removed. */
export interface RemovalRule {
  readonly years: number;
  readonly setAt: Instant;
  readonly byName: string;
}

export interface StreamRemoved {
  readonly type: 'stream-removed';
  readonly kind: RemovableKind;
  readonly id: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Of its last row, and the hash of its chain up to there. */
  readonly seq: number;
  readonly hash: string;
  readonly rule: RemovalRule;
  /** By the running server, or by hand. */
  readonly how: 'daily' | 'command';
  /** Fingerprint of the key, and the code made with it. */
  readonly key: string;
  readonly mac: string;
}
export type Tombstone = Recorded<StreamRemoved>;

/** The newest of this stream. */
export function findTombstone(db: DatabaseSync, kind: RemovableKind, id: string): Tombstone | undefined {
  const rows = db
    .prepare(
      `SELECT type, version, at, actor, body FROM events
       WHERE ${IS_TOMBSTONE} AND ${ID_IN_BODY} = ? ORDER BY stream DESC, seq DESC`,
    )
    .all(id) as unknown as EventRow[];
  return rows.map((row) => toEvent(row) as Tombstone).find((each) => each.kind === kind);
}

/** All of them, oldest first, each with its seq. */
export function tombstonesOf(db: DatabaseSync): readonly { readonly seq: number; readonly tombstone: Tombstone }[] {
  const stream = streamsOf(db).find((each) => each.stream.kind === 'tombstones');
  if (stream === undefined) return [];
  return [...storedEvents(db, stream.number)].map((event, index) => ({
    seq: index + 1,
    tombstone: event as unknown as Tombstone,
  }));
}
