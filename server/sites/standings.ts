/** What an administrator of a group asks of it: which sites it has, where each runs, and whose stations see it. */
import type { Group, PostgresSite } from '../postgres/group.ts';

export interface SiteStanding extends PostgresSite {
  /** Transactions of its record. */
  readonly tx: number;
  /** Absent: no node has it now. */
  readonly owner?: { readonly nodeId: string; readonly url: string; readonly epoch: number };
  /** Since its lease was renewed, or since it ran out; ms. Absent: it never had one. */
  readonly leaseAgeMs?: number;
  /** Names of the sites whose stations may see it. */
  readonly watchedBy: readonly string[];
}

export interface NodeStanding {
  readonly nodeId: string;
  readonly url: string;
  readonly seenMs: number;
  readonly holds: number;
}

/** A lease is for so long (server/node/lease.ts). */
const LEASE_MS = 3_000;

const STANDINGS = `
SELECT s.site_id AS "siteId", s.name, s.hosts, s.time_zone AS "timeZone", s.demo, s.tx::float8 AS tx,
  l.node_id, l.node_url, l.epoch::float8 AS epoch, extract(epoch FROM l.expires_at - now())::float8 * 1000 AS left_ms,
  ARRAY(SELECT b.name FROM vigil.watchers w JOIN vigil.sites b ON b.site_id = w.by_site_id WHERE w.site_id = s.site_id ORDER BY b.name) AS "watchedBy"
FROM vigil.sites s LEFT JOIN vigil.leases l USING (site_id) ORDER BY s.name, s.site_id`;

interface Row extends PostgresSite {
  readonly tx: number;
  readonly node_id: string | null;
  readonly node_url: string | null;
  readonly epoch: number | null;
  readonly left_ms: number | null;
  readonly watchedBy: readonly string[];
}

export async function siteStandings({ pool }: Pick<Group, 'pool'>): Promise<readonly SiteStanding[]> {
  const { rows } = await pool.query<Row>(STANDINGS);
  return rows.map(({ node_id, node_url, epoch, left_ms, ...site }) => ({
    ...site,
    ...(node_id !== null &&
      node_url !== null &&
      left_ms !== null &&
      left_ms > 0 && { owner: { nodeId: node_id, url: node_url, epoch: epoch ?? 0 } }),
    ...(left_ms !== null && { leaseAgeMs: left_ms > 0 ? LEASE_MS - left_ms : -left_ms }),
  }));
}

export async function nodeStandings({ pool }: Pick<Group, 'pool'>): Promise<readonly NodeStanding[]> {
  const { rows } = await pool.query<NodeStanding>(
    `SELECT n.node_id AS "nodeId", n.url, extract(epoch FROM now() - n.seen_at)::float8 * 1000 AS "seenMs",
       (SELECT count(*)::int FROM vigil.leases l WHERE l.node_id = n.node_id AND l.expires_at > now()) AS holds
     FROM vigil.nodes n ORDER BY n.url, n.seen_at DESC`,
  );
  return rows;
}
