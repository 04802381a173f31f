import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { Verified } from '../../server/journal/journal.ts';
import { noted, read, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

/** Rows 1, 5 and 9 are notes, the others readings; then `sql` by hand. */
async function verifiedAfter(sql: string): Promise<Verified> {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  for (const first of [1, 5])
    journal.append(visit('a'), [noted(`${first}`), read(first), read(first + 1), read(first + 2)]);
  await journal.append(visit('a'), [noted('9')]).durable;
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec(sql);
  db.close();
  return journal.verify(visit('a'));
}

describe('JR-19 a row that is not as it was written is found and named', () => {
  test.each([
    ['a note', `UPDATE events SET body = replace(body, '"text":"5"', '"text":"6"') WHERE seq = 5`, 5],
    ['who wrote it', `UPDATE events SET actor = '{"kind":"screen","screenId":"s"}' WHERE seq = 1`, 1],
    ['when', 'UPDATE events SET at = at - 60000 WHERE seq = 9', 9],
    ['an SpO2', 'UPDATE readings SET v1 = 98 WHERE seq = 3', 3],
    ['when it was measured', 'UPDATE readings SET lag_ms = 0 WHERE seq = 7', 7],
    ['which device', "UPDATE sources SET device_id = 'nonin-2'", 2],
  ])('JR-19 %s', async (_, sql, seq) => {
    const message = `Row ${seq} of visit a is not as it was written.`;
    expect(await verifiedAfter(sql)).toEqual({ ok: false, seq, message });
  });

  test.each([
    ['in the middle', 'DELETE FROM readings WHERE seq = 6', 6],
    ['at the end', 'DELETE FROM events WHERE seq = 9', 9],
  ])('JR-19 a row missing %s', async (_, sql, seq) => {
    expect(await verifiedAfter(sql)).toEqual({ ok: false, seq, message: `Row ${seq} of visit a is missing.` });
  });

  test('JR-19 an end cut off together with its count', async () => {
    const sql = 'DELETE FROM events WHERE seq = 9; UPDATE streams SET head_seq = 8';
    const message = 'The end of visit a is not as it was written.';
    expect(await verifiedAfter(sql)).toEqual({ ok: false, seq: 0, message });
  });

  test('JR-19 nothing done, nothing found', async () => {
    expect(await verifiedAfter('')).toEqual({ ok: true, rows: 9 });
  });

  test('JR-19 a stream that is not there', async () => {
    const journal = await openForTest(newDatabasePath());
    expect(await journal.verify(visit('b'))).toEqual({ ok: false, seq: 0, message: 'There is no visit b.' });
  });
});
