import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { connect } from '../../server/journal/schema.ts';
import { Store } from '../../server/journal/store.ts';
import { toRow } from '../../server/journal/rows.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import { exitOf } from '../../server/keeping/audit.ts';
import { makeSealKey } from '../../server/keeping/seal-key.ts';
import { noted, visit } from '../support/journal-events.ts';
import {
  A_ROWS,
  auditOf,
  byHand,
  SEAL_1_AT,
  SEAL_2_AT,
  sealAt,
  sealedJournal,
  SITE,
} from '../support/sealed-journal.ts';

const SEAL_1 = `seal 1 of ${new Date(SEAL_1_AT).toISOString()}`;
const SEAL_2 = `seal 2 of ${new Date(SEAL_2_AT).toISOString()}`;
const OF_A = "stream = (SELECT stream FROM streams WHERE stream_id = 'a')";
const OF_B = "stream = (SELECT stream FROM streams WHERE stream_id = 'b')";

/** Every finding after `harm`, by its message; the place is proved where it is asked for. */
async function findingsAfter(harm: (files: SealFiles) => void) {
  const files = await sealedJournal();
  harm(files);
  const audit = auditOf(files);
  expect(exitOf(audit)).toBe(audit.findings.length > 0 ? 1 : 0);
  return audit.findings.map(({ stream, seq, seal, message }) => ({
    at: stream ? `${stream.id} ${seq}` : seal === undefined ? '' : `seal ${seal}`,
    message: message.replaceAll(files.text, 'FILE'),
  }));
}

/** What a person can do who knows the program and not the key: everything from `from` on with new hashes. */
function writeAnew(path: string, rows: readonly Parameters<typeof toRow>[2][]): void {
  const db = connect(path);
  db.exec(
    `DELETE FROM events WHERE ${OF_A}; DELETE FROM readings WHERE ${OF_A}; DELETE FROM streams WHERE stream_id = 'a'`,
  );
  new Store(db, SITE).commit(rows.map((row, index) => toRow(visit('a'), index + 1, row)));
  db.close();
}

const swap = (table: string, columns: string, a: number, b: number): string =>
  `CREATE TEMP TABLE held AS SELECT * FROM ${table} WHERE ${OF_A} AND seq IN (${a}, ${b});
   UPDATE ${table} SET (${columns}) = (SELECT ${columns} FROM held WHERE held.seq = ${a} + ${b} - ${table}.seq)
   WHERE ${OF_A} AND seq IN (${a}, ${b})`;
const EVENT = 'type, version, at, actor, body';

