/** A visit out of one clinic's journal and into another's. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { recordOf } from '#core/record/record-of.ts';
import { marksOf } from '#core/record/report-summary.ts';
import type { SiteEvent } from '#core/site-state.ts';
import type { VisitFile } from '#protocol/visit-file.ts';
import { headHash } from '../../server/exchange/head-hash.ts';
import { exportVisit } from '../../server/exchange/export-visit.ts';
import { importVisit } from '../../server/exchange/import-visit.ts';
import { lastWeight } from '../../server/history/last-weight.ts';
import { openListFile } from '../../server/history/list-file.ts';
import { chairNames } from '../../server/history/names.ts';
import { visitReport } from '../../server/history/report.ts';
import { patientSeries } from '../../server/history/series.ts';
import { signingOf } from '../../server/history/signing.ts';
import { VisitList } from '../../server/history/visit-list.ts';
import { findStream, storedEvents, streamsOf, streamsUnsigned } from '../../server/journal/read-rows.ts';
import { CHAIN_START, link } from '../../server/journal/hash-chain.ts';
import { lockDatabase } from '../../server/journal/lock.ts';
import { toRow } from '../../server/journal/rows.ts';
import { connect, connectReadOnly } from '../../server/journal/schema.ts';
import { Store } from '../../server/journal/store.ts';
import { sealFiles } from '../../server/keeping/besides.ts';
import { retain } from '../../server/keeping/retain.ts';
import { chooseVisits } from '../../server/what-if/choose-visits.ts';
import { endedVisit, esketamineVisit } from '../fixtures/ended-visit.ts';
import { anyStart, anySteps, go } from '../support/any-visit.ts';
import { runs } from '../support/happenings.ts';
import { named, offlineClinic } from '../support/offline-clinic.ts';
import type { OfflineClinic } from '../support/offline-clinic.ts';
import { runKeeping } from '../support/run-keeping.ts';
import { auditOf, byHand, sealAt } from '../support/sealed-journal.ts';
import { OPENED_AT } from '../support/visit-builder.ts';

const LATER = OPENED_AT + 86_400_000;
const ADA = { patientId: 'patient-1', name: 'Ada Byron', birthDate: '1980-12-10', recordNumber: 'R-7' };

function exported({ path }: OfflineClinic, visitId: string): string {
  const made = exportVisit(path, visitId);
  if (!made.ok) throw new Error(made.message);
  return made.value;
}

const fileAt = (clinic: OfflineClinic): string => join(clinic.path, '../visit.json');

/** @param text of the file, or what it says */
function taken(clinic: OfflineClinic, text: string | VisitFile, at = LATER) {
  const file = fileAt(clinic);
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  return importVisit({ database: clinic.path, file, at });
}

function eventsIn({ path }: OfflineClinic, visitId: string): readonly VisitEvent[] {
  const db = connectReadOnly(path);
  const stream = findStream(db, { kind: 'visit', id: visitId });
  const events = stream ? ([...storedEvents(db, stream.number)] as VisitEvent[]) : [];
  db.close();
  return events;
}

/** Everything but the site and the hashes that hang on it. */
const butForSite = (text: string): string =>
  text.replace(/"site":\{[^}]*\}/, '').replaceAll(/"hash":"[0-9a-f]{64}"/g, '');

/** Made anew after a change: the chain of a forger, or of a Vigil that writes other events. */
function rechained(file: VisitFile): VisitFile {
  let before = CHAIN_START;
  const events = file.events.map((event) => {
    const { seq, type, version, at, actor, body } = event;
    const row = { table: 'events', stream: { kind: 'visit', id: file.visitId } } as const;
    const told = { seq, type, version, at, actor: JSON.stringify(actor), body: JSON.stringify(body) };
    before = link(file.site.siteId, before, { ...row, ...told });
    return { ...event, hash: before };
  });
  return rehashed({ ...file, events });
}

/** Its head bound anew after a change. */
const rehashed = (file: VisitFile): VisitFile => ({ ...file, hash: headHash(file, file.events.at(-1)?.hash ?? '') });

const twoClinics = async () =>
  [
    await offlineClinic('site-1'),
    await offlineClinic('site-2', { name: 'Lakeside', chairId: 'chair-9', chairName: 'Door' }),
  ] as const;

