/** A node that stands by keeps its copies near: a take-over then reads seconds, not years. */
import { connectReadOnly } from '../journal/schema.ts';
import { forwardCopy } from './copy.ts';
import type { ForwardOptions } from './copy.ts';
import { standingOf } from './copy-file.ts';
import type { Group, PostgresSite } from './group.ts';

/**
 * For a node that stands by: again and again, never while this process has its journal open. Costs one question when nothing was written.
 * @returns the transaction the copy is at. Rejects when it could not be brought forward.
 */
export async function followSite(
  group: Group,
  site: Pick<PostgresSite, 'siteId' | 'demo'>,
  path: string,
  options: ForwardOptions = {},
): Promise<number> {
  const known = knownTx(path);
  if (known !== undefined) {
    const { rows } = await group.pool.query<{ tx: number }>('SELECT tx FROM vigil.sites WHERE site_id = $1', [
      site.siteId,
    ]);
    if (rows[0]?.tx === known) return known;
  }
  const forwarded = await forwardCopy(group, site, path, options);
  if (!forwarded.ok) throw new Error(forwarded.refusal.message);
  return forwarded.value;
}

function knownTx(path: string): number | undefined {
  try {
    const db = connectReadOnly(path);
    try {
      return standingOf(db).tx;
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
