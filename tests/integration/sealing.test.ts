import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exitOf } from '../../server/keeping/audit.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { makeSeal } from '../../server/keeping/make-seal.ts';
import { makeSealKey, readSealKey } from '../../server/keeping/seal-key.ts';
import { openSealing } from '../../server/keeping/sealing.ts';
import type { Sealing, SealingDeps } from '../../server/keeping/sealing.ts';
import { startChildServer } from '../support/child-server.ts';
import { noted, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { auditOf, byHand, sealedJournal } from '../support/sealed-journal.ts';

interface Logged {
  readonly msg: string;
  readonly why?: string;
  readonly cause?: string;
}

/** A sealing whose log can be waited for. */
function sealing(database: string, deps: Partial<SealingDeps> = {}, key?: string) {
  const logged: Logged[] = [];
  const waiting: { is: (line: Logged) => boolean; tell: (line: Logged) => void }[] = [];
  const log = pino({
    level: 'info',
    // Each line as it is logged.
    hooks: {
      logMethod(args, method) {
        const [bound, msg] = args as unknown as [object, string];
        const line = { ...bound, msg } as Logged;
        logged.push(line);
        for (const one of waiting) if (one.is(line)) one.tell(line);
        void method;
      },
    },
  });
  const opened: Sealing = openSealing(sealFiles(database, key), { log, now: () => T, ...deps });
  onTestFinished(() => opened.close());
  const heard = (is: (line: Logged) => boolean): Promise<Logged> => {
    const found = logged.find(is);
    return found ? Promise.resolve(found) : new Promise((tell) => waiting.push({ is, tell }));
  };
  return { opened, heard, logged };
}

const isSealed =
  (cause: string) =>
  (line: Logged): boolean =>
    line.msg === 'sealed' && line.cause === cause;
const isFailed = (line: Logged): boolean => line.msg.startsWith('no seal could be made');

describe('JR-61 a server seals at its start, every hour and at its stop', () => {
  test('JR-61 with the key that it made, told by its fingerprint', async () => {
    const path = newDatabasePath();
    const server = await startChildServer(path);
    await server.stop();
    const files = sealFiles(path);
    const audit = auditOf(files);
    expect(audit).toMatchObject({ findings: [], unchecked: [], unsealedRows: 0 });
    expect(audit.holding.lastSeal).toMatchObject({ cause: 'stop' });
    expect(audit.holding.lastSeal?.key).toBe(keyIn(files.key)?.fingerprint);
  });

  test('JR-61 again and again while it runs, dated by the time it is given', async () => {
    const path = newDatabasePath();
    await openForTest(path);
    const { opened, heard } = sealing(path, { everyMs: 1, now: () => T + 5 });
    await heard(isSealed('start'));
    await heard(isSealed('hourly'));
    expect(opened.last?.at).toBe(T + 5);
  });
});

const keyIn = (path: string) => {
  const read = readSealKey(path);
  return read.ok ? read.value : undefined;
};

describe('JR-62 the key of the seals', () => {
  test('JR-62 is for its owner alone, in a place of its own when told so, and not in the log', async () => {
    const path = newDatabasePath();
    await openForTest(path);
    const key = `${path}.elsewhere.key`;
    const { heard, logged } = sealing(path, {}, key);
    await heard(isSealed('start'));
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(existsSync(sealFiles(path).key)).toBe(false);
    expect(JSON.stringify(logged)).not.toContain(readFileSync(key, 'utf8').trim());
    expect(JSON.stringify(logged)).toContain(keyIn(key)?.fingerprint);
  });

  test('JR-62 a key that is there is never replaced', async () => {
    const { key } = await sealedJournal();
    const before = readFileSync(key);
    expect(() => makeSealKey(key)).toThrow('EEXIST');
    expect(readFileSync(key)).toEqual(before);
  });

  test('JR-62 a missing one is told and no other is made; put back, or made anew by hand, sealing goes on', async () => {
    const files = await sealedJournal();
    await openForTest(files.database);
    renameSync(files.key, `${files.key}.away`);
    const { opened, heard } = sealing(files.database);
    const { why } = await heard(isFailed);
    expect(why).toContain(`is not at ${files.key}: put it back there`);
    expect(existsSync(files.key)).toBe(false);
    renameSync(`${files.key}.away`, files.key);
    expect((await opened.seal('hourly'))?.seal).toBe(3);
    const old = keyIn(files.key);
    renameSync(files.key, `${files.key}.lost`);
    const fresh = makeSealKey(files.key);
    expect((await opened.seal('hourly'))?.key).toBe(fresh.fingerprint);
    expect(exitOf(auditOf(files, [fresh]))).toBe(2);
    expect(exitOf(auditOf(files, old ? [old, fresh] : []))).toBe(0);
  });

  test('JR-62 a file that is no key is told', async () => {
    const path = newDatabasePath();
    await openForTest(path);
    const { heard } = sealing(path, {}, path);
    expect((await heard(isFailed)).why).toContain('is not a key of seals');
  });
});

describe('JR-63 a seal that cannot be made', () => {
  test('JR-63 is logged and tried again; the journal goes on meanwhile', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    // Where the key should be made there is no folder yet.
    const key = `${path}.folder/seal.key`;
    const { heard } = sealing(path, { againMs: 1 }, key);
    expect((await heard(isFailed)).why).toContain('is not there');
    await journal.append(visit('a'), [noted('1')]).durable;
    expect(journal.trouble).toBeUndefined();
    mkdirSync(`${path}.folder`);
    await heard(isSealed('start'));
  });

  test('JR-63 a file of seals that cannot be written: the seal stands in the database, the next one writes both', async () => {
    const path = newDatabasePath();
    await openForTest(path);
    const files = sealFiles(path);
    mkdirSync(files.text);
    const { opened, heard } = sealing(path);
    expect((await heard((line) => line.msg === 'the file of seals lacks a seal')).why).toContain(files.text);
    rmdirSync(files.text);
    await opened.seal('hourly');
    expect(auditOf(files)).toMatchObject({ findings: [], unchecked: [], holding: { seals: 2 } });
  });

  test('JR-63 two that seal at once never number alike', async () => {
    const path = newDatabasePath();
    await openForTest(path);
    const { opened } = sealing(path, { againMs: 1 });
    const other = sealing(path, { againMs: 1 });
    await Promise.all([opened.seal('hourly'), other.opened.seal('hourly'), opened.seal('hourly')]);
    expect(auditOf(sealFiles(path)).findings).toEqual([]);
  });

  test('JR-63 a database that is being written to is sealed, and all that is written is kept', async () => {
    const path = newDatabasePath();
    const journal = await openForTest(path);
    let made = 0;
    for (let number = 0; number < 100; number++) {
      const { durable } = journal.append(visit('a'), [noted(`${number}`)]);
      if (number % 10 === 0 && makeSeal(sealFiles(path), { at: T, cause: 'hourly' }).ok) made += 1;
      await durable;
    }
    expect(made).toBeGreaterThan(0);
    expect(auditOf(sealFiles(path))).toMatchObject({ findings: [], rows: 100, holding: { seals: made } });
  });

  test('JR-63 a table of seals that was harmed stops no journal', async () => {
    const files = await sealedJournal();
    byHand(files.database, 'DROP TABLE seals');
    const journal = await openForTest(files.database);
    const { heard } = sealing(files.database);
    await heard(isFailed);
    await journal.append(visit('a'), [noted('11')]).durable;
    expect(journal.trouble).toBeUndefined();
  });
});