/** Without readings, so that its chain is made anew in a line. */
const short = (): readonly VisitEvent[] =>
  named(
    'short',
    endedVisit().filter(({ type }) => ['visit-opened', 'identity-confirmed', 'visit-ended'].includes(type)),
  );

describe('REC-165 a visit that is over, as a file', () => {
  test('REC-165 says what it is, whose, and every event with its reading in words', async () => {
    const clinic = await offlineClinic('site-1');
    clinic.put('visit-1', endedVisit(), ADA);
    const text = exported(clinic, 'visit-1');
    const file = JSON.parse(text) as VisitFile;
    expect(Object.keys(file)).toEqual(['format', 'version', 'site', 'visitId', 'patient', 'chairs', 'events', 'hash']);
    expect(file).toMatchObject({
      format: 'vigil-visit',
      version: 1,
      site: { siteId: 'site-1', name: 'Elm Street', timeZone: 'UTC', demo: false },
      visitId: 'visit-1',
      patient: ADA,
      chairs: [{ chairId: 'chair-1', name: 'Window' }],
    });
    expect(file.events).toHaveLength(endedVisit().length);
    const reading = file.events.find(({ type }) => type === 'reading-recorded');
    expect(reading?.body).toMatchObject({ source: { seq: 1 }, reading: { kind: 'oximetry', quality: 'none' } });
    // One a line, so that two files can be compared by any tool.
    expect(text.split('\n')).toHaveLength(file.events.length + 3);
    expect(exported(clinic, 'visit-1')).toBe(text);
  });

  test('REC-165 one that is not over, is not there or was spoilt is not exported', async () => {
    const clinic = await offlineClinic('site-1');
    clinic.put('visit-1', endedVisit().slice(0, 40));
    expect(exportVisit(clinic.path, 'visit-1')).toMatchObject({
      exit: 2,
      message: expect.stringContaining('not over'),
    });
    expect(exportVisit(clinic.path, 'nobody')).toMatchObject({ exit: 2 });
    clinic.put('short', short());
    byHand(
      clinic.path,
      `UPDATE events SET body = replace(body, 'Okafor', 'Someone') WHERE type = 'identity-confirmed'`,
    );
    const spoilt = exportVisit(clinic.path, 'short');
    expect(spoilt).toMatchObject({ exit: 1, message: expect.stringMatching(/Row 2 of visit short is not as it was/) });
  });
});

describe('REC-169 there and back', () => {
  test('REC-169 any visit comes into another database as it was, and out of it the same', async () => {
    const [from, to] = await twoClinics();
    let number = 0;
    fc.assert(
      fc.property(anyStart, anySteps, (visit, steps) => {
        for (const step of steps) go(visit, step);
        if (visit.state.phase.name !== 'ended')
          visit.record({ type: 'visit-ended', ending: 'home', byName: 'N. Okafor', escortName: 'Sam' });
        const id = `visit-${(number += 1)}`;
        const patient = { ...ADA, patientId: visit.state.patientId };
        from.put(id, named(id, visit.events), patient);
        const text = exported(from, id);
        expect(taken(to, text, visit.now + LATER)).toMatchObject({ ok: true, value: { visitId: id } });
        expect(eventsIn(to, id)).toEqual(eventsIn(from, id));
        expect(recordOf(eventsIn(to, id))).toEqual(recordOf(named(id, visit.events)));
        const again = exported(to, id);
        expect(butForSite(again)).toBe(butForSite(text));
        expect(again).not.toBe(text);
      }),
      runs(4),
    );
    for (const { path } of [from, to]) expect(auditOf(sealFiles(path), []).findings).toEqual([]);
  });

  test('REC-169 a value that no column holds, and one read twice, come as they were', async () => {
    const [from, to] = await twoClinics();
    const events = named('visit-9', esketamineVisit()).map((event): VisitEvent =>
      event.type === 'reading-recorded' && event.source.seq % 50 === 0
        ? { ...event, reading: { ...event.reading, perfusionIndexPct: 1.234 } as typeof event.reading }
        : event,
    );
    from.put('visit-9', events, ADA);
    expect(taken(to, exported(from, 'visit-9'))).toMatchObject({ ok: true });
    expect(eventsIn(to, 'visit-9')).toEqual(events);
  });
});

