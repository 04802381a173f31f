/** A node that stands by keeps its copies near: a take-over then reads seconds, not years. */
import { connectReadOnly } from '../journal/schema.ts';
import { sealFiles } from '../keeping/besides.ts';
import { settledSeals } from '../keeping/seal-rows.ts';
import { catchUp } from '../keeping/seal-text.ts';
import { forwardCopy } from './copy.ts';
import type { ForwardOptions } from './copy.ts';
import { standingOf } from './copy-file.ts';
import type { Standing } from './copy-file.ts';
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
  const known = standingAt(path);
  if (known !== undefined && options.checksHeads !== true) {
    const { rows } = await group.pool.query<{ tx: number }>('SELECT tx FROM vigil.sites WHERE site_id = $1', [
      site.siteId,
    ]);
    if (rows[0]?.tx === known.tx) return known.tx;
  }
  const forwarded = await forwardCopy(group, site, path, options);
  if (!forwarded.ok) throw new Error(forwarded.refusal.message);
  tellSeals(path, site.siteId, known);
  return forwarded.value;
}

/** The file of seals beside the copy follows too, so that the copy can be verified. One that cannot be written is told when this node seals. */
function tellSeals(path: string, siteId: string, before: Standing | undefined): void {
  try {
    const db = connectReadOnly(path);
    try {
      if (standingOf(db).seal !== before?.seal) catchUp(sealFiles(path).text, siteId, settledSeals(db));
    } finally {
      db.close();
    }
  } catch {
    // The seals stand in the copy.
  }
}

function standingAt(path: string): Standing | undefined {
  try {
    const db = connectReadOnly(path);
    try {
      return standingOf(db);
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
