/** An adapter's own key: made here, shown once, kept as a hash (docs/SPEC.md, SEC). */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Actor } from '#core/actor.ts';
import { decideAdmit } from '#core/access/decide-screens.ts';
import type { AdmittedAdapter } from '#core/access/screen.ts';
import type { Result } from '#core/refusal.ts';
import { accept } from '#core/refusal.ts';
import { newToken, sha256Hex } from '../access/screen-token.ts';
import type { SiteSeam } from '../access/site-seam.ts';
import type { Journal } from '../journal/journal.ts';

export const ADAPTER_KEY = /^vk_[A-Za-z0-9_-]{43}$/;

/** 256 bits: nobody guesses it, and its hash may be read. */
export const newAdapterKey = (random: (bytes: number) => Buffer = randomBytes): string => `vk_${newToken(random)}`;

/** In the same time whether it is nearly right, wrong or nobody's. */
export function isKeyOf(hash: string | undefined, key: string): boolean {
  const given = Buffer.from(sha256Hex(key));
  const kept = Buffer.from(hash ?? sha256Hex(''));
  return kept.length === given.length && timingSafeEqual(kept, given) && hash !== undefined;
}

export interface AdmitDeps {
  readonly site: Pick<SiteSeam, 'site' | 'recordSite'>;
  readonly journal: Pick<Journal, 'putSecret'>;
}

/**
 * From now on this key, and no other, lets the adapter in.
 * @returns what is over once it is on the disk
 */
export function admitAdapter(
  { site, journal }: AdmitDeps,
  adapter: AdmittedAdapter,
  key: string,
  actor: Actor,
): Result<Promise<void>> {
  const decided = decideAdmit(site.site, adapter);
  if (!decided.ok) return decided;
  // The key first: who hears of the fact finds it there.
  const { durable } = journal.putSecret('adapter-key', adapter.adapterId, sha256Hex(key));
  return accept(Promise.all([durable, site.recordSite(decided.value, actor)]).then(() => undefined));
}