describe('JR-97 what was taken in stands in the record', () => {
  test('JR-97 the site tells from where, the chair has its name of there, and nothing is at fault under seals', async () => {
    const [from, to] = await twoClinics();
    from.put('visit-1', named('visit-1', endedVisit()), ADA);
    const files = sealFiles(to.path);
    sealAt(files, LATER - 1_000);
    expect(taken(to, exported(from, 'visit-1'))).toMatchObject({
      ok: true,
      value: { newPatient: true, from: { siteId: 'site-1', name: 'Elm Street' } },
    });
    expect(auditOf(files).findings).toEqual([]);
    sealAt(files, LATER + 1_000);
    expect(auditOf(files).findings).toEqual([]);
    const db = connectReadOnly(to.path);
    onTestFinished(() => db.close());
    const site = streamsOf(db).find(({ stream }) => stream.kind === 'site');
    const told = [...storedEvents(db, site?.number ?? 0)].at(-1);
    expect(told).toMatchObject({ type: 'visit-imported', visitId: 'visit-1', from: { name: 'Elm Street' }, at: LATER });
    expect(chairNames(db).map(({ name }) => name)).toEqual(['Door', 'Window']);
  });
});

describe('REC-167 what is not taken in', () => {
  async function ready() {
    const [from, to] = await twoClinics();
    from.put('short', short(), ADA);
    const text = exported(from, 'short');
    return { from, to, text, file: JSON.parse(text) as VisitFile };
  }
  const rowsIn = (clinic: OfflineClinic): number => {
    const db = connectReadOnly(clinic.path);
    const { n } = db.prepare('SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM patients) AS n').get() as {
      n: number;
    };
    db.close();
    return n;
  };

  const changes: readonly (readonly [says: string, change: (file: VisitFile) => VisitFile | string, exit: 1 | 2])[] = [
    ['The file is not JSON', () => 'Dear colleague,', 2],
    ['its "format" is not "vigil-visit"', () => '{"resourceType":"Bundle"}', 2],
    ['of a newer Vigil (format version 2; this Vigil knows 1)', (file) => ({ ...file, version: 2 as 1 }), 2],
    ['The file: "visitId" must be a string', (file) => ({ ...file, visitId: 7 as unknown as string }), 2],
    ['unknown key "note"', (file) => ({ ...file, note: '' }), 2],
    [
      'events of type "telepathy-felt", which this Vigil does not know',
      (file) =>
        rechained({
          ...file,
          events: file.events.map((each) => ({ ...each, type: each.seq === 2 ? 'telepathy-felt' : each.type })),
        }),
      2,
    ],
    [
      '"identity-confirmed" events of version 2; this Vigil knows version 1',
      (file) =>
        rechained({ ...file, events: file.events.map((each) => ({ ...each, version: each.seq === 2 ? 2 : 1 })) }),
      2,
    ],
    [
      'Event 2 of the file (identity-confirmed) is not as it was written',
      (file) => ({
        ...file,
        events: file.events.map((each) => (each.seq === 2 ? { ...each, at: each.at + 1 } : each)),
      }),
      1,
    ],
    [
      'Event 2 of the file is missing, or not in its place',
      (file) => ({ ...file, events: file.events.filter(({ seq }) => seq !== 2) }),
      1,
    ],
    [
      'Event 1 of the file (visit-opened) is not as it was written',
      (file) => ({ ...file, site: { ...file.site, siteId: 'site-3' } }),
      1,
    ],
    ['not over', (file) => rehashed({ ...file, events: file.events.slice(0, -1) }), 2],
    ['does not begin with the opening', (file) => rechained({ ...file, visitId: 'another' }), 1],
    [
      'are no visit',
      (file) =>
        rechained({
          ...file,
          events: file.events.map((each) =>
            each.seq === 1 ? { ...each, body: { ...each.body, protocol: null } } : each,
          ),
        }),
      1,
    ],
    [
      'The patient of the file is not the one of its events',
      (file) => rehashed({ ...file, patient: { ...ADA, patientId: 'p-2' } }),
      2,
    ],
  ];
  test('REC-166 REC-167 each is refused in a sentence, and nothing is changed', async () => {
    const { to, file } = await ready();
    const before = rowsIn(to);
    for (const [says, change, exit] of changes)
      expect(taken(to, change(file)), says).toMatchObject({ ok: false, exit, message: expect.stringContaining(says) });
    expect(rowsIn(to)).toBe(before);
  });

  test('REC-167 one that is there already, the same or not', async () => {
    const { from, to, text } = await ready();
    expect(taken(to, text).ok).toBe(true);
    expect(taken(to, text)).toMatchObject({ message: expect.stringContaining('The visit short is there already.') });
    expect(taken(from, text)).toMatchObject({ message: expect.stringContaining('is there already.') });
    const other = await offlineClinic('site-4');
    other.put('short', named('short', endedVisit()));
    expect(taken(other, text)).toMatchObject({ message: expect.stringContaining('it is not the same') });
  });

  test('REC-167 a patient who is there with other data: what differs is named', async () => {
    const { to, text } = await ready();
    to.put('other', named('other', endedVisit()), { ...ADA, name: 'Ada King', birthDate: '1980-12-11' });
    expect(taken(to, text)).toMatchObject({
      message: expect.stringContaining('patient-1 is there with another name and another birth date'),
    });
    expect(eventsIn(to, 'short')).toEqual([]);
  });

  test('REC-167 one that is still to come, or while a server runs', async () => {
    const { to, text } = await ready();
    expect(taken(to, text, OPENED_AT)).toMatchObject({ message: expect.stringContaining('still to come') });
    const lock = lockDatabase(to.path);
    expect(taken(to, text)).toMatchObject({
      message: expect.stringMatching(/in use by process \d+.*Stop the server first/),
    });
    if (lock.ok) lock.value.release();
    expect(taken(to, text).ok).toBe(true);
  });

  test('REC-167 JR-98 one that the clinic’s rule removed here', async () => {
    const { to, text } = await ready();
    expect(taken(to, text).ok).toBe(true);
    const files = sealFiles(to.path);
    const later = LATER + 3 * 366 * 86_400_000;
    sealAt(files, LATER + 1_000);
    const { put } = siteEvents(to);
    put({
      type: 'retention-set',
      visitYears: 2,
      auditYears: null,
      byName: 'Ada Moll',
      at: LATER + 2_000,
      actor: { kind: 'system' },
    });
    expect(retain({ files, apply: true, at: later, clockIsRight: true, atOnce: true })).toMatchObject({ ok: true });
    expect(eventsIn(to, 'short')).toEqual([]);
    expect(taken(to, text, later)).toMatchObject({
      message: expect.stringContaining("removed here by the clinic's rule"),
    });
    expect(auditOf(files).findings).toEqual([]);
  });
});

