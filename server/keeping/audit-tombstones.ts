/** The tombstones: each is as it was made, of a stream that is gone, as it was sealed. And no stream is gone without one. */
import type { DatabaseSync } from 'node:sqlite';
import { findStream } from '../journal/read-rows.ts';
import { tombstoneMac } from '../journal/remove-stream.ts';
import { tombstonesOf } from '../journal/tombstones.ts';
import type { Tombstone } from '../journal/tombstones.ts';
import { nameOf } from '../journal/verify.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import type { Anchor } from './audit-seals.ts';
import type { Finding } from './findings.ts';
import type { SealKey } from './seal.ts';

export interface TombstoneAudit {
  /** By `kind:id`. */
  readonly removed: ReadonlyMap<string, Tombstone>;
  readonly findings: readonly Finding[];
  /** Where no key was given at all: their fingerprints, with how many tombstones were made with each. With a key, an unknown one is a finding. */
  readonly unknownKeys: ReadonlyMap<string, number>;
}

/** Read after the streams: what is removed meanwhile has its tombstone by then. */
export function auditTombstones(
  db: DatabaseSync,
  siteId: string,
  anchors: ReadonlyMap<string, readonly Anchor[]>,
  keys: readonly SealKey[],
): TombstoneAudit {
  return inOneSnapshot(db, () => {
    const removed = new Map<string, Tombstone>();
    const findings: Finding[] = [];
    const unknownKeys = new Map<string, number>();
    for (const { seq, tombstone } of readable(db, findings)) {
      const streamKey = `${tombstone.kind}:${tombstone.id}`;
      const made = keys.find(({ fingerprint }) => fingerprint === tombstone.key);
      const isUnknown = made === undefined && keys.length > 0;
      if (made === undefined && !isUnknown) unknownKeys.set(tombstone.key, (unknownKeys.get(tombstone.key) ?? 0) + 1);
      const why = isUnknown
        ? `was made with the key ${tombstone.key}, which is not among those given: give that key too, if the clinic had it before; else Vigil did not remove it`
        : made && tombstoneMac(made, siteId, tombstone) !== tombstone.mac
          ? 'is not as it was made: its code does not fit what it says'
          : removed.has(streamKey)
            ? 'is of a stream that has one already'
            : findStream(db, tombstone)
              ? 'is of a stream that is there'
              : whyNotAsSealed(tombstone, anchors.get(streamKey) ?? []);
      if (why === undefined) removed.set(streamKey, tombstone);
      else {
        const stream = { kind: 'tombstones', id: siteId } as const;
        findings.push({ stream, seq, message: `Tombstone ${seq}, of ${nameOf(tombstone)}, ${why}.` });
      }
    }
    return { removed, findings, unknownKeys };
  });
}

/** What cannot be read as an event, the chain of their own stream has told. */
function readable(db: DatabaseSync, findings: Finding[]): ReturnType<typeof tombstonesOf> {
  try {
    return tombstonesOf(db);
  } catch (error) {
    if ('errcode' in (error as object)) throw error;
    findings.push({ message: 'The tombstones cannot be read.' });
    return [];
  }
}

function whyNotAsSealed({ seq, hash }: Tombstone, anchors: readonly Anchor[]): string | undefined {
  const beyond = anchors.find((anchor) => anchor.seq > seq);
  if (beyond)
    return `tells ${seq} rows, seal ${beyond.seal.seal} holds ${beyond.seq}: its end was cut off before it was removed`;
  const other = anchors.find((anchor) => anchor.seq === seq && anchor.hash !== hash);
  return other && `tells another end than seal ${other.seal.seal} holds`;
}
