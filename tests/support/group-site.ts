/** A group with one site in an empty database of a test's PostgreSQL, and journals of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Journal } from '../../server/journal/journal.ts';
import { connectGroup } from '../../server/postgres/connect-group.ts';
import type { Group, PostgresSite } from '../../server/postgres/group.ts';
import { openPostgresJournal } from '../../server/postgres/open-postgres-journal.ts';
import type { PostgresJournalOptions } from '../../server/postgres/open-postgres-journal.ts';
import { freshDatabase } from './postgres.ts';

export const SITE: PostgresSite = { siteId: 'site-1', name: 'Clinic', hosts: [], timeZone: 'UTC', demo: false };

export interface GroupSite {
  readonly group: Group;
  /** Where copies may be; each name is another node's. */
  copyPath(node?: string): string;
  /** Takes the lease whoever has it. @returns the new epoch */
  takeLease(): Promise<number>;
  /** Closed after the test, unless the test did. Takes the lease unless it is given an epoch. */
  open(options?: Partial<PostgresJournalOptions> & { readonly node?: string }): Promise<Journal>;
}

export async function startGroup(postgres: { readonly url: string }): Promise<GroupSite> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-group-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const connected = await connectGroup(await freshDatabase(postgres));
  if (!connected.ok) throw new Error(connected.refusal.message);
  const group = connected.value;
  onTestFinished(() => group.close());
  await group.addSite(SITE);
  const copyPath = (node = 'node-1'): string => join(folder, node, 'site-1.db');
  const takeLease = async (): Promise<number> => {
    const { rows } = await group.pool.query<{ epoch: number }>(
      'UPDATE vigil.leases SET epoch = epoch + 1 RETURNING epoch',
    );
    return rows[0]?.epoch ?? 0;
  };
  return {
    ...{ group, copyPath, takeLease },
    async open({ node, ...options } = {}) {
      const epoch = options.epoch ?? (await takeLease());
      const opened = await openPostgresJournal(group, {
        ...{ site: SITE, copyPath: copyPath(node), testSeams: true, onLost: () => undefined },
        ...options,
        epoch,
      });
      if (!opened.ok) throw new Error(opened.refusal.message);
      onTestFinished(async () => void (await opened.value.close(0)));
      return opened.value;
    },
  };
}
