/** tests/fixtures/journal/schema-1.db was made by the Vigil of schema 1: a founded site, two visits that are over, a patient. */
import { copyFileSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { auditFile } from '../../server/keeping/audit.ts';
import { visit } from '../support/journal-events.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { SCHEMA_VERSION } from '../../server/journal/schema.ts';

const FIXTURE = 'tests/fixtures/journal/schema-1.db';

function olderDatabase(): string {
  const path = newDatabasePath();
  copyFileSync(FIXTURE, path);
  return path;
}

function rowsOf(path: string): Record<string, unknown[]> {
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = [
    'meta',
    'streams',
    'events',
    'event_types',
    'sources',
    'readings',
    'received',
    'quarantine',
    'patients',
  ];
  const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()] as const);
  db.close();
  return Object.fromEntries(rows);
}

const versionOf = (path: string): unknown => {
  const db = new DatabaseSync(path, { readOnly: true });
  const version = db.prepare('PRAGMA user_version').get();
  db.close();
  return version;
};

describe('JR-60 a database of an older Vigil is brought forward at the start', () => {
  test('JR-60 from schema 1: it gets its seals, and every row is what it was', async () => {
    const path = olderDatabase();
    expect(versionOf(path)).toEqual({ user_version: 1 });
    const journal = await openForTest(path);
    expect(versionOf(path)).toEqual({ user_version: SCHEMA_VERSION });
    expect(rowsOf(path)).toEqual(rowsOf(FIXTURE));
    expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: 5 });
    expect(journal.getPatient('p1')?.name).toBe('Maya Okafor');
  });

  test('JR-60 the one of schema 1 is read by an audit as it is, and not changed', () => {
    const path = olderDatabase();
    expect(auditFile(path, { keys: [] })).toMatchObject({
      value: { holding: { schema: 1, visits: 2 }, findings: [], unchecked: [expect.stringContaining('no seals')] },
    });
    expect(readFileSync(path)).toEqual(readFileSync(FIXTURE));
  });

  test('JR-60 one that is refused stays as it is', async () => {
    const path = olderDatabase();
    expect(await openJournal(path, { demo: true })).toMatchObject({ ok: false });
    expect(readFileSync(path)).toEqual(readFileSync(FIXTURE));
  });

  test('JR-60 a whole server starts with it', async () => {
    const path = olderDatabase();
    const server = await startChildServer(path);
    await server.stop();
    expect(auditFile(path, { keys: [] })).toMatchObject({
      value: { holding: { schema: SCHEMA_VERSION, visits: 2 }, findings: [] },
    });
  });
});
