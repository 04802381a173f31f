/** A look into an adapter's spool. */
import { DatabaseSync } from 'node:sqlite';

/** What stands in it: `epoch seq` of each reading. */
export const identitiesIn = (path: string): readonly string[] => {
  const db = new DatabaseSync(path);
  try {
    const rows = db.prepare('SELECT epoch, seq FROM readings JOIN sources USING (source)').all();
    return (rows as { epoch: string; seq: number }[]).map(({ epoch, seq }) => `${epoch} ${seq}`);
  } finally {
    db.close();
  }
};
