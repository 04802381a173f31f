/** SHA-256 over the rows of a stream, each over the one before: a row changed, removed or put in later is found. */
import { hash } from 'node:crypto';
import type { EventRow, ReadingRow, StreamRow } from './rows.ts';

/** Before a stream's first row. */
export const CHAIN_START = '0'.repeat(64);

const contentOfEvent = ({ stream, seq, type, version, at, actor, body }: EventRow): string =>
  JSON.stringify([stream.kind, stream.id, seq, type, version, at, actor, body]);

const contentOfReading = ({ stream, seq, source, actor, columns: c }: ReadingRow): string =>
  JSON.stringify([
    stream.kind,
    stream.id,
    seq,
    [source.deviceId, source.epoch, source.seq, actor],
    [c.kind, c.at, c.lagMs, c.deviceLagMs, c.quality, c.causes, c.v1, c.v2, c.v3, c.v4],
  ]);

/** @returns 64 hex digits. The site's id is part of every link, so that a stream cannot be moved to another site. */
export function link(siteId: string, before: string, row: StreamRow): string {
  const content = row.table === 'events' ? contentOfEvent(row) : contentOfReading(row);
  return hash('sha256', `${before}\n${siteId}\n${content}`, 'hex');
}

/** A reading's row keeps 16 bits of its link, enough to name the row; the whole link stands in the next event and in the stream's head. */
export const shortLink = (hex: string): number => Number.parseInt(hex.slice(0, 4), 16);