describe('JR-65 what was done to a stream is named with its first row', () => {
  test('JR-65 nothing done, nothing found', async () => {
    const audit = auditOf(await sealedJournal());
    expect(audit).toMatchObject({ streams: 2, rows: 13, unsealedRows: 1, findings: [], unchecked: [] });
    expect(exitOf(audit)).toBe(0);
  });

  test.each([
    [
      'a note changed',
      `UPDATE events SET body = '{}' WHERE ${OF_A} AND seq = 5`,
      'a 5',
      'Row 5 of visit a is not as it was written.',
    ],
    [
      'an SpO2 changed',
      `UPDATE readings SET v1 = 98 WHERE ${OF_B} AND seq = 3`,
      'b 3',
      'Row 3 of visit b is not as it was written.',
    ],
    ['a row removed', `DELETE FROM readings WHERE ${OF_A} AND seq = 4`, 'a 4', 'Row 4 of visit a is missing.'],
    [
      'a row removed, and those after it moved up',
      `DELETE FROM events WHERE ${OF_A} AND seq = 6; UPDATE readings SET seq = 6 WHERE ${OF_A} AND seq = 7;
       UPDATE events SET seq = 7 WHERE ${OF_A} AND seq = 8; UPDATE readings SET seq = 8 WHERE ${OF_A} AND seq = 9;
       UPDATE events SET seq = 9 WHERE ${OF_A} AND seq = 10; UPDATE streams SET head_seq = 9 WHERE stream_id = 'a'`,
      ...['a 6', 'Row 6 of visit a is not as it was written.'],
    ],
    [
      'a row put in beside another',
      `INSERT INTO events SELECT stream, 4, type, version, at, actor, body, hash FROM events WHERE ${OF_A} AND seq = 5`,
      ...['a 4', 'Row 4 of visit a stands there twice.'],
    ],
    [
      'a row put at the end',
      `INSERT INTO events SELECT stream, 11, type, version, at, actor, body, hash FROM events WHERE ${OF_A} AND seq = 10`,
      'a 11',
      'Row 11 of visit a is not as it was written.',
    ],
    [
      'two notes exchanged with their hashes',
      swap('events', `${EVENT}, hash`, 5, 8),
      'a 5',
      'Row 5 of visit a has changed places with row 8.',
    ],
    [
      'two notes exchanged under their hashes',
      swap('events', EVENT, 5, 8),
      'a 5',
      'Row 5 of visit a has changed places with row 8.',
    ],
    [
      'two readings exchanged',
      swap('readings', 'source_seq, at, lag_ms, v1, v2, v3, v4, short_hash', 2, 3),
      ...['a 2', 'Row 2 of visit a has changed places with row 3.'],
    ],
    ['the end cut off', `DELETE FROM events WHERE ${OF_A} AND seq = 10`, 'a 10', 'Row 10 of visit a is missing.'],
    [
      'the sealed end cut off',
      `DELETE FROM events WHERE ${OF_A} AND seq > 8; DELETE FROM readings WHERE ${OF_A} AND seq > 8`,
      ...['a 9', `Row 9 of visit a is missing: its end was cut off, ${SEAL_2} holds 9 rows.`],
    ],
    [
      'rows cut off together with the head, back to a note',
      `DELETE FROM events WHERE ${OF_A} AND seq > 6; DELETE FROM readings WHERE ${OF_A} AND seq > 6;
       UPDATE streams SET head_seq = 6, head_hash = (SELECT hash FROM events WHERE ${OF_A} AND seq = 6) WHERE stream_id = 'a'`,
      ...['a 7', `Row 7 of visit a is missing: its end was cut off, ${SEAL_2} holds 9 rows.`],
    ],
    [
      'the head alone',
      "UPDATE streams SET head_hash = zeroblob(32) WHERE stream_id = 'b'",
      'b 0',
      'The end of visit b is not as it was written.',
    ],
    [
      'a visit marked as over',
      "UPDATE streams SET ended = 1 WHERE stream_id = 'b'",
      'b 0',
      'What is told of visit b as a whole is not what its rows say.',
    ],
    [
      'its last instant',
      "UPDATE streams SET last_at = last_at + 1 WHERE stream_id = 'b'",
      'b 0',
      'What is told of visit b as a whole is not what its rows say.',
    ],
    [
      'a whole visit removed',
      `DELETE FROM events WHERE ${OF_B}; DELETE FROM readings WHERE ${OF_B}; DELETE FROM streams WHERE stream_id = 'b'`,
      ...['b 1', `Row 1 of visit b is missing: the whole stream is gone, ${SEAL_1} holds 3 rows of it.`],
    ],
    [
      'which device',
      "UPDATE sources SET device_id = 'nonin-9' WHERE device_id = 'nonin-2'",
      'b 2',
      'Row 2 of visit b is not as it was written.',
    ],
    [
      'the devices removed',
      "DELETE FROM sources WHERE device_id = 'nonin-2'",
      'b 2',
      'Row 2 of visit b cannot be read.',
    ],
  ])('JR-65 %s', async (_, sql, at, message) => {
    expect(await findingsAfter(({ database }) => byHand(database, sql))).toEqual([{ at, message }]);
  });

  test('JR-65 rows of a stream that was taken off the list', async () => {
    const found = await findingsAfter(({ database }) => byHand(database, "DELETE FROM streams WHERE stream_id = 'b'"));
    expect(found[0]?.at).toBe('b 1');
    expect(found[1]?.message).toBe('There are rows of a stream 2 that is in no list of streams.');
  });

  test.each([
    [2, 'a 1', `A row from 1 to 5 of visit a was written anew, with the hashes after it: ${SEAL_1} holds another.`],
    [6, 'a 6', `A row from 6 to 9 of visit a was written anew, with the hashes after it: ${SEAL_2} holds another.`],
  ])('JR-65 row %i changed and every hash from it on made anew: only the seals tell', async (index, at, message) => {
    const rows = A_ROWS.with(index - 1, noted('not what was said'));
    expect(await findingsAfter(({ database }) => writeAnew(database, rows))).toEqual([{ at, message }]);
  });

  test('JR-65 the same rows written again in the same way are the same', async () => {
    expect(await findingsAfter(({ database }) => writeAnew(database, A_ROWS))).toEqual([]);
  });

  test('JR-65 what no seal covers is told: a change of it with all its hashes is not found', async () => {
    const rows = A_ROWS.with(9, noted('nobody sealed this'));
    expect(await findingsAfter(({ database }) => writeAnew(database, rows))).toEqual([]);
  });
});

