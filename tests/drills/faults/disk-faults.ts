/** The disk: no reading may wait for it, no alert either; only the answers to adapters do. */
import { DatabaseSync } from 'node:sqlite';
import type { Fault } from '../fault.ts';
import { later } from '../stand.ts';

export const diskFull: Fault = {
  id: 'disk-full',
  name: 'disk full, and room again',
  share: 60,
  async inject(stand) {
    stand.single.server.tell({ do: 'fill-disk', full: true });
    await stand.goesOn(stand.someMs(500, 6_000));
    stand.single.server.tell({ do: 'fill-disk', full: false });
    return 1;
  },
};

/** Another program holds the write lock. */
export const databaseLocked: Fault = {
  id: 'database-locked',
  name: 'database locked by another',
  share: 60,
  async inject(stand) {
    const other = new DatabaseSync(stand.single.database, { timeout: 10_000 });
    while (!tryLock(other)) await later(5);
    await stand.goesOn(stand.someMs(500, 6_000));
    other.exec('ROLLBACK');
    other.close();
    return 1;
  },
};

export const diskHangs: Fault = {
  id: 'disk-hangs',
  name: 'disk hangs',
  share: 60,
  async inject(stand) {
    const ms = stand.someMs(500, 6_000);
    stand.single.server.tell({ do: 'hang-disk', ms });
    await stand.goesOn(ms);
    return 1;
  },
};

function tryLock(db: DatabaseSync): boolean {
  try {
    db.exec('BEGIN IMMEDIATE');
    return true;
  } catch {
    return false;
  }
}