/** Appended to the site's own stream by hand. */
function siteEvents({ path, siteId }: OfflineClinic) {
  return {
    put(event: SiteEvent): void {
      const db = connect(path);
      const stream = { kind: 'site', id: siteId } as const;
      new Store(db, siteId).commit([toRow(stream, (findStream(db, stream)?.seq ?? 0) + 1, event)]);
      db.close();
    },
  };
}

describe('SEC-198 the head of a file is bound to its events', () => {
  const heads: readonly (readonly [what: string, change: (file: VisitFile) => VisitFile])[] = [
    ['another name', (file) => ({ ...file, patient: { ...ADA, name: 'Tom Jones' } })],
    ['another birth date', (file) => ({ ...file, patient: { ...ADA, birthDate: '1950-06-07' } })],
    ['another record number', (file) => ({ ...file, patient: { ...ADA, recordNumber: 'R-8' } })],
    ['nobody', (file) => ({ ...file, patient: null })],
    ['another clinic’s name', (file) => ({ ...file, site: { ...file.site, name: 'Oak Street' } })],
    ['another time zone', (file) => ({ ...file, site: { ...file.site, timeZone: 'Asia/Tokyo' } })],
    ['no demonstration', (file) => ({ ...file, site: { ...file.site, demo: !file.site.demo } })],
    ['another chair', (file) => ({ ...file, chairs: [] })],
    ['its last event gone', (file) => ({ ...file, events: file.events.slice(0, -1) })],
  ];
  test.each(heads)('SEC-198 REC-166 %s: refused', async (_, change) => {
    const [from, to] = await twoClinics();
    from.put('short', short(), ADA);
    const file = JSON.parse(exported(from, 'short')) as VisitFile;
    expect(taken(to, change(file))).toMatchObject({
      exit: 1,
      message: 'The head of the file (site, patient, chairs) is not as it was written.',
    });
    expect(eventsIn(to, 'short')).toEqual([]);
    expect(taken(to, file).ok).toBe(true);
  });

  test('SEC-198 a demonstration’s visit comes into a demonstration alone', async () => {
    const demo = await offlineClinic('site-d', { demo: true });
    const [other, real] = [await offlineClinic('site-e', { demo: true }), await offlineClinic('site-2')];
    demo.put('short', short(), ADA);
    const text = exported(demo, 'short');
    expect(JSON.parse(text)).toMatchObject({ site: { demo: true } });
    expect(taken(real, text)).toMatchObject({ exit: 2, message: expect.stringContaining("is a demonstration's") });
    expect(eventsIn(real, 'short')).toEqual([]);
    expect(taken(other, text).ok).toBe(true);
  });
});

