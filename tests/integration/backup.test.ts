import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { auditFile } from '../../server/keeping/audit.ts';
import { BACKUP_STEPS, backUp } from '../../server/keeping/backup.ts';
import type { Backup } from '../../server/keeping/backup.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import type { Outcome } from '../../server/keeping/outcome.ts';
import { openToWrite } from '../../server/waveforms/schema.ts';
import { waveformPath } from '../../server/waveforms/open-waveforms.ts';
import { SCHEMA_VERSION } from '../../server/journal/schema.ts';
import { startBusyWriter } from '../support/busy-writer.ts';
import { noted, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { runKeeping } from '../support/run-keeping.ts';
import { A_ROWS, auditOf, byHand, keyAt, sealedJournal } from '../support/sealed-journal.ts';

const made = (outcome: Outcome<unknown> | NodeJS.Signals): Backup => {
  if (typeof outcome === 'string' || !outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.value as Backup;
};

const partsIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes('.part'));

describe('JR-68 a backup is one file of one instant, made while the server writes', () => {
  test('JR-68 under load: it holds all that was acknowledged before it, sealed, and the writer goes on', async () => {
    const files = sealFiles(newDatabasePath());
    const to = join(dirname(files.database), 'night.db');
    const writer = startBusyWriter(files.database);
    await writer.more(300);
    const before = writer.acknowledged;
    const { audit } = made(await runKeeping({ task: 'backup', options: { files, to, at: T } }));
    await writer.more(50);
    expect(audit).toMatchObject({ findings: [], unchecked: [] });
    expect(audit.rows).toBeGreaterThanOrEqual(before);
    expect(audit.rows).toBeLessThan(writer.acknowledged);
    expect(audit.holding.lastSeal).toMatchObject({ cause: 'backup' });
    await writer.kill();
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [] });
  });

  test('JR-68 with the pulse waves, for its owner alone, and readable where nothing can be written beside it', async () => {
    const files = await sealedJournal();
    const opened = openToWrite(waveformPath(files.database));
    if (!opened.ok) throw new Error(opened.refusal.message);
    opened.value.exec(`INSERT INTO sources VALUES (1, 'a', 'nonin-1', 75, 255, 1);
      INSERT INTO waves VALUES (1, 1000, x'010203'), (1, 2000, x'0405')`);
    opened.value.close();
    const to = join(dirname(files.database), 'night.db');
    expect(made(backUp({ files, to, at: T }))).toMatchObject({ waves: 2, noWaves: undefined, noSeal: undefined });
    expect(statSync(to).mode & 0o777).toBe(0o600);
    const db = new DatabaseSync(to, { readOnly: true });
    expect(db.prepare('SELECT at, hex(samples) AS samples FROM waveform_waves').all()).toEqual([
      { at: 1000, samples: '010203' },
      { at: 2000, samples: '0405' },
    ]);
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
    db.close();
  });

  test('JR-68 a waveform file that cannot be read is told, and the rest is kept', async () => {
    const files = await sealedJournal();
    writeFileSync(waveformPath(files.database), 'no waves at all, only words '.repeat(200));
    const { noWaves, audit } = made(backUp({ files, to: `${files.database}.night`, at: T }));
    expect(noWaves).toBe(`${waveformPath(files.database)} is not a database.`);
    expect(audit.rows).toBe(13);
  });

  test('JR-68 the seals of a backup are held against its rows', async () => {
    const files = await sealedJournal();
    const to = `${files.database}.night`;
    made(backUp({ files, to, at: T }));
    const audited = () => auditFile(to, { keys: [keyAt(files)], text: files.text });
    expect(audited()).toMatchObject({ value: { findings: [], unchecked: [], holding: { seals: 3 } } });
    const ofA = "stream = (SELECT stream FROM streams WHERE stream_id = 'a')";
    byHand(
      to,
      `DELETE FROM events WHERE ${ofA} AND seq > 6; DELETE FROM readings WHERE ${ofA} AND seq > 6;
       UPDATE streams SET head_seq = 6, head_hash = (SELECT hash FROM events WHERE ${ofA} AND seq = 6) WHERE stream_id = 'a'`,
    );
    expect(audited()).toMatchObject({ value: { findings: [{ stream: { id: 'a' }, seq: 7 }] } });
  });
});

describe('JR-69 a backup has its name only once it is whole', () => {
  test.each(BACKUP_STEPS)(
    'JR-69 killed after "%s": the older one is there whole, and the next clears up',
    async (step) => {
      const files = await sealedJournal();
      const to = join(dirname(files.database), 'night.db');
      made(backUp({ files, to, at: T }));
      const older = readFileSync(to);
      const journal = await openForTest(files.database);
      await journal.append(visit('a'), [noted('11')]).durable;
      const options = { files, to, replace: true, at: T };
      expect(await runKeeping({ task: 'backup', options, killAfter: step })).toBe('SIGKILL');
      await journal.append(visit('a'), [noted('12')]).durable;
      if (step === 'named')
        expect(auditFile(to, { keys: [keyAt(files)] })).toMatchObject({ value: { rows: 14, findings: [] } });
      else expect(readFileSync(to).equals(older)).toBe(true);
      expect(made(backUp(options)).audit).toMatchObject({ rows: 15, findings: [], unchecked: [] });
      expect(partsIn(dirname(to))).toEqual([]);
      expect(auditOf(files)).toMatchObject({ rows: 15, findings: [], unchecked: [] });
    },
  );

  test('JR-69 a copy of what is not as it was written is kept under another name, and is no backup', async () => {
    const files = await sealedJournal();
    byHand(files.database, 'UPDATE readings SET v1 = 99 WHERE seq = 3');
    const to = `${files.database}.night`;
    const outcome = backUp({ files, to, at: T });
    expect(outcome).toEqual({
      ok: false,
      exit: 1,
      message: `The copy is not whole: Row 3 of visit a is not as it was written. It is kept as ${to}.not-whole; ${to} was not made.`,
    });
    expect([existsSync(to), existsSync(`${to}.not-whole`)]).toEqual([false, true]);
  });
});

