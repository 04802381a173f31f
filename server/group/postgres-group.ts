/** A clinic as one of the group in PostgreSQL: the clinics whose chairs its stations may see stand in `vigil.watchers`. */
import type pg from 'pg';
import type { GroupClinic } from '#protocol/group-events.ts';
import type { GroupSite } from './group-site.ts';
import type { GroupWire } from './group-wire.ts';

export interface PostgresGroupOptions {
  readonly siteId: string;
  /** Of its lease. */
  readonly epoch: number;
  readonly pool: Pick<pg.Pool, 'query'>;
  /** The process's one. */
  readonly wire: GroupWire;
  /** False once the lease may be another node's. */
  readonly mayPublish?: () => boolean;
}

const SEEN = `
SELECT site_id, name, hosts, demo FROM vigil.sites JOIN vigil.watchers USING (site_id)
WHERE by_site_id = $1 AND site_id <> $1 ORDER BY name, site_id`;

interface Row {
  readonly site_id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly demo: boolean;
}

/** For `attach({ group })`. */
export const groupOnPostgres = ({ siteId, epoch, pool, wire, mayPublish }: PostgresGroupOptions): GroupSite => ({
  siteId,
  run: epoch,
  adapter: wire.adapter,
  async maySee() {
    const { rows } = await pool.query<Row>(SEEN, [siteId]);
    return rows.map(({ site_id, name, hosts, demo }): GroupClinic => ({
      siteId: site_id,
      name,
      host: hosts[0] ?? null,
      ...(demo && { demo: true }),
    }));
  },
  ...(mayPublish && { mayPublish }),
});
