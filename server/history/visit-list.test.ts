import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { ENDINGS } from '#core/phase.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import { recordOf } from '#core/record/record-of.ts';
import { figuresOf } from '#core/record/visit-figures.ts';
import { VISITS_A_PAGE, type HistoryFilter } from '#protocol/history.ts';
import { connectReadOnly } from '../journal/schema.ts';
import { endedVisit, esketamineVisit } from '../../tests/fixtures/ended-visit.ts';
import { noted, T, visit } from '../../tests/support/journal-events.ts';
import { newDatabasePath, openForTest } from '../../tests/support/journal-folder.ts';
import { openListFile } from './list-file.ts';
import { VisitList } from './visit-list.ts';

const actor = { kind: 'system' } as const;
const NAMES = ['Ada Byron', 'Grace Hopper', 'Zoë Ångström'];

interface Made {
  readonly chairId: string;
  readonly ending: (typeof ENDINGS)[number];
  readonly high: boolean;
  readonly name: string;
  readonly openedAt: number;
}

function eventsOf(visitId: string, { chairId, ending, high, openedAt: at }: Made): readonly VisitEvent[] {
  const issued = { alertId: `a-${visitId}`, kind: 'spo2-low', priority: 'high', onsetAt: at } as const;
  return [
    { type: 'visit-opened', visitId, chairId, patientId: `p-${visitId}`, protocol: publishedProtocols[0], at, actor },
    ...(high ? [{ type: 'alert-issued', ...issued, at, actor } as const] : []),
    { type: 'visit-ended', ending, byName: 'Rosa', at: at + 60_000, actor },
  ];
}

async function journalWith(made: readonly Made[]) {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  let last = Promise.resolve();
  for (const [index, each] of made.entries()) {
    void journal.putPatient({ patientId: `p-v${index}`, name: each.name, birthDate: '1980-12-10' });
    last = journal.append(visit(`v${index}`), eventsOf(`v${index}`, each)).durable;
  }
  await last;
  const reading = connectReadOnly(path);
  const file = openListFile(`${path}-list`, journal.siteId);
  onTestFinished(() => {
    reading.close();
    file.close();
  });
  return { path, journal, reading, file };
}

const made = Array.from({ length: 2 * VISITS_A_PAGE + 7 }, (_, index): Made => ({
  chairId: `c${index % 3}`,
  ending: ENDINGS[index % ENDINGS.length] ?? 'home',
  high: index % 4 === 0,
  name: NAMES[index % NAMES.length] ?? '',
  // Two opened in the same instant: neither may be lost between two pages.
  openedAt: T + Math.floor(index / 2) * 1_000,
}));

function allPages(list: VisitList, filter: HistoryFilter): { ids: readonly string[]; total: number } {
  const ids: string[] = [];
  let page = list.page(filter, undefined);
  for (;;) {
    expect(page.visits.length).toBeLessThanOrEqual(VISITS_A_PAGE);
    ids.push(...page.visits.map(({ visitId }) => visitId));
    if (page.next === null) return { ids, total: page.total };
    page = list.page(filter, page.next);
  }
}

test('REC-91 REC-92 whatever is asked for, the pages hold each visit that fits once, newest first', async () => {
  const { reading, file } = await journalWith(made);
  const list = new VisitList(reading, file);
  expect(list.catchUp(() => false)).toBe(0);
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const instant = fc.integer({ min: T - 1_000, max: T + 60_000 });
  const wish = fc.record({
    name: optional(fc.constantFrom('byron', 'ADA', 'hopper grace', 'zoe angstrom', 'r', 'nobody')),
    from: optional(instant),
    before: optional(instant),
    chairId: optional(fc.constantFrom('c0', 'c2', 'c9')),
    ending: optional(fc.constantFrom(...ENDINGS)),
    hadHigh: optional(fc.constant(true as const)),
  });
  const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  fc.assert(
    fc.property(wish, (asked) => {
      const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
      const { name, from = -Infinity, before = Infinity, chairId, ending, hadHigh } = asked;
      const fitting = made
        .map((each, index) => ({ ...each, index }))
        .filter(
          (each) =>
            (name === undefined ||
              plain(name)
                .split(' ')
                .every((word) => plain(each.name).includes(word))) &&
            each.openedAt >= from &&
            each.openedAt < before &&
            (chairId === undefined || each.chairId === chairId) &&
            (ending === undefined || each.ending === ending) &&
            (hadHigh === undefined || each.high),
        )
        .toSorted((a, b) => b.openedAt - a.openedAt || b.index - a.index)
        .map(({ index }) => `v${index}`);
      expect(allPages(list, filter)).toEqual({ ids: fitting, total: fitting.length });
    }),
  );
});