describe('JR-75 a backup that cannot be made says why, and nothing is lost', () => {
  const night = (database: string) => `${database}.night`;
  test.each<readonly [string, (database: string) => string | undefined, (database: string) => string]>([
    [
      'no database',
      (database) => `${database}.none`,
      (database) => `There is no database ${database}.none: name its folder with --data.`,
    ],
    [
      'not a database',
      (database) => {
        writeFileSync(`${database}.txt`, 'Dear diary. '.repeat(400));
        return `${database}.txt`;
      },
      (database) => `${database}.txt is not a database.`,
    ],
    [
      "another program's",
      (database) => {
        byHand(`${database}.songs`, 'CREATE TABLE songs (title TEXT)');
        return `${database}.songs`;
      },
      (database) => `${database}.songs is a database of another program, not Vigil's. Choose another file.`,
    ],
    [
      'a newer one',
      (database) => {
        byHand(database, 'PRAGMA user_version = 9');
        return undefined;
      },
      (database) =>
        `${database} was written by a newer Vigil (schema 9; this Vigil knows ${SCHEMA_VERSION}). Start that one.`,
    ],
    [
      'cut short',
      (database) => {
        writeFileSync(database, readFileSync(database).subarray(0, 12_288));
        return undefined;
      },
      (database) => `${database} is damaged: part of it is missing or was overwritten.`,
    ],
  ])('JR-75 %s', async (_, harm, message) => {
    const { database } = await sealedJournal();
    const other = harm(database) ?? database;
    expect(backUp({ files: sealFiles(other), to: night(database), at: T })).toEqual({
      ok: false,
      exit: 2,
      message: message(database),
    });
    expect(existsSync(night(database))).toBe(false);
    expect(partsIn(dirname(database))).toEqual([]);
  });

  test('JR-75 a name that is taken, that is the clinic itself, or in no folder', async () => {
    const files = await sealedJournal();
    const to = night(files.database);
    writeFileSync(to, 'an older one');
    const said = (name: string, replace = false) => {
      const outcome = backUp({ files, to: name, replace, at: T });
      return outcome.ok ? '' : outcome.message;
    };
    expect(said(to)).toBe(`${to} is there already. Choose another name, or give --replace.`);
    for (const own of [files.database, files.key, files.text])
      expect(said(own, true)).toBe(`${own} is a file of the clinic itself. Choose another name.`);
    expect(said(join(dirname(to), 'no-folder', 'night.db'))).toContain('is not there.');
    mkdirSync(`${to}.folder`);
    expect(said(`${to}.folder`, true)).toContain('is a folder');
    expect(readFileSync(to, 'utf8')).toBe('an older one');
    expect(auditOf(files)).toMatchObject({ rows: 13, findings: [] });
  });

  test.skipIf(process.platform === 'win32')(
    'JR-75 a disk that takes no more: a sentence, exit code 2, no remains',
    async () => {
      const { database } = await sealedJournal();
      const folder = dirname(database);
      const cli = `exec ${process.execPath} ${resolve('server/cli/vigil.js')} backup --data ${folder} --to ${folder}/night.db`;
      // Files of more than 40 KiB are refused by the system, as a full disk would.
      const child = spawn('sh', ['-c', `trap '' XFSZ; ulimit -f 80; ${cli}`], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (part) => (said += String(part)));
      expect((await once(child, 'close'))[0]).toBe(2);
      expect(said).toMatch(new RegExp(`^${folder}/night.db cannot be (read or )?written`));
      expect(existsSync(`${folder}/night.db`)).toBe(false);
      expect(partsIn(folder)).toEqual([]);
      expect(auditOf(sealFiles(database)).findings).toEqual([]);
    },
  );
});

test('JR-70 what a backup holds is printed', async () => {
  const { database } = await sealedJournal();
  const folder = dirname(database);
  const child = spawn(process.execPath, [
    'server/cli/vigil.js',
    'backup',
    '--data',
    folder,
    '--to',
    `${folder}/night.db`,
  ]);
  let said = '';
  child.stdout.on('data', (part) => (said += String(part)));
  expect((await once(child, 'close'))[0]).toBe(0);
  const lastAt = new Date(Math.max(...A_ROWS.map(({ at }) => at))).toISOString();
  expect(said.split('\n').slice(0, 4)).toEqual([
    `${folder}/night.db is whole: every chain was checked.`,
    `  2 visits, 6 events, 7 readings, 0 patients; the last of ${lastAt}`,
    '  no pulse waves: none were kept',
    expect.stringMatching(/^ {2}3 seals, the last [0-9a-f]{16} of \S+, key (\w{4}-){3}\w{4}$/) as string,
  ]);
});
