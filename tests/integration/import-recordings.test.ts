/** What a clinic recorded before, as past visits: once, whole, marked, and never anybody's last visit. */
import { copyFileSync, existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { pastAlerts } from '#core/past/past-alerts.ts';
import { recordOf } from '#core/record/record-of.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import { importRecordings } from '../../server/exchange/import-recordings.ts';
import { openHistory } from '../../server/history/history.ts';
import { findStream, storedEvents, streamsOf } from '../../server/journal/read-rows.ts';
import { connectReadOnly } from '../../server/journal/schema.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { offlineClinic } from '../support/offline-clinic.ts';
import type { OfflineClinic } from '../support/offline-clinic.ts';
import { openForTest } from '../support/journal-folder.ts';
import { auditOf } from '../support/sealed-journal.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const START = Date.UTC(2025, 0, 7, 9);
const MINUTE = 60_000;

/** Ten minutes; SpO2 falls to 82 from the sixth to the eighth; a BP every five. One value stands between two whole numbers. */
const LINES = [
  't_s,spo2,pulse,rr,sbp,dbp,map',
  ...Array.from({ length: 600 }, (_, s) => {
    const spo2 = s === 30 ? 97.5 : s >= 360 && s < 480 ? 82 : 97;
    return `${s + 100},${spo2},72,,${s % 300 === 0 ? '128,80,96' : ',,'}`;
  }),
];

const write = (clinic: OfflineClinic, name: string, text: string): string => {
  const path = join(clinic.path, '..', name);
  writeFileSync(path, text);
  return path;
};
const take = (clinic: OfflineClinic, paths: readonly string[], more: { startsAt?: number; protocolId?: string } = {}) =>
  importRecordings({ database: clinic.path, paths, baselineMs: MINUTE, at: NOW, startsAt: START, ...more });

function visitsIn({ path }: OfflineClinic): readonly (readonly VisitEvent[])[] {
  const db = connectReadOnly(path);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return streamsOf(db)
    .filter(({ stream }) => stream.kind === 'visit')
    .map(({ number }) => [...storedEvents(db, number)] as VisitEvent[]);
}

describe('REC-171 a recording as a visit that is over', () => {
  test('REC-171 its rows are readings, its alerts what the rules find, and it says of which file it is', async () => {
    const clinic = await offlineClinic('site-1');
    const made = take(clinic, [write(clinic, 'bed 4.csv', LINES.join('\n'))]);
    expect(made).toMatchObject({ ok: true, value: [{ file: 'bed 4.csv', visit: { rows: 600, startsAt: START } }] });
    const [events = []] = visitsIn(clinic);
    const readings = events.filter((event) => event.type === 'reading-recorded');
    expect(readings).toHaveLength(602);
    expect(readings[0]?.at).toBe(START);
    expect(readings.map(({ reading }) => reading.kind === 'oximetry' && reading.spo2Pct)).toContain(97.5);
    const low = pastAlerts(events, []).filter(({ kind }) => kind === 'spo2-low');
    expect(low).toMatchObject([{ priority: 'high', onsetAt: START + 6 * MINUTE }]);
    const record = recordOf(events);
    expect(record).toMatchObject({
      imported: { file: 'bed 4.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      openedAt: START,
      protocol: { id: publishedProtocols[0].id },
      baseline: { spo2Pct: 97, pulseBpm: 72, systolicMmHg: 128 },
      vitals: { lowestSpo2: { value: 82 } },
    });
    expect(auditOf(sealFiles(clinic.path), []).findings).toEqual([]);
  });

  test('REC-171 another protocol of the clinic, and the date of the file where none is given', async () => {
    const clinic = await offlineClinic('site-1');
    const path = write(clinic, 'a.csv', LINES.join('\n'));
    utimesSync(path, START / 1_000, START / 1_000);
    const { id } = publishedProtocols[1];
    const made = importRecordings({
      database: clinic.path,
      paths: [path],
      baselineMs: MINUTE,
      at: NOW,
      protocolId: id,
    });
    expect(made).toMatchObject({ ok: true, value: [{ visit: { startsAt: START - 599_000 } }] });
    expect(visitsIn(clinic)[0]?.[0]).toMatchObject({ type: 'visit-opened', protocol: { id } });
    expect(take(clinic, [path], { protocolId: 'mine' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('no protocol “mine”: choose one of'),
    });
  });
});

describe('REC-172 once, whole, or not at all', () => {
  test('REC-172 the same file is known by what it holds; the others are taken in after one another', async () => {
    const clinic = await offlineClinic('site-1');
    const [a, b] = [write(clinic, 'a.csv', LINES.join('\n')), write(clinic, 'b.csv', LINES.slice(0, 200).join('\n'))];
    copyFileSync(a, join(clinic.path, '../c.csv'));
    write(clinic, 'pleth.csv', 't_s,pleth\n0,1\n');
    const made = take(clinic, [join(clinic.path, '..')]);
    expect(made).toMatchObject({
      ok: true,
      value: [
        { file: 'a.csv', visit: { startsAt: START } },
        { file: 'b.csv', visit: { startsAt: START + 599_000 + 60 * MINUTE } },
        { file: 'c.csv', refused: expect.stringContaining('taken in already') },
        { file: 'pleth.csv', refused: expect.stringContaining('missing: spo2') },
      ],
    });
    expect(visitsIn(clinic)).toHaveLength(2);
    expect(take(clinic, [b], { startsAt: START + 1 })).toMatchObject({ value: [{ refused: expect.any(String) }] });
  });

  test.each([
    ['Line 5: pulse "7x" is not a number.', '3,97,7x,,,,'],
    ['Line 5: spo2 101 is not between 0 and 100.', '3,101,72,,,,'],
    ['Line 5: t_s 0.5 is earlier than 2 before it.', '0.5,97,72,,,,'],
    ['Line 5 has 3 cells, the header has 7 columns.', '3,97,72'],
  ])('REC-172 a file that cannot be read says where: %s', async (says, line) => {
    const clinic = await offlineClinic('site-1');
    const rows = ['t_s,spo2,pulse,rr,sbp,dbp,map', '0,97,72,,,,', '1,97,72,,,,', '2,97,72,,,,', line];
    const made = take(clinic, [write(clinic, 'a.csv', rows.join('\n'))]);
    expect(made).toMatchObject({ ok: true, value: [{ refused: expect.stringContaining(says) }] });
    expect(visitsIn(clinic)).toEqual([]);
  });

  test('REC-172 one that would end in time still to come', async () => {
    const clinic = await offlineClinic('site-1');
    const made = take(clinic, [write(clinic, 'a.csv', LINES.join('\n'))], { startsAt: NOW - MINUTE });
    expect(made).toMatchObject({ value: [{ refused: expect.stringContaining('still to come') }] });
    expect(visitsIn(clinic)).toEqual([]);
  });
});

test('REC-173 it stands in the history as imported, in no live list, and is nobody’s last weight', async () => {
  const clinic = await offlineClinic('site-1');
  take(clinic, [write(clinic, 'bed 4.csv', LINES.join('\n'))]);
  const journal = await openForTest(clinic.path);
  expect([...journal.loadVisits()]).toEqual([]);
  expect([...journal.loadUnsigned()]).toEqual([]);
  const history = openHistory(clinic.path, journal.siteId);
  onTestFinished(() => history.close());
  const { visits } = await history.list({});
  expect(visits).toMatchObject([
    { imported: { file: 'bed 4.csv' }, patient: null, chairName: 'Imported recordings', openedAt: START },
  ]);
  const person = { name: 'Imported: bed 4', birthDate: '1980-01-01' };
  expect(await history.lastWeight(person)).toMatchObject({ weight: null });
});

const FOLDER = join(import.meta.dirname, '../../../shared/recordings');
const isThere = existsSync(FOLDER);
const real = isThere ? readdirSync(FOLDER).filter((name) => /^(noneeg_s01|uwhypox_100001_masimo)/.test(name)) : [];

test('REC-171 real recordings are taken in where they are', async () => {
  if (!isThere) return void console.warn(`Real recordings are not taken in: ${FOLDER} is not there.`);
  const clinic = await offlineClinic('site-1');
  const made = take(
    clinic,
    real.map((name) => join(FOLDER, name)),
  );
  expect(made).toMatchObject({
    ok: true,
    value: real.map((file) => ({ file, visit: { startsAt: expect.any(Number) } })),
  });
  for (const events of visitsIn(clinic)) expect(recordOf(events)?.imported?.file).toMatch(/csv$/);
  const db = connectReadOnly(clinic.path);
  expect(findStream(db, { kind: 'visit', id: 'nobody' })).toBeUndefined();
  db.close();
});
