/** Changes of a group's sites that need nothing but its tables. Each rejects when PostgreSQL does not answer. */
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Group, PostgresSite } from '../postgres/group.ts';
import { siteStandings } from './standings.ts';

type Pool = Pick<Group, 'pool'>;

/** @returns false: it was so already */
export async function admitWatcher({ pool }: Pool, site: PostgresSite, by: PostgresSite): Promise<Result<boolean>> {
  if (site.siteId === by.siteId) return refuse('malformed', 'The stations of a site see their own chairs anyway.');
  if (site.demo !== by.demo)
    return refuse('not-allowed', 'A demonstration and a clinic never stand on one station: neither sees the other.');
  const { rowCount } = await pool.query(
    'INSERT INTO vigil.watchers (site_id, by_site_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [site.siteId, by.siteId],
  );
  return accept(rowCount === 1);
}

/** @returns false: it was so already */
export async function dismissWatcher({ pool }: Pool, site: PostgresSite, by: PostgresSite): Promise<boolean> {
  const { rowCount } = await pool.query('DELETE FROM vigil.watchers WHERE site_id = $1 AND by_site_id = $2', [
    site.siteId,
    by.siteId,
  ]);
  return rowCount === 1;
}

/** Only what nobody runs and nothing is recorded of: a record is never deleted by this. */
export async function removeSite(group: Pool, { siteId }: PostgresSite): Promise<Result<null>> {
  const standing = (await siteStandings(group)).find((each) => each.siteId === siteId);
  if (!standing) return refuse('not-found', 'This site is gone already.');
  const hasRecord = `${standing.name} has a record, which stays. So that nobody reaches it any more, take its names away: vigil sites hosts ${siteId}`;
  if (standing.tx > 0) return refuse('conflict', hasRecord);
  if (standing.owner)
    return refuse('conflict', `${standing.name} runs on ${standing.owner.url} now: it has a record in a moment.`);
  // Asked once more in the statement: a node may have taken it meanwhile.
  const { rowCount } = await group.pool.query(
    `DELETE FROM vigil.sites s WHERE s.site_id = $1 AND s.tx = 0
       AND NOT EXISTS (SELECT 1 FROM vigil.leases l WHERE l.site_id = s.site_id AND l.expires_at > now())`,
    [siteId],
  );
  return rowCount === 1 ? accept(null) : refuse('conflict', hasRecord);
}
