import { execFile } from 'node:child_process';
import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { startBusyWriter } from '../support/busy-writer.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { noted, T, visit } from '../support/journal-events.ts';
import { newDatabasePath, openForTest } from '../support/journal-folder.ts';
import { byHand, keyAt, sealAt, sealedJournal } from '../support/sealed-journal.ts';

const audit = (...args: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, ['server/cli/vigil.js', 'audit', ...args], (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

test('JR-67 vigil audit verify ends with 0, 1 or 2 and says why', async () => {
  const files = await sealedJournal();
  const data = dirname(files.database);
  const well = await audit('verify', '--data', data);
  expect([well.code, well.out.split('\n').at(-2)]).toEqual([0, 'All of it is as it was written.']);
  expect(well.out).toContain('  1 row after the last seal: only their chain speaks for them');

  renameSync(files.key, `${files.key}.away`);
  const without = await audit('verify', '--data', data);
  expect(without.code).toBe(2);
  expect(without.out).toContain('NOT CHECKED: 2 seals, 1 to 2, were made with the key');
  expect((await audit('verify', '--data', data, '--key', `${files.key}.away`)).code).toBe(0);

  byHand(files.database, 'UPDATE readings SET v1 = 99 WHERE seq = 3');
  const harmed = await audit('verify', '--data', files.database, '--key', `${files.key}.away`);
  expect(harmed.code).toBe(1);
  expect(harmed.out).toContain('BAD: Row 3 of visit a is not as it was written.\n');

  const nothing = await audit('verify', '--data', `${data}/none.db`);
  expect([nothing.code, nothing.err]).toEqual([2, `There is no database ${data}/none.db.\n`]);
  const seal = 'Vigil seal 2 of 2026-09-21T16:13:20Z 0000000000000000';
  expect((await audit('verify', '--data', data, '--seal', seal)).out).toContain('BAD: The printed seal 2 is another');
  expect((await audit('verify', '--data', data, '--seal', 'a seal')).code).toBe(2);
  // 1 would say that something is not as it was written.
  expect((await audit('verify', '--loud')).code).toBe(2);
});

test('JR-67 while a server writes', async () => {
  const files = sealFiles(newDatabasePath());
  const journal = await openForTest(files.database);
  await journal.append(visit('a'), [noted('1')]).durable;
  sealAt(files, T);
  await journal.close();
  const writer = startBusyWriter(files.database);
  await writer.more(20);
  const audited = audit('verify', '--data', files.database);
  await writer.more(5);
  expect((await audited).code).toBe(0);
});

test('JR-62 vigil audit key shows the fingerprint and makes a key only where there is none', async () => {
  const files = await sealedJournal();
  const data = dirname(files.database);
  const { fingerprint } = keyAt(files);
  const said = `${fingerprint}  ${files.key}\n`;
  expect(await audit('key', '--data', data)).toMatchObject({ code: 0, out: said });
  expect(await audit('key', '--data', data, '--new')).toMatchObject({ code: 0, out: said });
  renameSync(files.key, `${files.key}.away`);
  expect((await audit('key', '--data', data)).code).toBe(2);
  expect((await audit('key', '--data', data, '--new')).code).toBe(0);
  expect(keyAt(files).fingerprint).not.toBe(fingerprint);
});
