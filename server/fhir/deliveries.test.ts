import { DatabaseSync } from 'node:sqlite';
import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import { newDatabasePath, openForTest } from '../../tests/support/journal-folder.ts';
import { nurse } from '../../tests/support/visit-builder.ts';
import { connectReadOnly } from '../journal/schema.ts';
import type { Journal } from '../journal/journal.ts';
import { deliveriesPath, openDeliveries } from './deliveries.ts';
import type { Deliveries, Due } from './deliveries.ts';

const URL_A = 'https://a.example.org/r4';
const signed: VisitEventBody = { type: 'record-signed', byName: 'Dr. Okafor', contradictions: [] };
const added: VisitEventBody = { type: 'addendum-added', addendumId: 'a', byName: 'R', text: 'later' };
const ended: VisitEventBody = { type: 'visit-ended', ending: 'home', byName: 'R' };
const whole = () => false;

async function bench() {
  const path = newDatabasePath();
  const journal = await openForTest(path, { newId: () => 'site-1' });
  const reading = connectReadOnly(path);
  onTestFinished(() => reading.close());
  const open = (url = URL_A, siteId = 'site-1'): Deliveries => {
    const deliveries = openDeliveries(deliveriesPath(path), siteId, url);
    onTestFinished(() => deliveries.close());
    return deliveries;
  };
  return { path, journal, reading, open };
}
const put = (journal: Journal, id: string, ...bodies: readonly VisitEventBody[]): Promise<void> =>
  journal.append(
    { kind: 'visit', id },
    bodies.map((body): VisitEvent => ({ ...body, at: 1_000, actor: nurse })),
  ).durable;
/** What is due, as it is told one after the other. */
function drain(deliveries: Deliveries): readonly string[] {
  const found: string[] = [];
  for (let due = deliveries.next(); due; due = deliveries.next()) {
    found.push(due.visitId);
    deliveries.sent(due, 1);
  }
  return found;
}

test('REC-157 due is what is signed, and again what was added to it; what is sent stays sent', async () => {
  const { journal, reading, open } = await bench();
  await put(journal, 'open', signed);
  await put(journal, 'unsigned', ended);
  await put(journal, 'added-only', ended, added);
  await put(journal, 'a', ended, signed);
  await put(journal, 'b', ended, signed);
  const deliveries = open();
  expect(deliveries.keepUp(reading, whole)).toBe(false);
  expect(drain(deliveries)).toEqual(['a', 'b']);
  deliveries.keepUp(reading, whole);
  expect(deliveries.next()).toBeUndefined();
  await put(journal, 'b', added);
  await put(journal, 'unsigned', signed);
  deliveries.keepUp(reading, whole);
  expect(drain(deliveries)).toEqual(['unsigned', 'b']);
});

test('REC-237 a value that comes late makes a signed visit due again, and none that nobody signed', async () => {
  const { journal, reading, open } = await bench();
  await put(journal, 'a', ended, signed);
  await put(journal, 'unsigned', ended);
  const deliveries = open();
  deliveries.keepUp(reading, whole);
  expect(drain(deliveries)).toEqual(['a']);
  const late: VisitEventBody = {
    type: 'reading-recorded',
    source: { deviceId: 'ox', epoch: 'e', seq: 1 },
    reading: { kind: 'oximetry', quality: 'good', causes: [], measuredAt: 900, spo2Pct: 84, pulseBpm: 70 },
  };
  for (const id of ['a', 'unsigned']) await put(journal, id, late);
  deliveries.keepUp(reading, whole);
  expect(drain(deliveries)).toEqual(['a']);
});

test('REC-157 what is added while the visit is on its way is due still', async () => {
  const { journal, reading, open } = await bench();
  await put(journal, 'a', ended, signed);
  const deliveries = open();
  deliveries.keepUp(reading, whole);
  const due = deliveries.next() as Due;
  await put(journal, 'a', added);
  deliveries.keepUp(reading, whole);
  deliveries.sent(due, 1);
  expect(deliveries.next()).toMatchObject({ visitId: 'a', due: due.due + 1, tries: 0 });
  deliveries.refused(due, 2, 422, 'no');
  expect(deliveries.next()).toMatchObject({ visitId: 'a' });
});