describe('JR-66 what was done to the seals is named', () => {
  const CODE = 'is not as it was made: its code does not fit what it says.';
  const CUT = 'stands in FILE and not in the database: an end was cut off, or an older database was put in its place.';
  test.each([
    ['when', 'UPDATE seals SET at = at + 1 WHERE seal = 1', 'seal 1', `Seal 1 ${CODE}`],
    ['how many', 'UPDATE seals SET streams = 3 WHERE seal = 2', 'seal 2', `Seal 2 ${CODE}`],
    ['why', "UPDATE seals SET cause = 'backup' WHERE seal = 2", 'seal 2', `Seal 2 ${CODE}`],
    ['the digest', "UPDATE seals SET digest = replace(digest, 'a', 'b') WHERE seal = 1", 'seal 1', `Seal 1 ${CODE}`],
    [
      'the heads',
      "UPDATE seals SET heads = replace(heads, ',5,', ',4,') WHERE seal = 1",
      'seal 1',
      'Seal 1 does not hold the heads that it sealed.',
    ],
    [
      'heads that are no JSON',
      "UPDATE seals SET heads = 'x' WHERE seal = 2",
      'seal 2',
      'Seal 2 does not hold the heads that it sealed.',
    ],
    ['the first removed', 'DELETE FROM seals WHERE seal = 1', 'seal 1', 'Seal 1 is missing.'],
    [
      'the last removed',
      'DELETE FROM seals WHERE seal = 2',
      'seal 2',
      `Seal 2 of ${new Date(SEAL_2_AT).toISOString()} ${CUT}`,
    ],
    [
      'exchanged',
      'UPDATE seals SET seal = 9 WHERE seal = 1; UPDATE seals SET seal = 1 WHERE seal = 2; UPDATE seals SET seal = 2 WHERE seal = 9',
      'seal 1',
      'Seal 1 does not follow the one before it: one of the two is not as it was made.',
    ],
  ])('JR-66 in the database: %s', async (_, sql, at, message) => {
    const [first] = await findingsAfter(({ database }) => byHand(database, sql));
    expect(first).toEqual({ at, message });
  });

  const lines = (text: string): string[] => text.split('\n').slice(0, -1);
  test.each<readonly [string, (text: string) => string, string, string]>([
    [
      'a time',
      (text) => text.replace('T16:', 'T15:'),
      'seal 2',
      'Line 3 of FILE (seal 2) is not as it was made: its code does not fit.',
    ],
    [
      'no line of a seal',
      (text) => text.replace(' hourly ', ' always '),
      '',
      'Line 2 of FILE is not as it was written.',
    ],
    [
      'a line removed',
      (text) => `${lines(text).toSpliced(1, 1).join('\n')}\n`,
      'seal 2',
      'Line 2 of FILE (seal 2) is out of place: seal 1 is missing before it.',
    ],
    [
      'a line twice',
      (text) => `${text}${lines(text)[1]}\n`,
      'seal 1',
      'Line 4 of FILE (seal 1) is out of place: that seal stands above already, and no restore is told.',
    ],
    [
      'lines exchanged',
      (text) =>
        `${lines(text)
          .toSpliced(1, 2, lines(text)[2] ?? '', lines(text)[1] ?? '')
          .join('\n')}\n`,
      'seal 2',
      'Line 2 of FILE (seal 2) is out of place: seal 1 is missing before it.',
    ],
    [
      'of another site',
      (text) => text.replace('site site-1', 'site site-2'),
      '',
      'FILE holds the seals of another site.',
    ],
  ])('JR-66 in the file: %s', async (_, change, at, message) => {
    const found = await findingsAfter(({ text }) => writeFileSync(text, change(readFileSync(text, 'utf8'))));
    expect(found).toEqual([{ at, message }]);
  });

  test('JR-66 an older copy of the database put in its place by hand', async () => {
    const files = await sealedJournal();
    const older = readFileSync(files.database);
    sealAt(files, SEAL_2_AT + 3_600_000);
    writeFileSync(files.database, older);
    const [found] = auditOf(files).findings;
    expect(found).toMatchObject({ seal: 3 });
    expect(found?.message).toContain('an older database was put in its place');
  });

  test('JR-66 rows and seals cut off together, back to the seal before, are found by the file', async () => {
    const found = await findingsAfter(({ database }) => {
      writeAnew(database, A_ROWS.slice(0, 5));
      byHand(database, 'DELETE FROM seals WHERE seal = 2');
    });
    expect(found.map(({ at }) => at)).toEqual(['seal 2']);
  });
});

