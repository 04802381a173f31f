import { expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { VISITS_A_SERIES } from '#protocol/series.ts';
import { endedVisit } from '../../tests/fixtures/ended-visit.ts';
import { visit } from '../../tests/support/journal-events.ts';
import { newDatabasePath, openForTest } from '../../tests/support/journal-folder.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { openListFile } from './list-file.ts';
import { patientSeries } from './series.ts';
import { VisitList } from './visit-list.ts';

const DAY = 86_400_000;
const ada = { name: 'Ada Byron', birthDate: '1980-12-10' };
const bare = endedVisit().filter(({ type }) => type !== 'reading-recorded');

/** A visit on another day, of another patient. */
function another(visitId: string, patientId: string, day: number, more: object = {}): readonly VisitEvent[] {
  return bare.map((event) => ({
    ...event,
    at: event.at + day * DAY,
    ...(event.type === 'visit-opened' && { visitId, patientId, ...more }),
    ...(event.type === 'visit-ended' && visitId.startsWith('wrong') && { ending: 'wrong-patient' }),
  })) as readonly VisitEvent[];
}

async function clinicWith(patients: readonly object[], visits: Readonly<Record<string, readonly VisitEvent[]>>) {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  for (const patient of patients) void journal.putPatient(patient as Parameters<typeof journal.putPatient>[0]);
  for (const [id, events] of Object.entries(visits)) await journal.append(visit(id), events).durable;
  const reading = connectReadOnly(path);
  const file = openListFile(`${path}-list`, journal.siteId);
  onTestFinished(() => {
    reading.close();
    file.close();
  });
  new VisitList(reading, file).catchUp(() => false);
  return (visitId: string) => {
    const series = patientSeries(reading, file, visitId);
    return series.ok
      ? { ...series.value, visits: series.value.visits.map((each) => each.visitId) }
      : series.refusal.code;
  };
}

test('REC-185 a person’s visits whatever ids they had, oldest first, asked by one that is over or goes on', async () => {
  const ask = await clinicWith(
    [
      { patientId: 'p1', ...ada },
      { patientId: 'p2', ...ada, name: '  ADA  Byron ' },
      { patientId: 'p3', ...ada, birthDate: '1980-12-11' },
      { patientId: 'p4', ...ada, recordNumber: '7' },
      { patientId: 'p5', name: 'A. King', birthDate: '1980-12-10', recordNumber: '7' },
      { patientId: 'p6', ...ada, recordNumber: '8' },
    ],
    {
      second: another('second', 'p2', 7),
      first: another('first', 'p1', 0),
      other: another('other', 'p3', 8),
      numbered: another('numbered', 'p4', 9),
      married: another('married', 'p5', 12),
      namesake: another('namesake', 'p6', 13),
      'wrong-one': another('wrong-one', 'p1', 10),
      file: another('file', 'p1', 11, { imported: { file: 'march.csv', sha256: 'f00d' } }),
      running: another('running', 'p1', 14).slice(0, 1),
    },
  );
  const whole = {
    patient: { patientId: 'p1', ...ada },
    sameNumber: [],
    visits: ['first', 'second', 'numbered', 'namesake'],
    total: 4,
  };
  expect(ask('first')).toEqual(whole);
  expect(ask('running')).toEqual(whole);
  expect(ask('other')).toMatchObject({ visits: ['other'], total: 1 });
  // The same record number and birth date are the same person, whatever the name is by now.
  expect(ask('married')).toMatchObject({ visits: ['numbered', 'married'] });
  // Where both have a number, the name does not make them one.
  expect(ask('namesake')).toMatchObject({ visits: ['first', 'second', 'namesake'] });
  expect(ask('nobody')).toBe('not-found');
});

test('REC-240 a record number alone makes nobody the same person; that another has it is said, with the birth date', async () => {
  const ask = await clinicWith(
    [
      { patientId: 'p1', name: 'Ada Byron', birthDate: '1985-03-01', recordNumber: '4711' },
      { patientId: 'p2', name: 'Tom Jones', birthDate: '1950-06-07', recordNumber: '4711' },
      { patientId: 'p3', name: 'Tom Jones', birthDate: '1950-06-07' },
      { patientId: 'p4', name: 'Ada Byron', birthDate: '1984-03-01', recordNumber: '4711' },
    ],
    {
      hers: another('hers', 'p1', 0),
      his: another('his', 'p2', 1),
      'his-too': another('his-too', 'p3', 2),
      slip: another('slip', 'p4', 3),
    },
  );
  expect(ask('hers')).toMatchObject({ visits: ['hers'], total: 1, sameNumber: ['1950-06-07', '1984-03-01'] });
  expect(ask('his')).toMatchObject({ visits: ['his', 'his-too'], sameNumber: ['1984-03-01', '1985-03-01'] });
  expect(ask('his-too')).toMatchObject({ visits: ['his', 'his-too'], sameNumber: [] });
});

test('REC-185 a long series: the newest, and how many there are', async () => {
  const many = Array.from({ length: VISITS_A_SERIES + 3 }, (_, index) => `v${index}`);
  const ask = await clinicWith(
    [{ patientId: 'p1', ...ada }],
    Object.fromEntries(many.map((id, index) => [id, another(id, 'p1', index)])),
  );
  expect(ask('v0')).toMatchObject({ visits: many.slice(3), total: VISITS_A_SERIES + 3 });
});

test('REC-185 a patient corrected since: the visit counts for whom it was in the end', async () => {
  const events = another('first', 'p1', 0);
  const corrected: VisitEvent = {
    type: 'patient-corrected',
    patientId: 'p9',
    reason: 'two of one name',
    at: (events[0]?.at ?? 0) + 1,
    actor: { kind: 'system' },
  };
  const ask = await clinicWith(
    [
      { patientId: 'p1', ...ada },
      { patientId: 'p9', name: 'Grace', birthDate: '1970-01-01' },
    ],
    {
      first: [...events.slice(0, 1), corrected, ...events.slice(1)],
      second: another('second', 'p1', 3),
    },
  );
  expect(ask('second')).toMatchObject({ visits: ['second'] });
  expect(ask('first')).toMatchObject({ patient: { name: 'Grace' }, visits: ['first'] });
});
