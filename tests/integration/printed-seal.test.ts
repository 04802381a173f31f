import { describe, expect, onTestFinished, test } from 'vitest';
import { parsePrintedSeal, printedSeal } from '#protocol/printed-seal.ts';
import type { CoveringSeal } from '#protocol/printed-seal.ts';
import { auditFile } from '../../server/keeping/audit.ts';
import type { SealFiles } from '../../server/keeping/besides.ts';
import { openRetention } from '../../server/keeping/retention.ts';
import { openForTest } from '../support/journal-folder.ts';
import { noted, visit } from '../support/journal-events.ts';
import { oldClinic } from '../support/old-clinic.ts';
import { byHand, keyAt, SEAL_2_AT, sealAt, sealedJournal } from '../support/sealed-journal.ts';
import { retain } from '../../server/keeping/retain.ts';
import { NOW } from '../support/old-clinic.ts';

function keeping(files: SealFiles) {
  const nobody = { site: {}, health: { armed: false }, mayForget: () => false, forgot: () => undefined };
  const opened = openRetention(files, {
    log: { info: () => undefined, error: () => undefined },
    now: () => NOW,
    journal: { remove: () => Promise.reject(new Error()), overwrite: () => Promise.resolve(), streams: () => [] },
    clinic: nobody,
    waveforms: { forget: () => Promise.resolve() },
    sealing: { seal: () => Promise.resolve(undefined) },
    daily: false,
  });
  onTestFinished(() => opened.close());
  return opened;
}

async function onSheet(files: SealFiles, visitId: string): Promise<string> {
  const covering = await keeping(files).covering(visitId);
  if (!covering) throw new Error('not sealed');
  return printedSeal(covering, visitId);
}

function held(files: SealFiles, text: string) {
  const printed = parsePrintedSeal(text);
  if (!printed) throw new Error(`no seal: ${text}`);
  const audited = auditFile(files.database, { keys: [keyAt(files)], text: files.text, printed });
  if (!audited.ok) throw new Error(audited.message);
  return { said: audited.value.printed, findings: audited.value.findings.map(({ message }) => message) };
}

describe('JR-89 the newest seal, and where it found a visit', () => {
  test('JR-89 of a visit that was sealed, of one that began since, and while nothing is sealed', async () => {
    const files = await sealedJournal();
    const retention = keeping(files);
    const a = await retention.covering('a');
    expect(a).toMatchObject({ seal: 2, at: SEAL_2_AT, visit: { seq: 9 } });
    expect(await retention.covering('b')).toMatchObject({ seal: 2, visit: { seq: 3 } });
    const journal = await openForTest(files.database);
    await journal.append(visit('c'), [noted('new')]).durable;
    await journal.close();
    expect(await retention.covering('c')).toMatchObject({ seal: 2, visit: null });
    sealAt(files, SEAL_2_AT + 1);
    expect(await retention.covering('c')).toMatchObject({ seal: 3, visit: { seq: 1 } });
    expect(await retention.covering('a')).toMatchObject({ seal: 3, visit: { seq: 10 } });
    byHand(files.database, 'DELETE FROM seals');
    expect(await retention.covering('a')).toBeNull();
  });

  test('JR-89 as text it is one line, and read again whatever a scanner made of its blanks', () => {
    const covering: CoveringSeal = {
      seal: 12,
      at: SEAL_2_AT + 999,
      mac: 'ab'.repeat(32),
      visit: { seq: 9, hash: 'cd'.repeat(32) },
    };
    const text = printedSeal(covering, 'v-1');
    expect(text).toBe('Vigil seal 12 of 2026-09-21T16:13:20Z abababababababab, visit v-1 row 9 cdcdcdcdcdcdcdcd');
    const read = { seal: 12, at: SEAL_2_AT, mac: 'ab'.repeat(8) };
    expect(parsePrintedSeal(text)).toEqual({ ...read, visit: { visitId: 'v-1', seq: 9, hash: 'cd'.repeat(8) } });
    expect(parsePrintedSeal(`  ${text.replaceAll(' ', ' \n')} `)).toEqual(parsePrintedSeal(text));
    expect(parsePrintedSeal(printedSeal({ ...covering, visit: null }, 'v-1'))).toEqual({ ...read, visit: undefined });
    for (const wrong of ['', 'Vigil seal', text.slice(0, -1), `${text}0`, text.replace('2026', '20x6')])
      expect(parsePrintedSeal(wrong), wrong).toBeUndefined();
  });
});

describe('JR-90 a printed seal is held against the database', () => {
  test('JR-90 the one that was printed proves the visit up to its row, also when more was recorded and sealed since', async () => {
    const files = await sealedJournal();
    const text = await onSheet(files, 'a');
    sealAt(files, SEAL_2_AT + 5_000);
    expect(held(files, text)).toEqual({
      said: 'The printed seal is seal 2 of this database, and holds rows 1 to 9 of visit a.',
      findings: [],
    });
  });
  test('JR-90 of a visit that was removed since too', async () => {
    const files = await oldClinic();
    const text = await onSheet(files, 'old');
    expect(retain({ files, apply: true, at: NOW })).toMatchObject({ ok: true });
    expect(held(files, text)).toMatchObject({ findings: [], said: expect.stringContaining('of visit old') as string });
  });
  test.each([
    ['another number of rows', (text: string) => text.replace('row 9', 'row 8'), 'found visit a at row 9'],
    [
      'another hash',
      (text: string) => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`,
      'found visit a at row 9',
    ],
    ['another visit', (text: string) => text.replace('visit a', 'visit x'), 'holds no visit x'],
    ['another code', (text: string) => text.replace(/Z [0-9a-f]{16}/, 'Z 0000000000000000'), 'is another than the one'],
    ['another time', (text: string) => text.replace(/T\d\d/, 'T01'), 'is another than the one'],
    ['a later seal', (text: string) => text.replace('seal 2', 'seal 7'), 'is not in this database'],
  ])('JR-90 %s is found', async (_, change, why) => {
    const files = await sealedJournal();
    const { said, findings } = held(files, change(await onSheet(files, 'a')));
    expect(said).toBeUndefined();
    expect(findings).toEqual([expect.stringContaining(why)]);
  });
  test('JR-90 of a database that was written anew, or put back, the sheet tells', async () => {
    const files = await sealedJournal();
    sealAt(files, SEAL_2_AT + 5_000);
    const text = await onSheet(files, 'a');
    byHand(files.database, 'DELETE FROM seals WHERE seal = 3');
    expect(held({ ...files, text: `${files.text}.none` }, text).findings).toEqual([
      expect.stringContaining('an older one was put in its place'),
    ]);
  });
});
