import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { noted, read, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

describe('JR-10 seqs', () => {
  test.each([
    ['a fraction of a millisecond', () => noted('x', T + 0.5)],
    ['a seq that is no number', () => read(Number.NaN)],
  ])('JR-10 %s is a bug of the caller and never reaches the disk', async (_, event) => {
    const journal = await openForTest(newDatabasePath());
    expect(() => journal.append(visit('a'), [event()])).toThrow('not a whole number');
    expect(journal.pending).toBe(0);
    expect(journal.append(visit('a'), [noted('1')]).first).toBe(1);
  });
});

describe('JR-13 group commit', () => {
  test('JR-13 a turn is one transaction, and what comes while it runs is the next', async () => {
    const journal = await openForTest(newDatabasePath());
    const firstTurn = Array.from({ length: 300 }, (_, index) => journal.append(visit(`v${index % 20}`), [read(index)]));
    const second = Promise.withResolvers<undefined>();
    setImmediate(() => {
      for (let index = 300; index < 600; index++) journal.append(visit('v0'), [read(index)]);
      void journal.append(visit('v0'), [noted('last')]).durable.then(() => {
        second.resolve(undefined);
      });
    });
    await Promise.all(firstTurn.map(({ durable }) => durable));
    expect(journal.seams?.commits()).toBe(1);
    await second.promise;
    expect(journal.seams?.commits()).toBe(2);
    expect(journal.pending).toBe(0);
  });
});

describe('JR-20 exactly once', () => {
  test('JR-20 what was taken is known at once and after a restart', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    const source = (seq: number): { deviceId: string; epoch: string; seq: number } => ({
      deviceId: 'nonin-1',
      epoch: 'nonin-1-epoch',
      seq,
    });
    journal.append(visit('a'), [read(500), read(1), read(2)]);
    // One that the columns cannot hold is known all the same.
    await journal.append(visit('a'), [read(4, { causes: ['motion', 'artefact'] })]).durable;
    for (const known of [journal, await journal.close().then(() => openForTest(path))])
      expect([0, 1, 2, 3, 4, 499, 500, 501].filter((seq) => known.hasReading(source(seq)))).toEqual([1, 2, 4, 500]);
  });

  test('JR-21 a late reading in quarantine is kept with its reason, counts as taken, and is in no visit', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    const { source, reading } = read(7);
    await journal.quarantine({ source, reading, at: T + 9_000, reason: 'The device was on no chair then.' }).durable;
    for (const known of [journal, await journal.close().then(() => openForTest(path))]) {
      expect(known.hasReading(source)).toBe(true);
      expect(known.streams()).toEqual([]);
    }
    const db = new DatabaseSync(path, { readOnly: true });
    const row = db.prepare('SELECT * FROM quarantine').get();
    db.close();
    expect(row).toMatchObject({
      device_id: 'nonin-1',
      epoch: source.epoch,
      seq: 7,
      at: T + 9_000,
      reason: 'The device was on no chair then.',
    });
    expect(JSON.parse(String(row?.['reading']))).toEqual(reading);
  });
});

describe('JR-22 names', () => {
  test('JR-54 a secret is known at once and after a restart; one that is forgotten is gone', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    void journal.putSecret('pin', 'staff-1', 'hash-1');
    void journal.putSecret('pin', 'staff-1', 'hash-2');
    void journal.putSecret('session', 's-1', 'who');
    await journal.putSecret('session', 's-1', null).durable;
    const expected = [[['staff-1', 'hash-2']], [], []];
    const known = (of: typeof journal) =>
      (['pin', 'session', 'password'] as const).map((kind) => [...of.secrets(kind)]);
    expect(known(journal)).toEqual(expected);
    await journal.close();
    expect(known(await openForTest(path))).toEqual(expected);
  });

  test('JR-22 a patient is known at once and after a restart, and named in the table of patients alone', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    const maya = { patientId: 'p1', name: 'Maya Zimmerli', birthDate: '1990-02-03' };
    const noah = { patientId: 'p2', name: 'Noah Berg', birthDate: '1981-11-30', recordNumber: 'R-9' };
    journal.putPatient({ ...maya, name: 'Maja Zimmerli' });
    await Promise.all([journal.putPatient(maya).durable, journal.putPatient(noah).durable]);
    for (const known of [journal, await journal.close().then(() => openForTest(path))]) {
      expect(known.getPatient('p1')).toEqual(maya);
      expect(known.getPatient('p2')).toEqual(noah);
      expect(known.getPatient('p3')).toBeUndefined();
    }
    const db = new DatabaseSync(path, { readOnly: true });
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
    const naming = tables.filter(({ name }) =>
      JSON.stringify(db.prepare(`SELECT * FROM ${name}`).all()).includes('Maya'),
    );
    db.close();
    expect(naming).toEqual([{ name: 'patients' }]);
  });
});
