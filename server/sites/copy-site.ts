/** A site's record as a database of its own: for `audit verify`, `backup` and `visit export`. */
import { existsSync } from 'node:fs';
import { refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { forwardCopy } from '../postgres/copy.ts';
import type { Group, PostgresSite } from '../postgres/group.ts';

/** @returns the site's transaction up to which it has everything */
export async function copySite(group: Group, site: PostgresSite, path: string): Promise<Result<number>> {
  if (existsSync(path)) return refuse('conflict', `${path} is there already: give a name that is free.`);
  return forwardCopy(group, site, path, { checksHeads: true });
}