test('REC-160 a file that is broken, of another clinic or of another FHIR server is made anew: all is due', async () => {
  const { path, journal, reading, open } = await bench();
  await put(journal, 'a', ended, signed);
  const sentBy = (deliveries: Deliveries) => {
    deliveries.keepUp(reading, whole);
    const sent = drain(deliveries);
    return sent;
  };
  expect(sentBy(open())).toEqual(['a']);
  expect(sentBy(open())).toEqual([]);
  expect(sentBy(open('https://b.example.org/r4'))).toEqual(['a']);
  expect(sentBy(open('https://b.example.org/r4', 'site-2'))).toEqual(['a']);
  writeFileSync(deliveriesPath(path), 'what a disk made of it'.repeat(300));
  expect(sentBy(open())).toEqual(['a']);
});

test('REC-235 a file that another holds is not thrown away: the error is told, and what was sent stays sent', async () => {
  const { path, journal, reading, open } = await bench();
  await put(journal, 'a', ended, signed);
  const first = openDeliveries(deliveriesPath(path), 'site-1', URL_A);
  first.keepUp(reading, whole);
  expect(drain(first)).toEqual(['a']);
  first.close();
  const other = new DatabaseSync(deliveriesPath(path));
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  expect(() => openDeliveries(deliveriesPath(path), 'site-1', URL_A)).toThrow('locked');
  other.close();
  const again = open();
  again.keepUp(reading, whole);
  expect(drain(again)).toEqual([]);
});

test('REC-160 a file whose tables are not these is made anew', async () => {
  const { path, journal, reading, open } = await bench();
  await put(journal, 'a', ended, signed);
  openDeliveries(deliveriesPath(path), 'site-1', URL_A).close();
  const file = new DatabaseSync(deliveriesPath(path));
  file.exec('DROP TABLE visits');
  file.close();
  const deliveries = open();
  deliveries.keepUp(reading, whole);
  expect(drain(deliveries)).toEqual(['a']);
});

test('REC-160 a journal put back from a backup: what was signed there anew is due, what is gone is forgotten', async () => {
  const { journal, reading, open } = await bench();
  await put(journal, 'a', ended, added, added, signed);
  await put(journal, 'gone', ended, signed);
  const deliveries = open();
  deliveries.keepUp(reading, whole);
  drain(deliveries);
  const { path: other, journal: restored, reading: restoredReading } = await bench();
  expect(other).not.toBe('');
  await put(restored, 'a', ended, signed);
  deliveries.keepUp(restoredReading, whole);
  expect(drain(deliveries)).toEqual(['a']);
  expect(deliveries.standing()).toMatchObject({ sent: 1, waiting: 0 });
});

test('REC-160 it is seen in steps, and a step that is over says that something is left', async () => {
  const { journal, reading, open } = await bench();
  for (const id of ['a', 'b', 'c']) await put(journal, id, ended, signed);
  const deliveries = open();
  let looks = 0;
  expect(deliveries.keepUp(reading, () => (looks += 1) > 2)).toBe(true);
  expect(deliveries.standing().waiting).toBe(2);
  expect(deliveries.keepUp(reading, whole)).toBe(false);
  expect(drain(deliveries)).toEqual(['a', 'b', 'c']);
});

test('REC-159 REC-161 how it stands: what waits and why, what was refused, what was sent last; a person tries all again', async () => {
  const { path, journal, reading, open } = await bench();
  for (const id of ['a', 'b', 'c']) await put(journal, id, ended, signed);
  const deliveries = open();
  deliveries.keepUp(reading, whole);
  const next = () => deliveries.next() as Due;
  deliveries.sent(next(), 10);
  deliveries.refused(next(), 20, 422, 'It answered 422');
  deliveries.later(next(), 30, 9_000, 503, 'It answered 503');
  expect(deliveries.standing()).toEqual({
    ...{ waiting: 1, refused: 1, sent: 1, lastSent: { visitId: 'a', at: 10 } },
    refusals: [{ visitId: 'b', at: 20, status: 422, why: 'It answered 422' }],
    lastTrouble: { visitId: 'c', at: 30, status: 503, why: 'It answered 503' },
  });
  expect(next()).toMatchObject({ visitId: 'c', tries: 1, nextAt: 9_000 });
  deliveries.again();
  expect(next()).toMatchObject({ visitId: 'b', tries: 0, nextAt: 0 });
  const file = new DatabaseSync(deliveriesPath(path), { readOnly: true });
  const text = JSON.stringify(file.prepare('SELECT * FROM visits').all());
  file.close();
  expect(text).not.toMatch(/Okafor|Byron/);
});
