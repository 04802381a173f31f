import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import type { Journal, JournalTrouble } from '../../server/journal/journal.ts';
import { noted, read, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

const long = 'x'.repeat(20_000);

/** Every code told so far, `ended` for the end; and the next one that a test waits for. */
function watch(journal: Journal): { told: string[]; next(code: string): Promise<JournalTrouble | undefined> } {
  const told: string[] = [];
  const waiting = new Map<string, (trouble: JournalTrouble | undefined) => void>();
  journal.onTrouble((trouble) => {
    const code = trouble?.code ?? 'ended';
    told.push(code);
    waiting.get(code)?.(trouble);
  });
  return { told, next: (code) => new Promise((resolve) => waiting.set(code, resolve)) };
}

describe('JR-25 a disk that refuses', () => {
  test('JR-25 a full disk: nothing is lost, nothing acknowledged early, the order stays', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    const { told, next } = watch(journal);
    await journal.append(visit('a'), [noted('before')]).durable;
    journal.seams?.fillDisk(true);
    let acknowledged = 0;
    const given = Array.from({ length: 10 }, (_, index) => journal.append(visit('a'), [noted(`${index}${long}`)]));
    for (const { durable } of given) void durable.then(() => acknowledged++);
    const trouble = await next('full');
    expect(trouble).toMatchObject({ code: 'full', pending: 10, overLimit: false });
    expect(trouble?.reason).toContain('The disk is full');
    // While it is full, life goes on.
    const late = journal.append(visit('b'), [read(1)]);
    expect(late.first).toBe(1);
    expect(acknowledged).toBe(0);
    expect(journal.pending).toBe(11);

    const over = next('ended');
    journal.seams?.fillDisk(false);
    await Promise.all([...given, late].map(({ durable }) => durable));
    await over;
    expect(told).toEqual(['full', 'ended']);
    expect(journal.trouble).toBeUndefined();
    const notes = (await journal.read(visit('a'))).map((event) => (event as { entryId: string }).entryId.slice(0, 6));
    expect(notes).toEqual(['before', ...Array.from({ length: 10 }, (_, index) => `${index}xxxxx`)]);
    expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: 11 });
  });

  test('JR-25 another program that holds the database', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    const { told, next } = watch(journal);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const { durable } = journal.append(visit('a'), [noted('1')]);
    expect((await next('busy'))?.reason).toContain('Another program holds the database');
    const over = next('ended');
    other.exec('ROLLBACK');
    other.close();
    await durable;
    await over;
    expect(told).toEqual(['busy', 'ended']);
  });
});

test('JR-26 a writer that hangs holds up neither the main thread nor an append, and is told', async () => {
  const journal = await openForTest(newDatabasePath());
  const { told, next } = watch(journal);
  await journal.append(visit('a'), [noted('before')]).durable;
  let longestTurnMs = 0;
  let turnAt = performance.now();
  const turns = setInterval(() => {
    longestTurnMs = Math.max(longestTurnMs, performance.now() - turnAt);
    turnAt = performance.now();
    journal.append(visit('a'), [noted('during')]);
  }, 5);
  const over = next('ended');
  journal.seams?.hang(1_500);
  const hangingSince = performance.now();
  const { durable } = journal.append(visit('a'), [noted('held up')]);
  const trouble = await next('slow');
  expect(performance.now() - hangingSince).toBeLessThan(1_000);
  expect(trouble?.waitingMs).toBeGreaterThanOrEqual(490);
  await durable;
  expect(performance.now() - hangingSince).toBeGreaterThan(1_400);
  await over;
  clearInterval(turns);
  expect(told).toEqual(['slow', 'ended']);
  // A main thread that waited would have one turn of 1.5 s.
  expect(longestTurnMs).toBeLessThan(1_000);
});

test('JR-27 a writer thread that dies is started again, and what it had under way is stored once', async () => {
  const journal = await openForTest(newDatabasePath());
  const { told, next } = watch(journal);
  const over = next('ended');
  const stopped = next('writer-stopped');
  const before = journal.append(visit('a'), [noted('0'), read(1)]);
  await before.durable;
  journal.seams?.crash();
  const given = [1, 2, 3].map((index) => journal.append(visit('a'), [noted(`${index}`)]));
  expect((await stopped)?.reason).toContain('is started again');
  await Promise.all(given.map(({ durable }) => durable));
  await over;
  expect(told).toEqual(['writer-stopped', 'ended']);
  expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: 5 });
});

test('JR-32 above the limit it is told, and what waits is kept', async () => {
  const journal = await openForTest(newDatabasePath(), { pendingLimit: 100 });
  const limits: boolean[] = [];
  journal.seams?.hang(900);
  await new Promise<undefined>((resolve) => {
    journal.onTrouble((trouble) => {
      if (trouble !== undefined) limits.push(trouble.overLimit);
      if (trouble?.overLimit === false) for (let seq = 1; seq <= 101; seq++) journal.append(visit('a'), [read(seq)]);
      if (trouble?.overLimit === true) resolve(undefined);
    });
    journal.append(visit('a'), [read(0)]);
  });
  expect(limits).toEqual([false, true]);
  await journal.append(visit('a'), [read(102)]).durable;
  expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: 103 });
});

describe('JR-31 closing', () => {
  test('JR-31 writes what waits', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    for (let seq = 1; seq <= 500; seq++) journal.append(visit('a'), [read(seq)]);
    expect(await journal.close()).toEqual({ lost: 0 });
    expect(() => journal.append(visit('a'), [read(501)])).toThrow('closed');
    expect(await (await openForTest(path)).read(visit('a'))).toHaveLength(500);
  });

  test('JR-31 gives up on a disk that does not answer, and says what is lost', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    journal.seams?.hang(60_000);
    journal.append(visit('a'), [read(1), read(2)]);
    expect(await journal.close(100)).toEqual({ lost: 2 });
    expect((await openForTest(path)).streams()).toEqual([]);
  });
});
