import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SiteEvent } from '#core/site-state.ts';
import { accessText } from '../../server/cli/keeping-words.ts';
import { backUp } from '../../server/keeping/backup.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import type { Outcome } from '../../server/keeping/outcome.ts';
import { finishRestore } from '../../server/keeping/finish-restore.ts';
import { restore, RESTORE_STEPS } from '../../server/keeping/restore.ts';
import type { Restored, RestoreOptions } from '../../server/keeping/restore.ts';
import { historyPath } from '../../server/history/history.ts';
import { openToWrite } from '../../server/waveforms/schema.ts';
import { waveformPath } from '../../server/waveforms/open-waveforms.ts';
import { SCHEMA_VERSION } from '../../server/journal/schema.ts';
import { startChildServer } from '../support/child-server.ts';
import { noted, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { oldClinic } from '../support/old-clinic.ts';
import { runKeeping } from '../support/run-keeping.ts';
import { auditOf, byHand, keyAt, sealAt, sealedJournal, SEAL_2_AT } from '../support/sealed-journal.ts';

const RESTORED_AT = SEAL_2_AT + 86_400_000;

const done = (outcome: Outcome<unknown>): Restored => {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value as Restored;
};
const refusal = (options: RestoreOptions) => {
  const outcome = restore(options);
  return outcome.ok ? 'restored' : { exit: outcome.exit, message: outcome.message };
};

/** A journal with 13 rows, its backup, and one row more after that. */
async function backedUp(): Promise<{ files: SealFiles; from: string; options: RestoreOptions }> {
  const files = await sealedJournal();
  const from = join(dirname(files.database), 'night.bak');
  const made = backUp({ files, to: from, at: SEAL_2_AT + 1 });
  if (!made.ok) throw new Error(made.message);
  const journal = await openForTest(files.database);
  await journal.append(visit('a'), [noted('after the backup')]).durable;
  await journal.close();
  return { files, from, options: { files, from, at: RESTORED_AT } };
}

/** The same as a server leaves it that was killed: the last row stands in the write-ahead log alone. */
async function crashed(): Promise<{ files: SealFiles; options: RestoreOptions }> {
  const { files: live, from, options } = await backedUp();
  const files = sealFiles(newDatabasePath());
  const journal = await openForTest(live.database);
  await journal.append(visit('a'), [noted('the last')]).durable;
  for (const [path, to] of [
    [live.database, files.database],
    [`${live.database}-wal`, `${files.database}-wal`],
    [live.key, files.key],
    [live.text, files.text],
  ] as const)
    copyFileSync(path, to);
  expect(statSync(`${files.database}-wal`).size).toBeGreaterThan(0);
  return { files, options: { ...options, files, from } };
}

const around = (path: string): string[] => readdirSync(dirname(path)).filter((name) => name.includes('restoring'));

describe('JR-72 a restore that is killed leaves the old database whole, or the new one', () => {
  const AFTER_THE_RENAME = RESTORE_STEPS.slice(RESTORE_STEPS.indexOf('in place'));
  test.each(RESTORE_STEPS)('JR-72 killed after "%s"; the same again then does it', async (step) => {
    const { files, options } = await crashed();
    expect(await runKeeping({ task: 'restore', options, killAfter: step })).toBe('SIGKILL');
    const rows = AFTER_THE_RENAME.includes(step) ? 13 : 15;
    expect(auditOf(files)).toMatchObject({ rows, findings: [] });
    const journal = await openForTest(files.database);
    expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: rows - 3 });
    await journal.close();

    const { kept } = done(restore(options));
    expect(auditOf(files)).toMatchObject({ rows: 13, findings: [], unchecked: [] });
    expect(auditOf({ ...files, database: kept[0] ?? '' }).rows).toBe(rows);
    expect(around(files.database)).toEqual([]);
  });

  test('JR-72 of a disk that takes no more nothing is changed', async () => {
    const { files, options } = await backedUp();
    const before = readFileSync(files.database);
    // The place of the copy cannot be written: there is a folder.
    mkdirSync(`${files.database}.restoring`);
    writeFileSync(`${files.database}.restoring/x`, '');
    expect(refusal(options)).toMatchObject({ exit: 2 });
    expect(readFileSync(files.database).equals(before)).toBe(true);
  });
});

