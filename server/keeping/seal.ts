/**
 * A seal: where every stream's chain stood at an instant, under a key that is not in the database (docs/adr/0018-keeping.md). A chain
 * alone can be computed anew by whoever changes it; a seal cannot.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#core/reading.ts';
import type { StreamRef } from '../journal/journal.ts';

export type SealCause = 'start' | 'hourly' | 'stop' | 'backup' | 'restored' | 'retention';

/** Where one stream stood; seq 0: it was there before and is no more. */
export type SealedHead = readonly [kind: StreamRef['kind'], id: string, seq: number, hash: string];

export interface SealContent {
  /** 1, 2, 3 … */
  readonly seal: number;
  /** Clinic time. */
  readonly at: Instant;
  readonly cause: SealCause;
  readonly streams: number;
  /** Over all heads, in order. */
  readonly digest: string;
  /** Fingerprint of the key it was made with. */
  readonly key: string;
  /** The `mac` of the seal before; of the first: zeros. */
  readonly before: string;
}

export interface Seal extends SealContent {
  /** 64 hex digits. */
  readonly mac: string;
}

export interface StoredSeal extends Seal {
  /** JSON of SealedHead[]: what moved since the seal before. */
  readonly heads: string;
}

export interface SealKey {
  readonly bytes: Buffer;
  /** Tells keys apart and gives nothing away: `3f2a-77c1-9b02-11aa`. */
  readonly fingerprint: string;
}

export const FIRST_BEFORE = '0'.repeat(64);

/** Every stream's newest sealed head, as the seals up to some one of them tell. */
export class SealedHeads {
  readonly #heads = new Map<string, SealedHead>();

  apply(moved: readonly SealedHead[]): void {
    for (const head of moved) {
      const key = keyOf(head);
      if (head[2] === 0) this.#heads.delete(key);
      else this.#heads.set(key, head);
    }
  }

  get(head: SealedHead): SealedHead | undefined {
    return this.#heads.get(keyOf(head));
  }

  get all(): readonly SealedHead[] {
    return [...this.#heads.values()];
  }

  get count(): number {
    return this.#heads.size;
  }

  digest(): string {
    const hash = createHash('sha256');
    for (const key of [...this.#heads.keys()].sort()) hash.update(`${JSON.stringify(this.#heads.get(key))}\n`);
    return hash.digest('hex');
  }

  /** What `now` has otherwise than this. */
  movedTo(now: readonly SealedHead[]): SealedHead[] {
    const there = new Set(now.map(keyOf));
    const moved = now.filter((head) => {
      const [, , seq, hash] = this.get(head) ?? [];
      return seq !== head[2] || hash !== head[3];
    });
    const gone = this.all.filter((head) => !there.has(keyOf(head)));
    return [...moved, ...gone.map(([kind, id]): SealedHead => [kind, id, 0, ''])];
  }
}

const keyOf = ([kind, id]: SealedHead): string => `${kind}:${id}`;

/** The site's id is part of it: a seal cannot be moved to another site. */
export function macOf(key: SealKey, siteId: string, c: SealContent): string {
  const content = ['vigil-seal-1', siteId, c.seal, c.at, c.cause, c.streams, c.digest, c.key, c.before];
  return createHmac('sha256', key.bytes).update(JSON.stringify(content)).digest('hex');
}

export const holds = (key: SealKey, siteId: string, seal: Seal): boolean => {
  const [made, stored] = [Buffer.from(macOf(key, siteId, seal)), Buffer.from(seal.mac)];
  return made.length === stored.length && timingSafeEqual(made, stored);
};
