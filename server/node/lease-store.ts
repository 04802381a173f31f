/** The leases in PostgreSQL, in one statement each, over connections of their own: what else waits for the database never delays a renewal. */
import { Pool } from 'pg';
import type { Duration } from '#core/reading.ts';
import { LEASE_MS, SEEN_MS } from './lease.ts';

/** A site as the group knows it, and who runs it. */
export interface Standing {
  readonly siteId: string;
  readonly name: string;
  /** Lower case, without ports. */
  readonly hosts: readonly string[];
  /** IANA. */
  readonly timeZone: string;
  readonly demo: boolean;
  /** Absent: nobody has it. */
  readonly owner?: Owner;
}

export interface Owner {
  readonly nodeId: string;
  /** Where other nodes reach it. */
  readonly url: string;
  readonly epoch: number;
  /** Of its lease, when PostgreSQL was asked. */
  readonly leftMs: Duration;
}

export interface Looked {
  readonly sites: readonly Standing[];
  /** Nodes seen lately, this one among them. */
  readonly liveNodes: number;
}

export interface Held {
  readonly siteId: string;
  readonly epoch: number;
}

/** Each rejects while PostgreSQL cannot be asked. */
export interface LeaseStore {
  look(): Promise<Looked>;
  /**
   * Renews all this node has and, when it `takes` sites, says that it is here.
   * @returns what is still its own; a lease that ran out and that nobody took is renewed too
   */
  renew(held: readonly Held[], takes: boolean): Promise<readonly Held[]>;
  /** @returns its epoch; undefined: another has it. */
  take(siteId: string): Promise<number | undefined>;
  /** Another may take it at once. */
  release(held: Held): Promise<void>;
  /** This node is not counted any more. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

const LEASE = `interval '${LEASE_MS} ms'`;
/** Shorter than what is left of a lease when it is renewed for the last time. */
const ANSWER_MS: Duration = 1_200;

const LOOK = `
SELECT s.site_id, s.name, s.hosts, s.time_zone, s.demo, l.node_id, l.node_url, l.epoch::float8 AS epoch,
  extract(epoch FROM l.expires_at - now())::float8 * 1000 AS left_ms,
  (SELECT count(*)::int FROM vigil.nodes WHERE seen_at > now() - interval '${SEEN_MS} ms') AS live_nodes
FROM vigil.sites s LEFT JOIN vigil.leases l ON l.site_id = s.site_id AND l.expires_at > now()
ORDER BY s.site_id`;

const RENEW = `
WITH here AS (
  INSERT INTO vigil.nodes (node_id, url, seen_at) SELECT $1, $2, now() WHERE $5
  ON CONFLICT (node_id) DO UPDATE SET url = EXCLUDED.url, seen_at = now()
), gone AS (
  DELETE FROM vigil.nodes WHERE seen_at < now() - interval '1 hour'
)
UPDATE vigil.leases l SET expires_at = now() + ${LEASE}, node_url = $2
FROM unnest($3::text[], $4::bigint[]) AS mine (site_id, epoch)
WHERE l.node_id = $1 AND l.site_id = mine.site_id AND l.epoch = mine.epoch
RETURNING l.site_id, l.epoch::float8 AS epoch`;

const TAKE = `
INSERT INTO vigil.leases AS l (site_id, epoch, node_id, node_url, expires_at) VALUES ($1, 1, $2, $3, now() + ${LEASE})
ON CONFLICT (site_id) DO UPDATE SET epoch = l.epoch + 1, node_id = $2, node_url = $3, expires_at = now() + ${LEASE}
WHERE l.expires_at IS NULL OR l.expires_at <= now()
RETURNING epoch::float8 AS epoch`;

// Without a node: a renewal that is still on its way finds nothing to renew.
const RELEASE =
  'UPDATE vigil.leases SET expires_at = now(), node_id = NULL, node_url = NULL WHERE site_id = $1 AND node_id = $2 AND epoch = $3';

interface LookRow {
  readonly site_id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly time_zone: string;
  readonly demo: boolean;
  readonly node_id: string | null;
  readonly node_url: string | null;
  readonly epoch: number | null;
  readonly left_ms: number | null;
  readonly live_nodes: number;
}

/** @param me this node's id of this run, and where others reach it */
export function openLeaseStore(url: string, me: { readonly nodeId: string; readonly nodeUrl: string }): LeaseStore {
  const { nodeId, nodeUrl } = me;
  const pool = new Pool({
    ...{ connectionString: url, max: 3, application_name: 'vigil leases', keepAlive: true },
    connectionTimeoutMillis: ANSWER_MS,
    statement_timeout: ANSWER_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: ANSWER_MS,
  });
  // An idle connection that PostgreSQL closed: the next question opens another.
  pool.on('error', () => undefined);
  return {
    async look() {
      const { rows } = await pool.query<LookRow>(LOOK);
      return { sites: rows.map(standing), liveNodes: rows[0]?.live_nodes ?? 1 };
    },
    async renew(held, takes) {
      const ids = held.map(({ siteId }) => siteId);
      const epochs = held.map(({ epoch }) => epoch);
      const { rows } = await pool.query<{ site_id: string; epoch: number }>(RENEW, [
        nodeId,
        nodeUrl,
        ids,
        epochs,
        takes,
      ]);
      return rows.map(({ site_id: siteId, epoch }) => ({ siteId, epoch }));
    },
    async take(siteId) {
      const { rows } = await pool.query<{ epoch: number }>(TAKE, [siteId, nodeId, nodeUrl]);
      return rows[0]?.epoch;
    },
    async release({ siteId, epoch }) {
      await pool.query(RELEASE, [siteId, nodeId, epoch]);
    },
    async leave() {
      await pool.query('DELETE FROM vigil.nodes WHERE node_id = $1', [nodeId]);
    },
    close: () => pool.end(),
  };
}

const standing = (row: LookRow): Standing => ({
  ...{ siteId: row.site_id, name: row.name, hosts: row.hosts, timeZone: row.time_zone, demo: row.demo },
  ...(row.node_id !== null &&
    row.node_url !== null && {
      owner: { nodeId: row.node_id, url: row.node_url, epoch: row.epoch ?? 0, leftMs: row.left_ms ?? 0 },
    }),
});