describe('JR-73 what was there is kept under a dated name', () => {
  test('JR-73 the database, the waves; the list of past visits goes', async () => {
    const files = await sealedJournal();
    const waves = waveformPath(files.database);
    const from = `${files.database}.night`;
    const putWave = (at: number) => {
      const opened = openToWrite(waves);
      if (!opened.ok) throw new Error(opened.refusal.message);
      opened.value.exec(`INSERT OR IGNORE INTO sources VALUES (1, 'a', 'nonin-1', 75, 255, 1);
        INSERT INTO waves VALUES (1, ${at}, x'0102')`);
      opened.value.close();
    };
    putWave(1000);
    backUp({ files, to: from, at: T });
    putWave(2000);
    writeFileSync(historyPath(files.database), 'a list');
    const { kept } = done(restore({ files, from, at: Date.UTC(2026, 10, 21, 9, 30) }));
    const folder = dirname(files.database);
    expect(kept).toEqual([
      join(folder, 'vigil-until-2026-11-21T09-30-00Z.db'),
      join(folder, 'vigil-waveforms-until-2026-11-21T09-30-00Z.db'),
    ]);
    const wavesIn = (path: string) => {
      const db = new DatabaseSync(path, { readOnly: true });
      const rows = db.prepare('SELECT at FROM waves').all();
      db.close();
      return rows;
    };
    expect(wavesIn(waves)).toEqual([{ at: 1000 }]);
    expect(wavesIn(kept[1] ?? '')).toEqual([{ at: 1000 }, { at: 2000 }]);
    expect(existsSync(historyPath(files.database))).toBe(false);
    const db = new DatabaseSync(files.database, { readOnly: true });
    expect(db.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'waveform%'").all()).toEqual([]);
    db.close();
    expect(done(restore({ files, from, at: Date.UTC(2026, 10, 21, 9, 30) })).kept[0]).toMatch(/-2\.db$/);
  });

  test('JR-73 also one that nobody can read any more, with its write-ahead log', async () => {
    const { files, options } = await backedUp();
    const broken = 'x'.repeat(9_000);
    writeFileSync(files.database, broken);
    writeFileSync(`${files.database}-wal`, 'its log');
    const { kept, notes } = done(restore(options));
    expect(readFileSync(kept[0] ?? '', 'utf8')).toBe(broken);
    expect(readFileSync(`${kept[0]}-wal`, 'utf8')).toBe('its log');
    expect(notes[0]).toContain('What was there could not be read as a database');
    expect(auditOf(files)).toMatchObject({ rows: 13, findings: [], unchecked: [] });
  });

  test('JR-73 where nothing was, there is the backup', async () => {
    const { from } = await backedUp();
    const database = join(dirname(newDatabasePath()), 'new', 'vigil.db');
    expect(done(restore({ files: sealFiles(database), from, at: RESTORED_AT })).kept).toEqual([]);
    const journal = await openForTest(database);
    expect(await journal.verify(visit('a'))).toEqual({ ok: true, rows: 10 });
  });
});

describe('JR-91 a restore killed before its waves is ended later', () => {
  const atsIn = (path: string): unknown[] => {
    if (!existsSync(path)) return [];
    const db = new DatabaseSync(path, { readOnly: true });
    const rows = db.prepare('SELECT at FROM waves ORDER BY at').all();
    db.close();
    return rows.map(({ at }) => at);
  };
  /** Of a backup with the wave 1000, or with none, beside a database that has 2000 since. */
  async function withWaves(inBackup: boolean, clinic = sealedJournal) {
    const files = await clinic();
    const waves = waveformPath(files.database);
    const from = `${files.database}.night`;
    const put = (at: number) => {
      const opened = openToWrite(waves);
      if (!opened.ok) throw new Error(opened.refusal.message);
      opened.value.exec(`INSERT OR IGNORE INTO sources VALUES (1, 'a', 'nonin-1', 75, 255, 1);
        INSERT INTO waves VALUES (1, ${at}, x'0102')`);
      opened.value.close();
    };
    if (inBackup) put(1000);
    expect(backUp({ files, to: from, at: T })).toMatchObject({ ok: true });
    put(2000);
    return { files, waves, options: { files, from, at: RESTORED_AT } };
  }
  const before = [
    [true, [1000, 2000]],
    [false, [2000]],
  ] as const;

  test.each(before)('JR-91 by the next start; waves in the backup: %s', async (inBackup, old) => {
    const { files, waves, options } = await withWaves(inBackup);
    expect(await runKeeping({ task: 'restore', options, killAfter: 'in place' })).toBe('SIGKILL');
    expect(atsIn(waves)).toEqual(old);
    const finished = finishRestore(files.database, RESTORED_AT);
    if (!finished.ok) throw new Error(finished.message);
    expect(finished.value).toHaveLength(1);
    expect(atsIn(finished.value?.[0] ?? '')).toEqual(old);
    expect(atsIn(waves)).toEqual(inBackup ? [1000] : []);
    expect(finishRestore(files.database, RESTORED_AT)).toEqual({ ok: true, value: undefined });
    expect(around(files.database)).toEqual([]);
    expect(auditOf(files)).toMatchObject({ findings: [] });
  });

  test('JR-91 by a whole server', async () => {
    const { files, waves, options } = await withWaves(true, oldClinic);
    expect(await runKeeping({ task: 'restore', options, killAfter: 'in place' })).toBe('SIGKILL');
    const server = await startChildServer(files.database);
    await server.stop();
    // The server may have tidied what is older than 14 days.
    expect(atsIn(waves)).not.toContain(2000);
    const dated = readdirSync(dirname(waves)).filter((name) => name.startsWith('vigil-waveforms-until-'));
    expect(dated).toHaveLength(1);
    expect(around(files.database)).toEqual([]);
  });

  test('JR-91 by the next restore, also one that is refused after it', async () => {
    const { files, waves, options } = await withWaves(true);
    expect(await runKeeping({ task: 'restore', options, killAfter: 'in place' })).toBe('SIGKILL');
    byHand(options.from, 'UPDATE readings SET v1 = 99 WHERE seq = 3');
    expect(restore(options)).toMatchObject({ ok: false });
    expect(atsIn(waves)).toEqual([1000]);
    expect(around(files.database)).toEqual([]);
  });

  test('JR-91 waves that somebody reads are told, and go at the next start', async () => {
    const { files, waves, options } = await withWaves(true);
    byHand(waves, 'PRAGMA journal_mode = WAL');
    const reader = new DatabaseSync(waves, { readOnly: true });
    reader.exec('BEGIN; SELECT count(*) FROM waves');
    const { notes } = done(restore(options));
    expect(notes.some((note) => note.includes('The next start of the server tries again'))).toBe(true);
    reader.close();
    expect(finishRestore(files.database, RESTORED_AT)).toMatchObject({ ok: true });
    expect(atsIn(waves)).toEqual([1000]);
  });
});

describe('JR-74 a restore is sealed as one', () => {
  test('JR-74 the file of seals goes on from it, and nothing is missed', async () => {
    const { files, options } = await backedUp();
    sealAt(files, RESTORED_AT - 2);
    done(restore(options));
    const audit = auditOf(files);
    expect(audit).toMatchObject({ rows: 13, findings: [], unchecked: [] });
    expect(audit.holding.lastSeal).toMatchObject({ cause: 'restored', at: RESTORED_AT });
    sealAt(files, RESTORED_AT + 1);
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });

  test('JR-74 without the key it cannot be: the old file of seals is put aside, and that is told', async () => {
    const { files, options } = await backedUp();
    const key = keyAt(files);
    rmSync(files.key);
    const { notes } = done(restore(options));
    expect(notes.some((note) => note.includes('which is not here'))).toBe(true);
    expect(notes.some((note) => note.includes('is kept as'))).toBe(true);
    expect(auditOf(files, [key])).toMatchObject({ findings: [], unchecked: [expect.stringContaining('is not there')] });
  });

  test('JR-74 a line in the file that says so without the key is found', async () => {
    const { files, from } = await backedUp();
    copyFileSync(from, files.database);
    const lines = readFileSync(files.text, 'utf8').split('\n');
    writeFileSync(files.text, `${lines.join('\n')}${lines[2]?.replace(' hourly ', ' restored ')}\n`);
    expect(auditOf(files).findings[0]?.message).toContain('its code does not fit');
  });
});

describe('JR-71 a restore that should not be is refused, and nothing is changed', () => {
  const OTHER = 'site-2';
  test.each<
    readonly [string, (from: string, files: SealFiles) => void, (from: string, files: SealFiles) => string, 1 | 2]
  >([
    ['no file', (from) => rmSync(from), (from) => `There is no file ${from}.`, 2],
    [
      'not a database',
      (from) => writeFileSync(from, 'Dear diary. '.repeat(400)),
      (from) => `${from} is not a database.`,
      2,
    ],
    [
      "another program's",
      (from) => {
        rmSync(from);
        byHand(from, 'CREATE TABLE songs (title TEXT)');
      },
      (from) => `${from} is a database of another program, not Vigil's. Choose another file.`,
      2,
    ],
    [
      'a newer one',
      (from) => byHand(from, 'PRAGMA user_version = 9'),
      (from) => `${from} was written by a newer Vigil (schema 9; this Vigil knows ${SCHEMA_VERSION}). Start that one.`,
      2,
    ],
    [
      "a demo's",
      (from) => byHand(from, "UPDATE meta SET value = 'true' WHERE key = 'demo'"),
      (from) => `${from} is a demo's: no clinic is made of it. If that is what you want, give --demo.`,
      2,
    ],
    [
      "another site's",
      (from) => byHand(from, `UPDATE meta SET value = '${OTHER}' WHERE key = 'siteId'`),
      (from, { database }) =>
        `${from} is of site ${OTHER}, ${database} of site site-1. To replace one by the other, give --other-site.`,
      2,
    ],
    [
      'cut short',
      (from) => truncateSync(from, 12_288),
      (from) => `${from} is damaged: part of it is missing or was overwritten.`,
      2,
    ],
    [
      'not as it was written',
      (from) => byHand(from, 'UPDATE readings SET v1 = 99 WHERE seq = 3'),
      (from) => `${from} is not as it was written: Row 3 of visit a is not as it was written. Nothing was changed.`,
      1,
    ],
  ])('JR-71 %s', async (_, harm, message, exit) => {
    const { files, from, options } = await backedUp();
    harm(from, files);
    const before = readFileSync(files.database);
    expect(refusal(options)).toEqual({ exit, message: message(from, files) });
    expect(readFileSync(files.database).equals(before)).toBe(true);
    expect(around(files.database)).toEqual([]);
  });

  test('JR-71 while a server has the database', async () => {
    const { files, options } = await backedUp();
    await openForTest(files.database);
    expect(refusal(options)).toEqual({
      exit: 2,
      message: expect.stringMatching(/is in use by process \d+ on .*\. Stop the server first\.$/) as string,
    });
  });

  test('JR-71 while another program reads it', async () => {
    const { files, options } = await backedUp();
    byHand(files.database, 'PRAGMA journal_mode = WAL');
    const reader = new DatabaseSync(files.database, { readOnly: true });
    onTestFinished(() => reader.close());
    reader.exec('BEGIN; SELECT count(*) FROM events');
    expect(refusal(options)).toEqual({
      exit: 2,
      message: `${files.database} is being read by another program (an audit, a backup?). Wait until it is done.`,
    });
    reader.exec('COMMIT');
  });

  test("JR-71 another site's, and a demo's, when told so", async () => {
    const { files, options } = await backedUp();
    const other = await sealedJournal();
    byHand(other.database, "UPDATE meta SET value = 'site-9' WHERE key = 'siteId'");
    expect(restore({ ...options, files: other })).toMatchObject({ ok: false });
    expect(restore({ ...options, files: other, otherSite: true })).toMatchObject({ ok: true });
    expect(auditOf(other, [keyAt(files), keyAt(other)])).toMatchObject({ rows: 13, findings: [] });
  });
});

test('SEC-158 a restore signs everybody out, forgets every code, keeps PINs and keys, and tells who may come in again', async () => {
  const files = await sealedJournal();
  const journal = await openForTest(files.database);
  for (const kind of ['session', 'code', 'pin', 'password', 'adapter-key'] as const)
    await journal.putSecret(kind, 'one', `a hash of a ${kind}`).durable;
  const site = [
    { type: 'staff-added', staffId: 'staff-1', name: 'Kim Marsh', role: 'nurse' },
    { type: 'credential-set', staffId: 'staff-1', credential: 'pin' },
    { type: 'screen-enrolled', screenId: 'screen-1', label: 'Tablet 1', place: { kind: 'station' } },
    { type: 'adapter-admitted', adapterId: 'box-1', label: 'Box', devices: 'all' },
  ];
  const founded = { type: 'site-founded', siteId: 'site-1', name: 'North', timeZone: 'UTC', demo: false };
  const events = [founded, ...site].map((event) => ({ ...event, at: T, actor: { kind: 'system' } }));
  await journal.append({ kind: 'site', id: 'site-1' }, events as SiteEvent[]).durable;
  await journal.close();
  const from = join(dirname(files.database), 'night.bak');
  expect(backUp({ files, to: from, at: SEAL_2_AT + 1 }).ok).toBe(true);
  const { access } = done(restore({ files, from, at: RESTORED_AT }));
  expect(access).toEqual({ people: ['Kim Marsh (nurse, pin)'], screens: ['Tablet 1'], adapters: ['box-1'] });
  expect(accessText(access).join(' ')).toContain('people: Kim Marsh (nurse, pin)');
  const after = await openForTest(files.database);
  const kept = (['session', 'code', 'pin', 'password', 'adapter-key'] as const).map((kind) => after.secrets(kind).size);
  expect(kept).toEqual([0, 0, 1, 1, 1]);
  await after.close();
  for (const hash of ['a hash of a session', 'a hash of a code'])
    expect(readFileSync(files.database).includes(hash)).toBe(false);
});
