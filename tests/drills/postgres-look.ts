/** A visit in a group's PostgreSQL; what stands there at the end is read from a copy that is made anew. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Group } from '../../server/postgres/group.ts';
import { followSite } from '../../server/postgres/follow-site.ts';
import { Seen } from './ground.ts';
import type { Look } from './ground.ts';
import { wholeVisit } from './journal-look.ts';
import type { DrillChair } from './prepare-site.ts';

const READINGS = `SELECT r.seq, s.device_id, s.epoch, r.source_seq FROM vigil.sites g
  JOIN vigil.streams v ON v.site = g.number AND v.kind = 'visit' AND v.stream_id = $2
  JOIN vigil.readings r ON r.site = g.number AND r.stream = v.stream AND r.seq > $3
  JOIN vigil.sources s ON s.site = g.number AND s.source = r.source
  WHERE g.site_id = $1 ORDER BY r.seq`;

interface Row {
  readonly seq: number;
  readonly device_id: string;
  readonly epoch: string;
  readonly source_seq: number;
}

export class PostgresLook implements Look {
  readonly #group: Group;
  readonly #siteId: string;
  readonly #visitId: string;
  readonly #copy: string;
  readonly #seen = new Seen();
  #from = 0;

  constructor(group: Group, siteId: string, { visitId }: DrillChair, folder: string) {
    [this.#group, this.#siteId, this.#visitId] = [group, siteId, visitId];
    this.#copy = join(folder, 'looked-at.db');
  }

  get doubled(): readonly string[] {
    return this.#seen.doubled;
  }

  /** While PostgreSQL is away, what is known so far. */
  async readOn(): Promise<ReadonlySet<string>> {
    try {
      const { rows } = await this.#group.pool.query<Row>(READINGS, [this.#siteId, this.#visitId, this.#from]);
      for (const row of rows) {
        if (row.seq <= this.#from) continue;
        this.#seen.add(`${row.device_id} ${row.epoch} ${row.source_seq}`);
        this.#from = row.seq;
      }
    } catch {
      // It is asked again.
    }
    return this.#seen.identities;
  }

  async whole(): ReturnType<Look['whole']> {
    await followSite(this.#group, { siteId: this.#siteId, demo: false }, this.#copy);
    const db = new DatabaseSync(this.#copy, { readOnly: true });
    try {
      return wholeVisit(db, this.#visitId);
    } finally {
      db.close();
    }
  }

  close(): void {
    // The connection is the group's.
  }
}