test('REC-92 a visit that ends while somebody reads the pages moves none of those after', async () => {
  const { journal, reading, file } = await journalWith(made);
  const list = new VisitList(reading, file);
  list.catchUp(() => false);
  const first = list.page({}, undefined);
  const later = { ...(made[0] as Made), openedAt: T + 1e6 };
  await journal.append(visit('v999'), eventsOf('v999', later)).durable;
  expect(list.catchUp(() => false)).toBe(0);
  const second = list.page({}, first.next ?? undefined);
  expect(new Set([...first.visits, ...second.visits].map(({ visitId }) => visitId)).size).toBe(2 * VISITS_A_PAGE);
  expect(list.page({}, undefined).visits[0]?.visitId).toBe('v999');
});

test('REC-98 the list is made in steps, the newest visit first, and only of what changed since', async () => {
  const { journal, reading, file } = await journalWith(made);
  const list = new VisitList(reading, file);
  let folded = 0;
  expect(list.catchUp(() => (folded += 1) > 10)).toBe(made.length - 10);
  expect(list.page({}, undefined).visits[0]?.visitId).toBe(`v${made.length - 1}`);
  expect(list.page({}, undefined).total).toBe(10);
  // A list that was left in the middle is taken up where it stands, by the next start too.
  const next = new VisitList(reading, file);
  expect(next.unlisted).toHaveLength(made.length - 10);
  expect(next.catchUp(() => false)).toBe(0);
  expect(next.unlisted).toEqual([]);
  await journal.append(visit('v3'), [noted('signed', T + 1e6)]).durable;
  expect(next.unlisted).toHaveLength(1);
});

test('REC-95 a broken visit hides no other, and a list of another clinic or build is thrown away', async () => {
  const { path, journal, reading, file } = await journalWith(made.slice(0, 3));
  await journal.append(visit('broken'), [{ type: 'visit-ended', ending: 'home', byName: 'R', at: T, actor }]).durable;
  const list = new VisitList(reading, file);
  expect(list.catchUp(() => false)).toBe(0);
  expect(list.page({}, undefined).total).toBe(3);
  writeFileSync(`${path}-broken`, 'what a disk made of a database'.repeat(200));
  const mended = openListFile(`${path}-broken`, journal.siteId);
  new VisitList(reading, mended).catchUp(() => false);
  mended.close();
  const again = openListFile(`${path}-broken`, journal.siteId);
  expect(new VisitList(reading, again).page({}, undefined).total).toBe(3);
  again.close();
  const others = openListFile(`${path}-list`, 'another-site');
  onTestFinished(() => others.close());
  expect(new VisitList(reading, others).page({}, undefined).total).toBe(0);
});