describe('JR-67 what could not be checked is told', () => {
  test('JR-67 without the key: chains and digests are checked, codes are not, and the end is not "all well"', async () => {
    const files = await sealedJournal();
    const audit = auditOf(files, []);
    expect(audit.findings).toEqual([]);
    expect(audit.unchecked).toEqual([
      expect.stringMatching(
        /^2 seals, 1 to 2, were made with the key (\w{4}-){3}\w{4}, which is not here: whether they were made by Vigil cannot be told\.$/,
      ),
    ]);
    expect(exitOf(audit)).toBe(2);
    byHand(files.database, `DELETE FROM readings WHERE ${OF_A} AND seq = 4`);
    expect(exitOf(auditOf(files, []))).toBe(1);
  });

  test('JR-67 with another key the seals are not wrong, they cannot be checked', async () => {
    const files = await sealedJournal();
    const other = makeSealKey(`${files.key}.other`);
    const audit = auditOf(files, [other]);
    expect([audit.findings, audit.unchecked.length]).toEqual([[], 1]);
  });

  test('JR-67 a seal said to be of another key does not pass as checked', async () => {
    const files = await sealedJournal();
    byHand(files.database, "UPDATE seals SET key = '0000-0000-0000-0000', at = at + 5 WHERE seal = 2");
    const audit = auditOf(files);
    expect(audit.unchecked[0]).toContain('Seal 2 was made with the key 0000-0000-0000-0000');
    expect(exitOf(audit)).not.toBe(0);
  });

  test('JR-67 without the file of seals', async () => {
    const files = await sealedJournal();
    rmSync(files.text);
    const audit = auditOf(files);
    expect(audit.unchecked).toEqual([
      `${files.text} is not there: an older database put in the place of this one cannot be told.`,
    ]);
    expect(exitOf(audit)).toBe(2);
  });

  test('JR-67 it changes nothing', async () => {
    const files = await sealedJournal();
    const before = readFileSync(files.database);
    auditOf(files);
    expect(readFileSync(files.database)).toEqual(before);
  });
});

describe('JR-64 the file of seals', () => {
  test('JR-64 a line that a power cut tore is written whole with the next seal', async () => {
    const files = await sealedJournal();
    const whole = readFileSync(files.text);
    writeFileSync(files.text, whole.subarray(0, whole.length - 20));
    expect(auditOf(files).findings).toEqual([]);
    sealAt(files, SEAL_2_AT + 1);
    expect(readFileSync(files.text, 'utf8').startsWith(whole.toString())).toBe(true);
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });

  test('JR-64 lines it missed are appended with the next seal', async () => {
    const files = await sealedJournal();
    writeFileSync(files.text, `${readFileSync(files.text, 'utf8').split('\n').slice(0, 1).join('\n')}\n`);
    expect(auditOf(files).unchecked).toEqual([`The last 2 seals do not stand in ${files.text} yet.`]);
    sealAt(files, SEAL_2_AT + 1);
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });

  test('JR-64 it is only ever appended: what was put into it stays to be found', async () => {
    const files = await sealedJournal();
    appendFileSync(files.text, 'nothing to see here\n');
    sealAt(files, SEAL_2_AT + 1);
    expect(auditOf(files).findings[0]?.message).toBe(`Line 4 of ${files.text} is not as it was written.`);
  });
});

test('JR-61 a seal is dated no earlier than the one before, and follows it', async () => {
  const files = await sealedJournal();
  const third = sealAt(files, SEAL_1_AT);
  expect(third).toMatchObject({ seal: 3, at: SEAL_2_AT, streams: 2 });
  const db = new DatabaseSync(files.database, { readOnly: true });
  const heads = db.prepare('SELECT heads FROM seals ORDER BY seal').all() as { heads: string }[];
  db.close();
  // The first holds every head, the others what moved.
  expect(heads.map(({ heads: held }) => (JSON.parse(held) as string[][]).map(([, id, seq]) => `${id}${seq}`))).toEqual([
    ['a5', 'b3'],
    ['a9'],
    ['a10'],
  ]);
});
