/** The audit as one list over every stream: what is in it, in which order, and that it is asked for a piece at a time. */
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#core/actor.ts';
import { AUDIT_KINDS } from '#core/audit/audit-line.ts';
import type { AuditLine } from '#core/audit/audit-line.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { SiteEvent, SiteEventBody } from '#core/site-state.ts';
import { visitWords } from '#core/words/done-words.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import { Audit } from '../../server/audit/audit.ts';
import { AuditPages } from '../../server/audit/audit-pages.ts';
import type { Journal, StreamRef } from '../../server/journal/journal.ts';
import { streamKey, toRow } from '../../server/journal/rows.ts';
import type { JournalEvent } from '../../server/journal/rows.ts';
import { prepare } from '../../server/journal/schema.ts';
import { Store } from '../../server/journal/store.ts';

const DAY = 86_400_000;
const T = Date.UTC(2026, 2, 2, 14);
const nurse: Actor = { kind: 'staff', staffId: 's1', name: 'N. Okafor', role: 'nurse', screenId: 'screen-aa0001' };
const provider: Actor = { ...nurse, staffId: 's2', name: 'Dr. Ruíz', role: 'provider', screenId: 'screen-bb0002' };
const nobody: Actor = { kind: 'screen', screenId: 'screen-aa0001' };
const system: Actor = { kind: 'system' };

const visit = (journal: Journal, id: string, at: number, body: VisitEventBody, actor: Actor) =>
  journal.append({ kind: 'visit', id }, [{ ...body, at, actor } as VisitEvent]);
const site = (journal: Journal, at: number, body: SiteEventBody, actor: Actor) =>
  journal.append({ kind: 'site', id: journal.siteId }, [{ ...body, at, actor } as SiteEvent]);
const auditAt = (journal: Journal, at: number): Audit => new Audit({ journal, now: () => at, realNow: () => 0 });

/** In memory: as the journal's own writer writes it. */
function listed(write: (journal: Journal) => void, realNow: () => number = () => 0): AuditPages {
  const db = new DatabaseSync(':memory:');
  const prepared = prepare(db, 'memory', { siteId: 'site-1', demo: false });
  if (!prepared.ok) throw new Error(prepared.refusal.message);
  const store = new Store(db, 'site-1');
  const seqs = new Map<string, number>();
  const append = (stream: StreamRef, events: readonly JournalEvent[]): void => {
    const key = streamKey(stream);
    const first = (seqs.get(key) ?? 0) + 1;
    seqs.set(key, first + events.length - 1);
    store.commit(events.map((event, index) => toRow(stream, first + index, event)));
  };
  write({ siteId: 'site-1', append } as unknown as Journal);
  return new AuditPages(db, realNow);
}