describe('REC-243 a visit that was put in is another clinic’s', () => {
  test('REC-243 marked with its clinic; in no series, no figure, no last weight; nothing of it is signed here', async () => {
    const [from, to] = await twoClinics();
    const day = 86_400_000;
    const bare = endedVisit().filter((event) => !('reading' in event));
    const theirs = named('theirs', bare).map((event) => ({ ...event, at: event.at + 2 * day }));
    const [last] = theirs.slice(-1);
    const order: VisitEvent = {
      ...{ type: 'verbal-order-recorded', orderId: 'o-1', orderedBy: 'Dr. Lind', byName: 'N. Okafor' },
      ...{ command: { type: 'hold:approve', reason: 'As ever' }, orderedAt: last?.at ?? 0 },
      ...{ at: last?.at ?? 0, actor: { kind: 'system' } },
    };
    from.put('theirs', [...theirs.slice(0, -1), order, ...theirs.slice(-1)], ADA);
    to.put('ours', named('ours', endedVisit()), ADA);
    const before = openList(to);
    const weight = lastWeight(before.journal, before.list, ADA);
    expect(weight?.at).toBe(OPENED_AT);
    before.close();
    expect(taken(to, exported(from, 'theirs'), LATER + 3 * day)).toMatchObject({
      ok: true,
      value: { newPatient: false },
    });

    const there = connectReadOnly(from.path);
    expect(streamsUnsigned(there).size).toBe(1);
    there.close();
    const { journal, list, visits, close } = openList(to);
    onTestFinished(close);
    const all = { from: 0, before: Infinity };
    expect(visits.visit('theirs')).toMatchObject({ broughtFrom: { siteId: 'site-1', name: 'Elm Street' } });
    expect(visits.visit('theirs')?.toDo).toBeUndefined();
    expect(visits.visit('ours')?.broughtFrom).toBeUndefined();
    expect(visits.waiting('to-close').visits.map(({ visitId }) => visitId)).toEqual(['ours']);
    expect([visits.counted(all).length, visits.counted({ ...all, imported: true }).length]).toEqual([1, 2]);
    expect(patientSeries(journal, list, 'ours')).toMatchObject({ value: { visits: [{ visitId: 'ours' }], total: 1 } });
    expect(lastWeight(journal, list, ADA)).toEqual(weight);
    expect(signingOf(journal, 'theirs')).toMatchObject({
      refusal: { code: 'conflict', message: expect.stringContaining('From Elm Street') },
    });
    expect(streamsUnsigned(journal)).toEqual(new Set());
    const report = visitReport(journal, 'site-2', 'theirs');
    expect(report.ok && marksOf(report.value)).toEqual(['From Elm Street: not recorded in this clinic']);
    const filter = { protocolId: 'iv-ketamine-40', visits: 10 };
    const chosen = (imported?: 'with' | 'only') =>
      chooseVisits(journal, { ...filter, ...(imported && { imported }) }).visits.map(({ visitId }) => visitId);
    expect([chosen(), chosen('only'), chosen('with')]).toEqual([['ours'], ['theirs'], ['theirs', 'ours']]);
  });
});

