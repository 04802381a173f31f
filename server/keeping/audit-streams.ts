/** Every stream's chain, held against where the seals say it stood. */
import type { DatabaseSync } from 'node:sqlite';
import type { StreamRef } from '../journal/journal.ts';
import { findStream, streamsOf } from '../journal/read-rows.ts';
import type { Tombstone } from '../journal/tombstones.ts';
import { streamKey } from '../journal/rows.ts';
import { chainOf, nameOf } from '../journal/verify.ts';
import type { Fault, Link } from '../journal/verify.ts';
import { inOneSnapshot } from '../threads/answer-questions.ts';
import type { Anchor } from './audit-seals.ts';
import type { Finding } from './findings.ts';

export interface StreamAudit {
  readonly streams: number;
  readonly rows: number;
  /** The first of each stream. */
  readonly findings: readonly Finding[];
}

/** Each stream in a snapshot of its own, so that an audit of years never keeps the server's write-ahead log from being folded in. */
export function auditStreams(
  db: DatabaseSync,
  siteId: string,
  anchors: ReadonlyMap<string, readonly Anchor[]>,
  tombstones: () => ReadonlyMap<string, Tombstone>,
): StreamAudit {
  const heads = streamsOf(db);
  const findings: Finding[] = [];
  const gone = new Map(anchors);
  let rows = 0;
  for (const { stream } of heads) {
    const audited = inOneSnapshot(db, () => auditStream(db, siteId, stream, anchors.get(streamKey(stream))));
    // Removed since the list of streams was read.
    if (audited === undefined) continue;
    gone.delete(streamKey(stream));
    rows += audited.rows;
    if (audited.finding) findings.push(audited.finding);
  }
  const removed = tombstones();
  for (const [key, sealed] of gone) if (!removed.has(key)) findings.push(goneWithout(key, sealed));
  return { streams: heads.length, rows, findings: [...findings, ...ownerless(db)] };
}

function auditStream(
  db: DatabaseSync,
  siteId: string,
  stream: StreamRef,
  anchors: readonly Anchor[] = [],
): { readonly rows: number; readonly finding: Finding | undefined } | undefined {
  const head = findStream(db, stream);
  if (head === undefined) return undefined;
  const sealed = new SealedPlaces(stream, anchors);
  let fault: Fault | undefined;
  try {
    const links = chainOf(db, siteId, head);
    let next = links.next();
    for (; next.done !== true; next = links.next()) {
      const finding = sealed.meet(next.value);
      if (finding) return { rows: next.value.seq, finding };
    }
    fault = next.value;
  } catch (error) {
    if ('errcode' in (error as object)) throw error;
    fault = { seq: sealed.seq + 1, message: `Row ${sealed.seq + 1} of ${nameOf(stream)} cannot be read.` };
  }
  // That rows are missing at the end which were sealed says more than that the end is not as it was.
  const cut = fault === undefined || fault.atEnd ? sealed.cut() : undefined;
  return { rows: sealed.seq, finding: cut ?? (fault && { stream, ...fault }) };
}

/** The rows of one stream at which it was sealed. */
class SealedPlaces {
  readonly #stream: StreamRef;
  readonly #bySeq = new Map<number, Anchor[]>();
  #metUpTo = 0;
  seq = 0;

  constructor(stream: StreamRef, anchors: readonly Anchor[]) {
    this.#stream = stream;
    for (const anchor of anchors) {
      if (anchor.seq === 0) continue;
      this.#bySeq.set(anchor.seq, [...(this.#bySeq.get(anchor.seq) ?? []), anchor]);
    }
  }

  meet({ seq, hash }: Link): Finding | undefined {
    this.seq = seq;
    const anchors = this.#bySeq.get(seq);
    if (anchors === undefined) return undefined;
    const other = anchors.find((anchor) => anchor.hash !== hash);
    if (other === undefined) {
      this.#metUpTo = seq;
      return undefined;
    }
    const first = this.#metUpTo + 1;
    const which = first === seq ? `Row ${seq}` : `A row from ${first} to ${seq}`;
    const name = nameOf(this.#stream);
    const message = `${which} of ${name} was written anew, with the hashes after it: ${sealName(other)} holds another.`;
    return { stream: this.#stream, seq: first, message };
  }

  /** Of rows beyond the last that is there. */
  cut(): Finding | undefined {
    const beyond = [...this.#bySeq.values()].flat().filter((anchor) => anchor.seq > this.seq);
    const [first] = beyond.sort((a, b) => a.seal.seal - b.seal.seal);
    if (first === undefined) return undefined;
    const seq = this.seq + 1;
    const name = nameOf(this.#stream);
    const message = `Row ${seq} of ${name} is missing: its end was cut off, ${sealName(first)} holds ${first.seq} rows.`;
    return { stream: this.#stream, seq, message };
  }
}

const sealName = ({ seal }: Anchor): string => `seal ${seal.seal} of ${new Date(seal.at).toISOString()}`;

/** What a person or a program took away: the clinic's rule would have left a tombstone. */
function goneWithout(key: string, sealed: readonly Anchor[]): Finding {
  const colon = key.indexOf(':');
  const stream = { kind: key.slice(0, colon), id: key.slice(colon + 1) } as StreamRef;
  const last = sealed.findLast(({ seq }) => seq > 0);
  const told = last === undefined ? '' : `, ${sealName(last)} holds ${last.seq} rows of it`;
  return { stream, seq: 1, message: `Row 1 of ${nameOf(stream)} is missing: the whole stream is gone${told}.` };
}

/** Rows whose stream is not in the list of streams. Steps from stream to stream by the key: no table is read from end to end. */
function ownerless(db: DatabaseSync): Finding[] {
  const known = new Set(streamsOf(db).map(({ number }) => number));
  const found = new Set<number>();
  for (const table of ['events', 'readings']) {
    const next = db.prepare(`SELECT min(stream) AS stream FROM ${table} WHERE stream > ?`);
    for (let at = Number.MIN_SAFE_INTEGER; ;) {
      const { stream } = next.get(at) as { stream: number | null };
      if (stream === null) break;
      if (!known.has(stream)) found.add(stream);
      at = stream;
    }
  }
  return [...found].map((stream) => ({
    message: `There are rows of a stream ${stream} that is in no list of streams.`,
  }));
}
