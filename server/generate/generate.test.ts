import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import { recordOf } from '#core/record/record-of.ts';
import type { VisitRecord } from '#core/record/visit-record.ts';
import { storedEvents, streamsOf } from '../journal/read-rows.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { sealFiles } from '../keeping/besides.ts';
import { auditOf } from '../../tests/support/sealed-journal.ts';
import { newDatabasePath } from '../../tests/support/journal-folder.ts';
import { offlineClinic } from '../../tests/support/offline-clinic.ts';
import { drawCourse } from './draw-course.ts';
import { drawPerson, drawVisits } from './draw-people.ts';
import { generate } from './generate.ts';
import { foundDemo } from './new-demo.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const wish = (database: string) => ({ database, visits: 30, seed: 7, at: NOW, courses: 2, everyMs: 4_000 });

function visitsIn(path: string): readonly VisitEvent[][] {
  const db = connectReadOnly(path);
  onTestFinished(() => db.close());
  return streamsOf(db)
    .filter(({ stream }) => stream.kind === 'visit')
    .map(({ number }) => [...storedEvents(db, number)] as VisitEvent[]);
}

async function generated(): Promise<string> {
  const path = newDatabasePath();
  expect(await foundDemo(path, Date.UTC(2025, 0, 1))).toMatchObject({ ok: true });
  expect(generate(wish(path))).toMatchObject({ ok: true, value: { visits: 30 } });
  return path;
}

describe('REC-175 invented visits', () => {
  test('REC-175 are whole visits of the past, chained, each with ids, times, names and a dose of its own', async () => {
    const path = await generated();
    expect(auditOf(sealFiles(path), []).findings).toEqual([]);
    const visits = visitsIn(path);
    const records = visits.map((events) => recordOf(events)).filter((record): record is VisitRecord => !!record);
    expect(records).toHaveLength(30);
    expect(new Set(records.map(({ visitId }) => visitId)).size).toBe(30);
    const marks = visits.flat().filter((event) => /"~|\D1000\d{9}\D/.test(JSON.stringify(event)));
    expect(marks).toEqual([]);
    for (const [index, record] of records.entries()) {
      const times = visits[index]?.map(({ at }) => at) ?? [];
      expect(Math.min(...times)).toBe(record.openedAt);
      expect(Math.max(...times)).toBeLessThan(NOW);
      expect(record.signOff).toMatchObject({ closed: {}, signed: {} });
      const { weightKg, doseMg } = record.setUp;
      if (weightKg !== undefined) expect(doseMg).toBe(weightKg / 2);
      expect(record.baseline?.pulseBpm).toBeGreaterThan(35);
    }
    const people = Object.values(Object.groupBy(records, ({ patientId }) => patientId));
    expect(people.length).toBeLessThan(12);
    // One weight a person.
    for (const own of people) expect(new Set(own?.map(({ setUp }) => setUp.weightKg)).size).toBe(1);
    const sources = visits
      .flat()
      .flatMap((event) => (event.type === 'reading-recorded' ? [JSON.stringify(event.source)] : []));
    expect(new Set(sources).size).toBe(sources.length);
  });

  test('REC-175 the same seed gives the same visits, and is refused a second time', async () => {
    const [one, other] = [await generated(), await generated()];
    const ids = (path: string) =>
      visitsIn(path).map((events) => (events[0]?.type === 'visit-opened' ? events[0].visitId : ''));
    expect(ids(one)).toEqual(ids(other));
    expect(generate(wish(one))).toMatchObject({
      ok: false,
      message: expect.stringContaining('seed 7 are there already'),
    });
  });

  test('REC-175 only into a demo, only into the past, and not without end', async () => {
    const clinic = await offlineClinic('site-1');
    expect(generate(wish(clinic.path))).toMatchObject({
      ok: false,
      message: expect.stringContaining("clinic's own database"),
    });
    const demo = await offlineClinic('site-2', { demo: true });
    expect(generate({ ...wish(demo.path), from: NOW - 86_400_000 })).toMatchObject({
      message: expect.stringContaining('reach into the future'),
    });
    expect(generate({ ...wish(demo.path), visits: 100_001 })).toMatchObject({
      message: expect.stringContaining('100000'),
    });
    expect(visitsIn(demo.path)).toEqual([]);
  });
});

describe('REC-177 as published', () => {
  const courses = Array.from({ length: 2_000 }, (_, seed) => drawCourse(seed, publishedProtocols[0]));
  const share = (of: (course: (typeof courses)[number]) => boolean): number =>
    courses.filter(of).length / courses.length;
  test.each([
    ['nausea', 0.15, 0.2],
    ['vomiting', 0.03, 0.05],
  ] as const)('REC-177 %s in %f to %f of visits', (effect, least, most) => {
    const found = share(({ entries }) =>
      entries.some(([, entry]) => entry.kind === 'side-effect' && entry.effect === effect),
    );
    expect(found).toBeGreaterThan(least);
    expect(found).toBeLessThan(most);
  });

  test('REC-177 true falls of SpO2 in 0.5 to 1 % of visits', () => {
    const found = share(({ scenario }) => scenario.faults.some(({ kind }) => kind === 'desaturation'));
    expect(found).toBeGreaterThan(0.004);
    expect(found).toBeLessThan(0.013);
  });

  test('REC-177 patients come about six times, on weekdays, no two on one chair at a time', () => {
    const drawn = drawVisits(3, { visits: 3_000, chairs: 4, from: Date.UTC(2024, 0, 1) });
    const people = new Set(drawn.map(({ person }) => person)).size;
    expect(3_000 / people).toBeGreaterThan(5);
    expect(3_000 / people).toBeLessThan(7);
    const last = new Map<number, number>();
    for (const { chair, openedAt } of drawn) {
      expect([0, 6]).not.toContain(new Date(openedAt).getUTCDay());
      expect(openedAt - (last.get(chair) ?? 0)).toBeGreaterThan(2.6 * 3_600_000);
      last.set(chair, openedAt);
    }
    expect(drawPerson(3, 5)).toEqual(drawPerson(3, 5));
  });
});
