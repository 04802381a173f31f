import type { DatabaseSync } from 'node:sqlite';

/** All waves of these visits go, overwritten; one transaction. Throws SQLite's errors. @returns how many rows. */
export function forgetVisits(db: DatabaseSync, visitIds: readonly string[]): number {
  const ids = JSON.stringify(visitIds);
  db.exec('PRAGMA secure_delete = ON; BEGIN IMMEDIATE');
  try {
    const of = 'SELECT source FROM sources WHERE visit_id IN (SELECT value FROM json_each(?))';
    const removed = Number(db.prepare(`DELETE FROM waves WHERE source IN (${of})`).run(ids).changes);
    db.prepare('DELETE FROM sources WHERE visit_id IN (SELECT value FROM json_each(?))').run(ids);
    db.exec('COMMIT');
    return removed;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  } finally {
    db.exec('PRAGMA secure_delete = OFF');
  }
}
