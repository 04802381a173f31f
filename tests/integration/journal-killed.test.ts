import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../server/journal/open-journal.ts';
import { noted, read, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';

const SCRIPT = fileURLToPath(new URL('../support/journal-writer-process.ts', import.meta.url));

interface Told {
  readonly pid?: number;
  readonly acknowledged?: number;
}

function startWriter(path: string): ChildProcess {
  const child = fork(SCRIPT, [path], { execArgv: [] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Lets it write until it has acknowledged `count` appends, kills it, and gives back the last seq it acknowledged. */
async function killAfter(path: string, count: number): Promise<number> {
  const child = startWriter(path);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let seen = 0;
  let acknowledged = 0;
  child.on('message', (told: Told) => {
    if (told.acknowledged === undefined) return;
    acknowledged = Math.max(acknowledged, told.acknowledged);
    if (++seen === count) child.kill('SIGKILL');
  });
  await exited;
  return acknowledged;
}

test('JR-11 after SIGKILL every acknowledged append is there, once, in order, and whole (JR-12)', async () => {
  const path = newDatabasePath();
  for (const count of [1, 60, 301]) {
    const acknowledged = await killAfter(path, count);
    const journal = await openForTest(path);
    const events = await journal.read(visit('killed'));
    expect(events.length).toBeGreaterThanOrEqual(acknowledged);
    // Each append was a note and a reading: never one without the other.
    expect(events.length % 2).toBe(0);
    const notes = events.filter(({ type }) => type === 'entry-recorded');
    const readings = events.filter(({ type }) => type === 'reading-recorded');
    expect(notes).toEqual(numbersIn(notes).map((number) => noted(`n${number}`)));
    expect(readings).toEqual(numbersIn(notes).map((number) => read(number)));
    expect(new Set(numbersIn(notes)).size).toBe(notes.length);
    expect(numbersIn(notes).every((number) => journal.hasReading(read(number).source))).toBe(true);
    expect(await journal.verify(visit('killed'))).toEqual({ ok: true, rows: events.length });
    await journal.close();
  }
});

const numbersIn = (notes: readonly { readonly type: string; readonly entryId?: string }[]): number[] =>
  notes.map(({ entryId }) => Number(entryId?.slice(1)));

test('JR-23 a second process is refused, told the first one, and let in once that is killed', async () => {
  const path = newDatabasePath();
  const child = startWriter(path);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.once('message', resolve));
  const refused = await openJournal(path);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  if (!refused.ok) expect(refused.refusal.message).toContain(`is in use by process ${child.pid} on `);
  child.kill('SIGKILL');
  await exited;
  await openForTest(path);
});
