/** The chain of seals: each is as it was made, follows the one before, and its heads are those it sealed. */
import type { Finding } from './findings.ts';
import { headsOf } from './seal-rows.ts';
import { FIRST_BEFORE, holds, SealedHeads } from './seal.ts';
import type { SealedHead, SealKey, StoredSeal } from './seal.ts';

/** Where a stream stood when a seal was made. */
export interface Anchor {
  readonly seal: StoredSeal;
  readonly seq: number;
  readonly hash: string;
}

export interface SealAudit {
  /** The first seal that is not as it was made. */
  readonly finding: Finding | undefined;
  /** By `kind:id`, oldest first; of the seals that hold. */
  readonly anchors: ReadonlyMap<string, readonly Anchor[]>;
  /** Fingerprints of keys that were not given, with the seals made with each. */
  readonly unknownKeys: ReadonlyMap<string, readonly number[]>;
  /** Rows that the newest seal covers. */
  readonly sealedRows: number;
}

/** @param seals all of them, in order */
export function auditSeals(siteId: string, seals: readonly StoredSeal[], keys: readonly SealKey[]): SealAudit {
  const anchors = new Map<string, Anchor[]>();
  const unknownKeys = new Map<string, number[]>();
  const heads = new SealedHeads();
  let before = FIRST_BEFORE;
  let expected = 0;
  let finding: Finding | undefined;
  for (const seal of seals) {
    const key = keys.find(({ fingerprint }) => fingerprint === seal.key);
    const moved = headsOf(seal);
    if (moved) heads.apply(moved);
    const wrong =
      whyNoFollower(seal, ++expected, before) ??
      whyNotAsMade(seal, { siteId, key, heads, isReadable: moved !== undefined });
    if (wrong !== undefined) {
      finding = wrong;
      break;
    }
    if (key === undefined) unknownKeys.set(seal.key, [...(unknownKeys.get(seal.key) ?? []), seal.seal]);
    for (const head of moved ?? []) anchor(anchors, head, seal);
    before = seal.mac;
  }
  return { finding, anchors, unknownKeys, sealedRows: heads.all.reduce((sum, [, , seq]) => sum + seq, 0) };
}

function whyNoFollower({ seal, before }: StoredSeal, expected: number, expectedBefore: string): Finding | undefined {
  if (seal !== expected) return { seal: expected, message: `Seal ${expected} is missing.` };
  if (before === expectedBefore) return undefined;
  return { seal, message: `Seal ${seal} does not follow the one before it: one of the two is not as it was made.` };
}

interface Made {
  readonly siteId: string;
  readonly key: SealKey | undefined;
  readonly heads: SealedHeads;
  readonly isReadable: boolean;
}

function whyNotAsMade(seal: StoredSeal, { siteId, key, heads, isReadable }: Made): Finding | undefined {
  if (key && !holds(key, siteId, seal))
    return { seal: seal.seal, message: `Seal ${seal.seal} is not as it was made: its code does not fit what it says.` };
  if (isReadable && heads.count === seal.streams && heads.digest() === seal.digest) return undefined;
  return { seal: seal.seal, message: `Seal ${seal.seal} does not hold the heads that it sealed.` };
}

function anchor(anchors: Map<string, Anchor[]>, [kind, id, seq, hash]: SealedHead, seal: StoredSeal): void {
  const key = `${kind}:${id}`;
  const known = anchors.get(key);
  if (known) known.push({ seal, seq, hash });
  else anchors.set(key, [{ seal, seq, hash }]);
}
