/** tests/fixtures/events holds one event of every type and version ever released. They must be read and folded for ever. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evolve } from '#core/visit.ts';
import type { VisitEvent } from '#core/event.ts';
import type { VisitState } from '#core/visit-state.ts';
import { EVENT_VERSIONS } from './event-registry.ts';
import { toEvent, toReadingEvent, toRow } from './rows.ts';
import type { JournalEvent, StreamRow } from './rows.ts';

const FOLDER = 'tests/fixtures/events';

interface Fixture {
  readonly type: string;
  readonly version: number;
  readonly at: number;
  readonly actor: JournalEvent['actor'];
  readonly body: Record<string, unknown>;
}

const fixtures = readdirSync(FOLDER)
  .map((file) => ({ file, ...(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Fixture) }))
  .sort((a, b) => a.at - b.at);

const eventOf = ({ type, version, at, actor, body }: Fixture): JournalEvent =>
  toEvent({ type, version, at, actor: JSON.stringify(actor), body: JSON.stringify(body) });

const back = (row: StreamRow): JournalEvent =>
  row.table === 'events' ? toEvent(row) : toReadingEvent(row.source, JSON.parse(row.actor), row.columns);

describe('JR-14 every event comes back from its row value for value', () => {
  test.each(Object.entries(EVENT_VERSIONS))('JR-14 %s has a fixture of each version up to %i', (type, version) => {
    const files = fixtures.filter((one) => one.type === type).map(({ file }) => file);
    expect(files.sort()).toEqual(Array.from({ length: version }, (_, index) => `${type}.v${index + 1}.json`));
  });

  test.each(fixtures)('JR-14 $file', (fixture) => {
    const event = eventOf(fixture);
    expect(event).toEqual({ type: fixture.type, ...fixture.body, at: fixture.at, actor: fixture.actor });
    expect(back(toRow({ kind: 'visit', id: 'v' }, 1, event))).toEqual(event);
  });

  test('JR-15 a reading goes to the columns, unless something hangs on it that they cannot hold', () => {
    const event = fixtures.filter(({ type }) => type === 'reading-recorded').map(eventOf)[0];
    if (event === undefined) throw new Error('no fixture');
    expect(toRow({ kind: 'visit', id: 'v' }, 1, event).table).toBe('readings');
    const named = { ...event, commandId: 'c1' };
    const row = toRow({ kind: 'visit', id: 'v' }, 1, named);
    expect(row.table).toBe('events');
    expect(back(row)).toEqual(named);
  });
});

test('JR-14 the fixtures of a visit, in the order they happened, fold to its end', () => {
  const AUDIT = [
    'sign-in',
    'signed-',
    'session-',
    'lock',
    'unlock',
    'code-',
    'act-',
    'connection-',
    'record-',
    'export-',
  ];
  const SITE = [
    ...AUDIT,
    'site-',
    'chair-added',
    'chair-renamed',
    'chair-removed',
    'device-',
    'protocol-',
    'wall-',
    'day-',
    'plan-',
    'retention-',
    'visit-held',
    'visit-released',
    'visit-imported',
    'stream-removed',
    'visit-planned',
    'staff-',
    'credential-',
    'screen-',
    'adapter-admitted',
    'adapter-removed',
  ];
  const ofVisit = fixtures.filter(
    ({ type }) =>
      type === 'device-given' || type === 'device-changed' || !SITE.some((prefix) => type.startsWith(prefix)),
  );
  let state: VisitState | undefined;
  for (const fixture of ofVisit) state = evolve(state, eventOf(fixture) as VisitEvent);
  expect(state?.phase).toMatchObject({ name: 'ended', ending: 'home' });
  expect(state?.alerts).toEqual({});
});
