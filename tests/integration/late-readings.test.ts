/** An adapter that was away for minutes sends what it kept: what was beyond a limit meanwhile leaves its mark, and nothing else happens. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { VisitEventOf } from '#core/event.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { ManualClock } from '../../server/clock.ts';
import { startChildServer } from '../support/child-server.ts';
import { openForTest } from '../support/journal-folder.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, watchByWire } from '../support/visit-by-wire.ts';

const LOW_FROM = 40;
const LOW_UNTIL = 102;
const AWAY_S = 180;

/** What the adapter kept of three minutes: 97, and for 62 s 80, at the worst 79. */
const keptBy = (adapter: TestAdapter, from: number): readonly WireReading[] =>
  Array.from({ length: AWAY_S }, (_, second) => {
    const isLow = second >= LOW_FROM && second <= LOW_UNTIL;
    const spo2Pct = second === 70 ? 79 : isLow ? 80 : 97;
    const reading = { kind: 'oximetry', quality: 'good', causes: [], spo2Pct, pulseBpm: 70 } as const;
    return adapter.wire({ ...reading, measuredAt: from + second * 1_000 });
  });

/** Newest first, as adapters send a backlog beside what is live. */
const batchesOf = (readings: readonly WireReading[], size = 25): readonly (readonly WireReading[])[] =>
  Array.from({ length: Math.ceil(readings.length / size) }, (_, n) =>
    readings.slice(n * size, n * size + size),
  ).reverse();

test('AL-174 a backlog of three minutes: the mark has its times and its worst value, live values and alerts are as they were', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const visit = await infusingByWire(clinic);
  const { visitId, chairId, nurse } = visit;
  await watchByWire(clinic, visit, 2);
  const station = await (await clinic.screen()).choose('nurse', 'K. Marsh');
  await station.watchStation();
  visit.adapter.close();
  await nurse.until((screen) => screen.view(chairId).link?.connected === false);
  const from = clinic.clock.now() + 1_000;
  await clinic.pass(AWAY_S * 1_000 + 5_000);

  const adapter = await clinic.adapter(1);
  await adapter.spo2(98);
  await clinic.pass(10_000, () => adapter.spo2(98), 1_000);
  await nurse.until((screen) => screen.view(chairId).alerts.every(({ kind }) => kind !== 'adapter-lost'));
  const before = nurse.view(chairId);
  for (const batch of batchesOf(keptBy(adapter, from))) {
    const answers = await adapter.send(batch);
    expect(answers.every(({ status }) => status === 'stored')).toBe(true);
    await adapter.spo2(98);
    await clinic.pass(1_000);
  }
  await clinic.pass(6_000, () => adapter.spo2(98), 1_000);
  await nurse.until((screen) => screen.view(chairId).excursions.length > 0);

  const view = nurse.view(chairId);
  expect(view.excursions).toEqual([
    {
      markId: expect.any(String) as string,
      kind: 'spo2-low',
      text: 'SpO₂ 79 < 90 for 62 s',
      from: from + LOW_FROM * 1_000,
      until: from + LOW_UNTIL * 1_000,
      why: 'disconnected',
    },
  ]);
  expect(view.spo2).toMatchObject({ status: 'live', value: 98 });
  expect(view.alerts).toEqual(before.alerts);
  expect(view.latched.filter(({ late }) => !late)).toEqual(before.latched);

  const [{ markId = '' } = {}] = view.excursions;
  await station.until((screen) =>
    (screen.tiles.get(chairId)?.view.latched ?? []).some(({ alertId }) => alertId === markId),
  );
  await station.give(visitId, { type: 'mark:clear', alertId: markId });
  await nurse.until((screen) => screen.view(chairId).excursions.some(({ seen }) => seen?.byName === 'K. Marsh'));
  expect(nurse.view(chairId).latched.some(({ late }) => late)).toBe(false);

  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.filter(({ type }) => type === 'excursion-found')).toHaveLength(1);
  expect(events.filter((event) => event.type === 'alert-issued' && event.kind === 'spo2-low')).toEqual([]);
});

test('AL-174 the server is killed in the middle of the backlog: the mark is there, whole, once', async () => {
  // A visit that began minutes ago, on a disk that a server of its own then goes on from.
  const startedAt = Date.now() - 20 * 60_000;
  const clinic = await startTestClinic({ clock: new ManualClock(startedAt), chairs: 1 });
  const { visitId, chairId, adapter: first } = await infusingByWire(clinic);
  first.close();
  const from = clinic.clock.now() + 1_000;
  await clinic.close({ keep: true });
  onTestFinished(() => rmSync(clinic.folder, { recursive: true, force: true }));
  const database = join(clinic.folder, 'vigil.db');

  const wall = { now: () => Date.now() };
  const adapterTo = async (port: number): Promise<TestAdapter> => {
    const adapter = await TestAdapter.connect(port, { adapterId: 'adapter-1', clock: wall, chairNumber: 1 });
    onTestFinished(() => adapter.close());
    await adapter.announce();
    return adapter;
  };
  const dying = await startChildServer(database);
  const before = await adapterTo(dying.port);
  const batches = batchesOf(keptBy(before, from));
  const half = Math.ceil(batches.length / 2);
  for (const batch of batches.slice(0, half))
    expect((await before.send(batch)).every(({ status }) => status === 'stored')).toBe(true);
  await dying.kill();

  const server = await startChildServer(database);
  const after = await adapterTo(server.port);
  const nurse = await (await TestScreen.connect(server.port)).choose('nurse');
  onTestFinished(() => nurse.close());
  await nurse.watch(chairId);
  for (const batch of batches.slice(half - 1)) await after.send(batch);
  // The two connections measured their clocks each for itself.
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 2_000;
  await nurse.until((screen) =>
    screen
      .view(chairId)
      .excursions.some(
        (mark) => isNear(mark.from, from + LOW_FROM * 1_000) && isNear(mark.until, from + LOW_UNTIL * 1_000),
      ),
  );
  expect(nurse.view(chairId).excursions).toMatchObject([
    { text: expect.stringMatching(/^SpO₂ 79 < 90 for 6\d s$/) as string, why: 'disconnected' },
  ]);
  await server.kill();

  const again = await startChildServer(database);
  const screen = await TestScreen.connect(again.port);
  onTestFinished(() => screen.close());
  expect((await screen.watch(chairId)).excursions).toEqual(nurse.view(chairId).excursions);
  expect(screen.view(chairId).latched.filter(({ late }) => late)).toHaveLength(1);
  await again.stop();

  const journal = await openForTest(database);
  const events = await journal.read({ kind: 'visit', id: visitId });
  const found = events.filter((event): event is VisitEventOf<'excursion-found'> => event.type === 'excursion-found');
  expect(new Set(found.map(({ markId }) => markId)).size).toBe(1);
  expect(await journal.verify({ kind: 'visit', id: visitId })).toMatchObject({ ok: true });
}, 120_000);
