import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { historyPath } from '../history/history.ts';
import { openListFile } from '../history/list-file.ts';
import { setAside } from '../postgres/copy-file.ts';
import { waveformPath } from '../waveforms/open-waveforms.ts';
import { openToWrite } from '../waveforms/schema.ts';
import { ASIDE_KEPT_MS, statesFolder, tidyStandingBy, wipeOldAside, wipeStates } from './standing-by.ts';
import { ended, noted, visit } from '../../tests/support/journal-events.ts';
import { openForTest } from '../../tests/support/journal-folder.ts';

const DAY_MS = 86_400_000;

function aCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-standing-by-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'vigil.db');
}

test('ND-23 no state of a visit stays where the site runs no more: overwritten, then gone', async () => {
  const copy = aCopy();
  const folder = statesFolder(copy);
  mkdirSync(folder);
  const other = join(dirname(copy), 'same-blocks');
  writeFileSync(join(folder, 'visit-1.state'), 'Ada Byron, SpO2 84'.repeat(100_000));
  linkSync(join(folder, 'visit-1.state'), other);
  await wipeStates(copy);
  expect(existsSync(folder)).toBe(false);
  expect(readFileSync(other).every((byte) => byte === 0)).toBe(true);
  expect(readFileSync(other)).toHaveLength(1_800_000);
  await wipeStates(copy);
});

test('ND-25 a copy that was set aside is overwritten and goes after seven days, however old it was', async () => {
  const copy = aCopy();
  for (const suffix of ['', '-wal']) writeFileSync(copy + suffix, 'Ada Byron');
  const aside = setAside(copy);
  linkSync(aside, `${copy}.same-blocks`);
  const now = Date.now();
  await wipeOldAside(copy, now + ASIDE_KEPT_MS - DAY_MS);
  expect(readFileSync(aside, 'utf8')).toBe('Ada Byron');
  await wipeOldAside(copy, now + ASIDE_KEPT_MS + DAY_MS);
  expect(readdirSync(dirname(copy))).toEqual(['vigil.db.same-blocks']);
  expect(readFileSync(`${copy}.same-blocks`).every((byte) => byte === 0)).toBe(true);
});

test('ND-24 pulse waves of a removed visit and old ones go where the site does not run, and its line in the list of past visits', async () => {
  const copy = aCopy();
  const journal = await openForTest(copy);
  const at = Date.now();
  for (const id of ['gone', 'stays']) await journal.append(visit(id), [noted('1', at), ended(at)]).durable;
  await journal.remove({
    ...{ kind: 'visit', id: 'gone', before: at + 1, at: at + 1, how: 'daily' },
    rule: { years: 7, setAt: at, byName: 'Ines' },
    key: { bytes: new Uint8Array(32), fingerprint: 'f' },
  });
  const { siteId } = journal;
  await journal.close();
  const waves = openWaves(copy);
  waves.exec(`
    INSERT INTO sources VALUES (1, 'gone', 'd', 75, 255, 1), (2, 'stays', 'd', 75, 255, 1), (3, 'old', 'd', 75, 255, 1);
    INSERT INTO waves VALUES (1, ${at}, x'01'), (2, ${at}, x'01'), (3, ${at - 15 * DAY_MS}, x'01');
  `);
  waves.close();
  const list = openListFile(historyPath(copy), siteId);
  for (const [stream, id] of ['gone', 'stays'].entries()) {
    list.exec(`INSERT INTO visits VALUES (${stream}, 2, '${id}', 'p', 1, 'home', 0, NULL, NULL, 'x', 0, '{}', '{}')`);
    list.exec(`INSERT INTO chairs VALUES ('chair', ${stream})`);
  }
  list.close();
  await tidyStandingBy(copy, { now: () => at, log: pino({ level: 'silent' }) });
  expect(rows(waveformPath(copy), 'SELECT visit_id FROM sources JOIN waves USING (source)')).toEqual(['stays']);
  expect(rows(historyPath(copy), 'SELECT visit_id FROM visits')).toEqual(['stays']);
  expect(rows(historyPath(copy), 'SELECT stream FROM chairs')).toEqual([1]);
});

function openWaves(copy: string): DatabaseSync {
  const opened = openToWrite(waveformPath(copy));
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}

function rows(path: string, select: string): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db
      .prepare(select)
      .all()
      .flatMap((row) => Object.values(row));
  } finally {
    db.close();
  }
}
