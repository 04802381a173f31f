import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { PostgresSite } from '../postgres/group.ts';

/** By its id, a host, or its name when no other has it; case does not matter. */
export function findSite<Site extends PostgresSite>(sites: readonly Site[], text: string): Result<Site> {
  const asked = text.trim().toLowerCase();
  const exact = sites.find(({ siteId, hosts }) => siteId.toLowerCase() === asked || hosts.includes(asked));
  if (exact) return accept(exact);
  const named = sites.filter(({ name }) => name.toLowerCase() === asked);
  const [only, other] = named;
  if (only && !other) return accept(only);
  if (only)
    return refuse(
      'conflict',
      `${named.length} sites are called ${only.name}: give its id or one of its hosts (vigil sites list).`,
    );
  return refuse('not-found', `There is no site "${text}" in this group: "vigil sites list" shows them.`);
}
