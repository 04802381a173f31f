import { DatabaseSync } from 'node:sqlite';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '#core/refusal.ts';
import type { JournalOptions } from '../../server/journal/journal.ts';
import { openJournal } from '../../server/journal/open-journal.ts';
import { SCHEMA_VERSION } from '../../server/journal/schema.ts';
import { noted, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

async function refusalOf(path: string, options?: JournalOptions): Promise<Refusal> {
  const opened = await openJournal(path, options);
  if (!opened.ok) return opened.refusal;
  await opened.value.close();
  throw new Error('It opened.');
}

/** A database of ours with one visit, closed. */
async function written(options?: JournalOptions): Promise<string> {
  const path = newDatabasePath();
  const journal = await openForTest(path, options);
  await journal.append(visit('a'), [noted('1')]).durable;
  await journal.close();
  return path;
}

function byHand(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}

describe('JR-24 a start that cannot use its database says why', () => {
  test('JR-24 not a database, and the file stays as it was', async () => {
    const path = newDatabasePath();
    writeFileSync(path, 'Dear diary, today we bought two oximeters and a cuff. '.repeat(100));
    const before = readFileSync(path);
    const { code, message } = await refusalOf(path);
    expect(code).toBe('malformed');
    expect(message).toBe(`${path} is not a Vigil database (nor any database). Choose another file.`);
    expect(readFileSync(path)).toEqual(before);
  });

  test("JR-24 another program's database, and the file stays as it was", async () => {
    const path = newDatabasePath();
    byHand(path, 'CREATE TABLE songs (title TEXT)');
    const before = readFileSync(path);
    const { code, message } = await refusalOf(path);
    expect(code).toBe('malformed');
    expect(message).toBe(`${path} is a database of another program, not Vigil's. Choose another file.`);
    expect(readFileSync(path)).toEqual(before);
  });

  test('JR-24 a newer schema', async () => {
    const path = await written();
    byHand(path, 'PRAGMA user_version = 7');
    expect(await refusalOf(path)).toEqual({
      code: 'other-build',
      message: `${path} was written by a newer Vigil (schema 7; this Vigil knows ${SCHEMA_VERSION}). Start that one.`,
    });
  });

  test.each([
    [true, "a demo's database; start the demo with it."],
    [false, "a clinic's own database; the demo needs another file."],
  ])('JR-24 a database of the other sort (demo: %s)', async (demo, sentence) => {
    const path = await written({ demo });
    expect(await refusalOf(path, { demo: !demo })).toEqual({ code: 'conflict', message: `${path} is ${sentence}` });
  });

  test('JR-24 a folder that cannot be', async () => {
    const path = newDatabasePath();
    writeFileSync(path, '');
    const { code, message } = await refusalOf(`${path}/folder/vigil.db`);
    expect(code).toBe('unavailable');
    expect(message).toContain(`${path}/folder/vigil.db cannot be written (ENOTDIR)`);
  });

  test('JR-24 a folder where the database should be', async () => {
    const { code, message } = await refusalOf(dirname(newDatabasePath()));
    expect(code).toBe('unavailable');
    expect(message).toContain('cannot be written');
  });

  test('JR-24 after a refusal the database is free again', async () => {
    const path = await written();
    byHand(path, 'PRAGMA user_version = 7');
    await refusalOf(path);
    byHand(path, `PRAGMA user_version = ${SCHEMA_VERSION}`);
    expect((await openForTest(path)).streams()).toHaveLength(1);
  });
});

describe('JR-18 an event nobody can read stops the start', () => {
  test.each([
    ["INSERT INTO event_types VALUES ('dream-told', 1)", 'it holds events of type "dream-told"'],
    ["INSERT INTO event_types VALUES ('visit-opened', 2)", 'it holds "visit-opened" events of version 2'],
  ])('JR-18 %s', async (sql, sentence) => {
    const path = await written();
    byHand(path, sql);
    const { code, message } = await refusalOf(path);
    expect(code).toBe('other-build');
    expect(message).toContain(`${path} cannot be read: ${sentence}`);
  });

  test('JR-18 every type that is written is on the list the start checks', async () => {
    const path = await written();
    const db = new DatabaseSync(path, { readOnly: true });
    expect(db.prepare('SELECT type, version FROM event_types').all()).toEqual([{ type: 'entry-recorded', version: 1 }]);
    db.close();
  });
});

describe('JR-23 one process a database', () => {
  test('JR-23 a second journal is refused while the first is open, and told which process has it', async () => {
    const path = newDatabasePath();
    const first = await openForTest(path);
    const { code, message } = await refusalOf(path);
    expect(code).toBe('conflict');
    expect(message).toContain(`${path} is in use by process ${process.pid} on `);
    await first.append(visit('a'), [noted('undisturbed')]).durable;
    await first.close();
    expect((await openForTest(path)).streams()).toHaveLength(1);
  });
});

test('JR-3 the clock anchor of a demo is kept', async () => {
  const path = newDatabasePath();
  const anchor = { wallAt: 5, clinicAt: 9, rate: 20 };
  const journal = await openForTest(path, { demo: true });
  expect([journal.demo, journal.demoClock]).toEqual([true, undefined]);
  await journal.putDemoClock(anchor).durable;
  await journal.close();
  expect((await openForTest(path, { demo: true })).demoClock).toEqual(anchor);
});
