import type { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { noted, read, visit } from '../../tests/support/journal-events.ts';
import { newDatabasePath } from '../../tests/support/journal-folder.ts';
import { toRow } from './rows.ts';
import type { JournalEvent, Row } from './rows.ts';
import { connect, prepare } from './schema.ts';
import { Store } from './store.ts';
import { verifyStream } from './verify.ts';

const SITE = 'site-1';
const STREAM = visit('a');

function newDatabase(): DatabaseSync {
  const path = newDatabasePath();
  const db = connect(path);
  const prepared = prepare(db, path, { siteId: SITE, demo: false });
  if (!prepared.ok) throw new Error(prepared.refusal.message);
  return db;
}

const rows = (first: number, ...events: JournalEvent[]): Row[] =>
  events.map((event, index) => toRow(STREAM, first + index, event));

test('JR-27 a batch that was stored before its answer was lost is passed over the second time', () => {
  const db = newDatabase();
  const batch = rows(1, noted('1'), read(1), noted('2'));
  new Store(db, SITE).commit(batch);
  const again = new Store(db, SITE);
  again.commit(batch);
  again.commit(rows(3, noted('2'), read(2)));
  expect(verifyStream(db, SITE, STREAM)).toEqual({ ok: true, rows: 4 });
  db.close();
});

test('JR-12 a batch of which one row fails leaves nothing, and the next is stored as if it had never been', () => {
  const db = newDatabase();
  const store = new Store(db, SITE);
  store.commit(rows(1, noted('1')));
  const patient = { patientId: 'p1', name: 'Maya', birthDate: '1990-02-03' };
  const failing: Row[] = [{ table: 'patients', patient }, ...rows(2, read(1), noted('2')), ...rows(9, noted('9'))];
  expect(() => store.commit(failing)).toThrow('visit a: 9 after 3');
  for (const table of ['patients', 'readings', 'received', 'sources'])
    expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
  store.commit(rows(2, read(1), noted('2')));
  expect(verifyStream(db, SITE, STREAM)).toEqual({ ok: true, rows: 3 });
  expect(db.prepare('SELECT first_seq, last_seq FROM received').all()).toEqual([{ first_seq: 1, last_seq: 1 }]);
  db.close();
});

test('JR-19 a stream cannot be taken for one of another site', () => {
  const db = newDatabase();
  new Store(db, SITE).commit(rows(1, noted('1')));
  expect(verifyStream(db, 'site-2', STREAM)).toMatchObject({ ok: false, seq: 1 });
  db.close();
});

test('JR-11 each commit is forced to the disk (synchronous = FULL)', () => {
  const db = newDatabase();
  expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  db.close();
});