/** The list of the history, made. */
function openList({ path, siteId }: OfflineClinic) {
  const journal = connectReadOnly(path);
  const list = openListFile(`${path}-list`, siteId);
  const visits = new VisitList(journal, list);
  visits.catchUp(() => false);
  const close = (): void => {
    list.close();
    journal.close();
  };
  return { journal, list, visits, close };
}

test('REC-167 REC-244 a file that does not say who its patient is joins nobody who is known here', async () => {
  const [from, to] = await twoClinics();
  from.put('short', short(), ADA);
  const file = JSON.parse(exported(from, 'short')) as VisitFile;
  const nameless = rehashed({ ...file, patient: null });
  to.put('other', named('other', endedVisit()), ADA);
  expect(taken(to, nameless)).toMatchObject({ exit: 2, message: expect.stringContaining('known here (patient-1)') });
  expect(eventsIn(to, 'short')).toEqual([]);
  const third = await offlineClinic('site-3');
  expect(taken(third, nameless)).toMatchObject({ ok: true });
});

describe('REC-245 what was measured outside the visit is not taken in', () => {
  const HOUR = 3_600_000;
  const end = endedVisit().find(({ type }) => type === 'visit-ended')?.at ?? 0;
  test.each([
    ['a year early', OPENED_AT - 365 * 24 * HOUR, false],
    ['at the epoch', 0, false],
    ['an hour early', OPENED_AT - HOUR, true],
    ['a millisecond more', OPENED_AT - HOUR - 1, false],
    ['an hour late', end + HOUR, true],
    ['a millisecond later', end + HOUR + 1, false],
  ])('REC-245 %s', async (_, measuredAt, isTaken) => {
    const [from, to] = await twoClinics();
    const events = named('visit-1', endedVisit()).map((event): VisitEvent =>
      event.type === 'reading-recorded' && event.source.seq === 9
        ? { ...event, reading: { ...event.reading, measuredAt } }
        : event,
    );
    const row = events.findIndex((event) => event.type === 'reading-recorded' && event.source.seq === 9) + 1;
    from.put('visit-1', events, ADA);
    const made = taken(to, exported(from, 'visit-1'), LATER);
    if (isTaken) expect(made).toMatchObject({ ok: true });
    else
      expect(made).toMatchObject({
        exit: 2,
        message: expect.stringContaining(`Event ${row} of the file (reading-recorded) was measured outside the visit`),
      });
    expect(eventsIn(to, 'visit-1').length > 0).toBe(isTaken);
  });
});

describe('REC-168 all of it or nothing', () => {
  test.each(['read', 'written'])('REC-168 killed after "%s", the visit is there whole or not at all', async (step) => {
    const [from, to] = await twoClinics();
    from.put('visit-1', named('visit-1', endedVisit()), ADA);
    const file = fileAt(to);
    writeFileSync(file, exported(from, 'visit-1'));
    const options = { database: to.path, file, at: LATER };
    expect(await runKeeping({ task: 'import-visit', options, killAfter: step })).toBe('SIGKILL');
    expect(eventsIn(to, 'visit-1')).toHaveLength(step === 'read' ? 0 : endedVisit().length);
    expect(auditOf(sealFiles(to.path), []).findings).toEqual([]);
    const again = importVisit(options);
    expect(again.ok).toBe(step === 'read');
    expect(eventsIn(to, 'visit-1')).toEqual(named('visit-1', endedVisit()));
    expect(readFileSync(file, 'utf8')).toBe(exported(from, 'visit-1'));
  });

  test('REC-168 a disk that refuses in the middle leaves nothing of it', async () => {
    const [from, to] = await twoClinics();
    from.put('visit-1', named('visit-1', endedVisit()), ADA);
    byHand(
      to.path,
      "CREATE TRIGGER full BEFORE INSERT ON readings WHEN NEW.seq > 2000 BEGIN SELECT RAISE(ABORT, 'disk'); END;",
    );
    expect(() => taken(to, exported(from, 'visit-1'))).not.toThrow();
    expect(eventsIn(to, 'visit-1')).toEqual([]);
    byHand(to.path, 'DROP TRIGGER full');
    expect(taken(to, exported(from, 'visit-1')).ok).toBe(true);
  });
});