test('REC-145 WS-207 what is unsigned: the longest waiting first, at most a hundred of each step, none made of a file, as it stands now', async () => {
  const many = Array.from({ length: 130 }, (_, index): Made => ({
    ...{ chairId: 'c1', ending: 'home', high: false, name: 'Ada Byron' },
    // The newest in the journal waited longest: they came from elsewhere.
    openedAt: T - index * 1_000,
  }));
  const { journal, reading, file } = await journalWith(many);
  const [opened, ...rest] = eventsOf('recorded', many[0] as Made);
  const imported = { file: 'march.csv', sha256: 'f00d' };
  await journal.append(visit('recorded'), [{ ...(opened as VisitEvent & { type: 'visit-opened' }), imported }, ...rest])
    .durable;
  const list = new VisitList(reading, file);
  list.catchUp(() => false);
  const ids = (step: 'to-close' | 'to-sign' | 'to-see') => list.waiting(step).visits.map(({ visitId }) => visitId);
  expect(list.waiting('to-close').total).toBe(130);
  expect(ids('to-close')).toEqual(Array.from({ length: 100 }, (_, index) => `v${129 - index}`));
  const closed = { type: 'record-closed', byName: 'Rosa', contradictions: [], actor } as const;
  const signed = { ...closed, type: 'record-signed', byName: 'Dr' } as const;
  await journal.append(visit('v129'), [{ ...closed, at: T + 2e6 }]).durable;
  await journal.append(visit('v128'), [{ ...closed, at: T + 1e6 }]).durable;
  await journal.append(visit('v127'), [
    ...[
      { ...closed, at: T + 1e6 },
      { ...signed, at: T + 2e6 },
    ],
    { type: 'addendum-added', addendumId: 'a', text: 'x', byName: 'Rosa', at: T + 3e6, actor },
  ]).durable;
  list.catchUp(() => false);
  expect([ids('to-close').length, list.waiting('to-close').total, ids('to-sign'), ids('to-see')]).toEqual([
    ...[100, 127, ['v128', 'v129'], ['v127']],
  ]);
  await journal.append(visit('v127'), [{ ...signed, addenda: ['a'], at: T + 4e6 }]).durable;
  list.catchUp(() => false);
  expect([ids('to-see'), list.visit('v127')]).toEqual([
    [],
    expect.not.objectContaining({ toDo: expect.anything() as unknown }),
  ]);
});

test('REC-116 the figures stand in the list, of readings that were read as columns, and are those of the record', async () => {
  const path = newDatabasePath();
  const journal = await openForTest(path);
  for (const [id, events] of [
    ['visit-1', endedVisit()],
    [
      'visit-2',
      esketamineVisit().map((event) => (event.type === 'visit-opened' ? { ...event, visitId: 'visit-2' } : event)),
    ],
  ] as const)
    await journal.append(visit(id), events).durable;
  const reading = connectReadOnly(path);
  const file = openListFile(`${path}-list`, journal.siteId);
  onTestFinished(() => {
    reading.close();
    file.close();
  });
  const list = new VisitList(reading, file);
  list.catchUp(() => false);
  const all = { from: 0, before: Infinity };
  const expected = [endedVisit(), esketamineVisit()].map((events) => {
    const record = recordOf(events);
    return record && figuresOf(record);
  });
  const figures = (): unknown => {
    const rows = file
      .prepare("SELECT figures FROM visits WHERE patient_id = 'patient-1' ORDER BY opened_at, stream")
      .all() as { figures: string }[];
    return rows.map((row) => JSON.parse(row.figures) as unknown);
  };
  expect(figures()).toEqual(expected);
  expect(list.counted(all)).toEqual(expected.map((each) => expect.objectContaining({ answers: each?.answers })));
  expect(list.counted({ ...all, protocolId: 'esketamine-120' })).toHaveLength(1);
  expect(list.counted({ from: 0, before: expected[0]?.openedAt ?? 0 })).toEqual([]);
  expect(list.counted({ from: expected[0]?.openedAt ?? 0, before: Infinity })).toHaveLength(2);
  // What was made of a file counts where it is asked for.
  const imported = endedVisit().flatMap((event) => {
    if (event.type === 'reading-recorded') return [];
    return event.type === 'visit-opened'
      ? { ...event, visitId: 'visit-3', patientId: 'p-3', imported: { file: 'a.csv', sha256: '0' } }
      : event;
  });
  await journal.append(visit('visit-3'), imported).durable;
  list.catchUp(() => false);
  expect(list.counted(all)).toHaveLength(2);
  expect(list.counted({ ...all, imported: true })).toHaveLength(3);
  // What is counted is kept in memory: it is as the file is, also after a visit has changed.
  const end = endedVisit().at(-1)?.at ?? 0;
  const closed: VisitEvent = { type: 'record-closed', byName: 'Rosa', contradictions: [], at: end + 1, actor };
  await journal.append(visit('visit-1'), [closed]).durable;
  list.catchUp(() => false);
  expect(
    list
      .counted(all)
      .map(({ signOff }) => signOff)
      .toSorted(),
  ).toEqual(['to-close', 'to-sign']);
  expect(new VisitList(reading, file).counted(all)).toEqual(list.counted(all));
  expect(
    file.prepare("SELECT visit_id AS id FROM visits WHERE patient_id = 'patient-1' ORDER BY opened_at, stream").all(),
  ).toEqual([{ id: 'visit-1' }, { id: 'visit-2' }]);
});