function all(pages: AuditPages, filter: AuditFilter = {}, limit = 1_000): AuditLine[] {
  const lines: AuditLine[] = [];
  let after: string | undefined;
  do {
    const page = pages.page({ filter, after, limit });
    lines.push(...page.lines);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return lines;
}

const said = ({ who, what, chair, from }: AuditLine): string =>
  `${who}: ${what}${chair === undefined ? '' : ` on ${chair}`}${from === undefined ? '' : `, from ${from}`}`;

describe('SEC-121 each line says who did what, on which chair and from where, by the act alone', () => {
  let pages: AuditPages;
  beforeAll(() => {
    pages = listed(write);
  });

  function write(journal: Journal): void {
    site(journal, T, { type: 'chair-added', chairId: 'c3', name: 'Chair 3' }, provider);
    site(
      journal,
      T + 1,
      { type: 'screen-enrolled', screenId: 'screen-aa0001', label: 'Chair 3', place: { kind: 'chair', chairId: 'c3' } },
      provider,
    );
    visit(journal, 'v1', T + 2, OPENED, nurse);
    visit(journal, 'v1', T + 3, ISSUED, system);
    visit(
      journal,
      'v1',
      T + 4,
      { type: 'alert-acknowledged', alertId: 'a1', byName: 'N. Okafor', place: 'chair' },
      nurse,
    );
    visit(journal, 'v1', T + 5, note('Mrs. Byron says she is dizzy'), nurse);
    visit(journal, 'v1', T + 6, { type: 'monitoring-reopened', reason: 'Mrs. Byron is pale' }, nurse);
    visit(journal, 'v1', T + 7, { type: 'emergency-declared' }, nobody);
    const from = { kind: 'screen', screenId: 'screen-aa0001', label: 'Chair 3' } as const;
    const audit = auditAt(journal, T + 8);
    const refused = { type: 'act-refused', act: 'hold:approve', code: 'needs-provider', visitId: 'v1' } as const;
    for (let n = 0; n < 3; n++) audit.refused({ actor: nurse, from }, refused);
    audit.record({ actor: nurse, from }, { type: 'signed-in', by: 'pin' });
    audit.read({ actor: provider, from: { kind: 'screen', screenId: 'screen-bb0002' } }, 'past-visit', 'v1');
    audit.refused(
      { actor: system, from: { kind: 'address', address: '192.0.2.7' } },
      { type: 'connection-refused', to: 'adapters', code: 'not-allowed' },
    );
    audit.close();
  }

  test('SEC-121 newest first', () => {
    expect(all(pages).map(said)).toEqual([
      'N. Okafor: Refused to approve hold: a provider decides that, 2 more times, from screen Chair 3',
      'Somebody unknown: An adapter was refused: not allowed, from 192.0.2.7',
      'Dr. Ruíz: Read a past visit, from screen …bb0002',
      'N. Okafor: Signed in by PIN, from screen Chair 3',
      'N. Okafor: Refused to approve hold: a provider decides that, from screen Chair 3',
      'Nobody named: Emergency declared on Chair 3, from screen Chair 3',
      'N. Okafor: Watched again on Chair 3, from screen Chair 3',
      'N. Okafor: Entry recorded on Chair 3, from screen Chair 3',
      'N. Okafor: Alert acknowledged on Chair 3, from screen Chair 3',
      'N. Okafor: Visit opened on Chair 3, from screen Chair 3',
      'Dr. Ruíz: Screen enrolled: Chair 3, from screen …bb0002',
      'Dr. Ruíz: Chair added: Chair 3, from screen …bb0002',
    ]);
  });

  test('SEC-121 no vital sign, symptom or amount of a visit is in it, of whatever event', () => {
    const folder = 'tests/fixtures/events';
    const fixtures = readdirSync(folder).map(
      (file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { type: VisitEventBody['type']; body: object },
    );
    const clinical = listed((journal) => {
      visit(journal, 'v2', T, OPENED, nurse);
      const entry = (given: object) => ({ ...note('x'), entry: given }) as VisitEventBody;
      const bp = { kind: 'nibp', systolicMmHg: 181, diastolicMmHg: 99, measuredAt: T } as const;
      visit(journal, 'v2', T + 1, { type: 'bp-entered', byName: 'N', reading: bp } as unknown as VisitEventBody, nurse);
      visit(journal, 'v2', T + 2, entry({ kind: 'side-effect', effect: 'nausea', severity: 'severe' }), nurse);
      visit(journal, 'v2', T + 3, entry({ kind: 'oxygen', flowLPerMin: 4 }), nurse);
      visit(journal, 'v2', T + 4, { type: 'pump-volume-read', pumpVolumeMl: 42 }, nurse);
      visit(journal, 'v2', T + 5, { type: 'device-given', happenedAt: T, mg: 56, lot: 'A1' }, nurse);
    });
    const told = all(clinical).map(({ what }) => what);
    expect(told.toReversed().slice(0, 5)).toEqual([
      ...['Visit opened', 'BP entered by hand', 'Entry recorded', 'Entry recorded', 'Pump’s volume entered'],
    ]);
    for (const what of [...told, ...fixtures.map(({ type }) => visitWords({ type }))])
      expect(what).not.toMatch(/\d|nausea|severe|mg\b|SpO/i);
  });

  test('SEC-110 what somebody wrote freely, where a patient may be named, is not in it', () => {
    expect(JSON.stringify(all(pages))).not.toMatch(/Byron/);
  });

  test.each<[string, AuditFilter, number]>([
    ['acts', { kind: 'acts' }, 7],
    ['refusals', { kind: 'refusals' }, 3],
    ['sign-ins', { kind: 'sign-ins' }, 1],
    ['reads', { kind: 'reads' }, 1],
    ['keeping', { kind: 'keeping' }, 0],
    ['a person, without case and accents', { person: 'ruiz' }, 3],
    ['a screen by its label', { place: 'chair 3' }, 8],
    ['a screen by the end of its id', { place: 'bb0002' }, 3],
    ['an address', { place: '192.0.2' }, 1],
    ['a visit', { visitId: 'v1' }, 8],
    ['from an instant on', { from: T + 8 }, 5],
    ['before an instant', { before: T + 2 }, 2],
    ['several of these', { person: 'okafor', kind: 'refusals', visitId: 'v1', from: T, before: T + DAY }, 2],
    ['what nobody is', { person: '%' }, 0],
  ])('SEC-124 by %s', (_, filter, lines) => {
    expect(all(pages, filter)).toHaveLength(lines);
  });

  test('SEC-124 every line is of the kind it is found by', () => {
    const kinds = AUDIT_KINDS.flatMap((kind) => all(pages, { kind }).map((line) => line.kind === kind));
    expect(kinds).not.toContain(false);
    expect(kinds).toHaveLength(all(pages).length);
  });
});

const OPENED: VisitEventBody = {
  type: 'visit-opened',
  visitId: 'v1',
  chairId: 'c3',
  patientId: 'p1',
} as unknown as VisitEventBody;
const ISSUED: VisitEventBody = {
  type: 'alert-issued',
  alertId: 'a1',
  kind: 'spo2-low',
  priority: 'high',
  onsetAt: T,
  excess: { of: 'spo2Pct', extreme: 84, is: '<', limit: 90 },
};
const note = (text: string): VisitEventBody => ({
  type: 'entry-recorded',
  entryId: 'e1',
  happenedAt: T,
  byName: 'N. Okafor',
  entry: { kind: 'note', text },
});

describe('SEC-122 pages follow each other without a hole and without a line twice', () => {
  const put = fc.record({
    stream: fc.constantFrom('v1', 'v2', 'v3', 'site', 'audit'),
    // Some of them at the same instant, at midnight, and days apart.
    at: fc.oneof(
      fc.nat(5).map((n) => T + n),
      fc.nat(40).map((n) => Math.floor(T / DAY) * DAY + n * DAY),
      fc.nat(40 * DAY).map((n) => T + n),
    ),
  });

  test('SEC-122 whatever was written, in whatever pages it is read', () => {
    fc.assert(
      fc.property(
        // Clinic time never goes back.
        fc.array(put, { maxLength: 40 }).map((puts) => puts.toSorted((a, b) => a.at - b.at)),
        fc.integer({ min: 1, max: 9 }),
        (puts, limit) => {
          const pages = listed((journal) => {
            for (const { stream, at } of puts)
              if (stream === 'audit') auditAt(journal, at).record(SOURCE, { type: 'signed-in', by: 'pin' });
              else if (stream === 'site') site(journal, at, { type: 'day-opened', byName: 'x' }, nurse);
              else visit(journal, stream, at, { type: 'pump-paused' } as VisitEventBody, nurse);
          });
          const whole = all(pages);
          expect(whole).toHaveLength(puts.length);
          expect(new Set(whole.map(({ id }) => id)).size).toBe(puts.length);
          expect(whole.map(({ at }) => at)).toEqual(puts.map(({ at }) => at).sort((a, b) => b - a));
          expect(all(pages, {}, limit)).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('SEC-123 a page takes a bounded time', () => {
  const lines = (journal: Journal): void => {
    for (let day = 0; day < 400; day++) visit(journal, `v${day}`, T + day * DAY, OPENED, nurse);
  };

  test('SEC-123 when its time is up it says how far it looked, and goes on from there', () => {
    let real = 0;
    const pages = listed(lines, () => (real += 150));
    const asked = { filter: { person: 'nobody of that name' }, limit: 10 };
    const first = pages.page({ ...asked, after: undefined });
    expect(first.lines).toEqual([]);
    expect(first.lookedBackTo).toBeGreaterThan(T);
    const second = pages.page({ ...asked, after: first.next ?? '' });
    expect(second.lookedBackTo).toBeLessThan(first.lookedBackTo);
    expect(all(pages, asked.filter)).toEqual([]);
  });

  test('SEC-123 years without a line are passed in few steps', () => {
    let looks = 0;
    const pages = listed(
      (journal) => {
        site(journal, T, { type: 'day-opened', byName: 'x' }, nurse);
        site(journal, T + 3_650 * DAY, { type: 'day-closed', byName: 'x' }, nurse);
      },
      () => (looks++, 0),
    );
    expect(all(pages)).toHaveLength(2);
    expect(looks).toBeLessThan(150);
  });
});

const SOURCE = { actor: nurse, from: { kind: 'screen', screenId: 'screen-aa0001' } } as const;
