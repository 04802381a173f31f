import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import type { ChairView } from '#core/view.ts';
import { EVENTS_A_PAGE } from '#protocol/history.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath } from '../support/journal-folder.ts';
import { readBack } from '../support/past-visit.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

async function started(chairs = 2): Promise<TestClinic> {
  const clinic = await startTestClinic({ chairs });
  onTestFinished(() => clinic.close());
  return clinic;
}

const transfer = async (clinic: TestClinic, { visitId, nurse }: WireVisit): Promise<void> => {
  await nurse.give(visitId, { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 });
  await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  await clinic.clinic.drained();
};

/** What a replay cannot know, because no journal holds it: batteries and labels, the cuff's control, how a page could sound. */
function comparable({ devices: _devices, sound, recorded: _recorded, nibp, readiness, ...view }: ChairView): object {
  const { control: _control, ...bp } = nibp;
  const isOver = view.phase?.name === 'ended';
  return {
    ...view,
    nibp: bp,
    readiness: readiness && { ...readiness, warnings: [] },
    ...(!isOver && { who: sound.who }),
  };
}

test('REC-94 WS-144 the view at an instant by replay is the view the server published then', async () => {
  const clinic = await startTestClinic({ watchesSound: true });
  onTestFinished(() => clinic.close());
  const visit = await infusingByWire(clinic);
  const { visitId, chairId, nurse, adapter } = visit;
  const provider = await (await clinic.screen()).choose('provider');
  const seen: { readonly at: number; readonly view: ChairView }[] = [];
  const look = async (): Promise<void> => {
    await clinic.clinic.drained();
    const published = clinic.clinic.board.view(chairId);
    // A patch carries the newest of each key: once the page has the last, it shows what was published.
    await nurse.until((screen) => JSON.stringify(screen.view(chairId)) === JSON.stringify(published));
    // The clock stands while a person acts: of one instant, the last look counts.
    if (seen.at(-1)?.at === clinic.clock.now()) seen.pop();
    seen.push({ at: clinic.clock.now(), view: structuredClone(nurse.view(chairId)) });
  };
  const pass = (ms: number, each: () => Promise<unknown>): Promise<void> =>
    clinic.pass(
      ms,
      async () => {
        await each();
        await look();
      },
      1_000,
    );

  await pass(20_000, () => adapter.spo2(97));
  await pass(30_000, () => adapter.spo2(84));
  const alertId = nurse.view(chairId).alerts.find(({ kind }) => kind === 'spo2-low')?.alertId ?? '';
  await nurse.give(visitId, { type: 'alert:acknowledge', alertId });
  await look();
  await nurse.give(visitId, {
    type: 'entry:record',
    minutesAgo: 2,
    entry: { kind: 'intervention', intervention: 'oxygen' },
  });
  await look();
  await pass(15_000, () => adapter.probeOff());
  await pass(10_000, async () => undefined);
  await pass(40_000, () => adapter.spo2(98));
  await adapter.bp(186, 112);
  await look();
  await adapter.bp(188, 114);
  await look();
  await pass(5_000, () => adapter.spo2(98));
  await provider.give(visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  await provider.give(visitId, { type: 'visit:move', chairId });
  await look();
  await transfer(clinic, visit);
  await look();

  const past = await readBack(nurse, visitId);
  expect(seen.length).toBeGreaterThan(100);
  expect(seen.some(({ view }) => view.alerts.some(({ priority }) => priority === 'high'))).toBe(true);
  expect(seen.some(({ view }) => view.spo2.status === 'stale')).toBe(true);
  // Backwards and forwards: where the replay comes from makes no difference.
  for (const { at, view } of [...seen, ...seen.toReversed()])
    expect({ at, view: comparable(past.viewAt(at)) }).toEqual({ at, view: comparable(view) });
});

test('REC-90 REC-91 REC-92 REC-93 WS-140 the list: newest first, who, where, how long, how it ended, its alerts; searched and filtered', async () => {
  const clinic = await started();
  const first = await openByWire(clinic, 1);
  await first.nurse.give(first.visitId, { type: 'visit:end', ending: 'cancelled', reason: 'felt unwell' });
  const openedAt = clinic.clock.now();
  await clinic.pass(60_000);
  const visit = await infusingByWire(clinic, 2);
  await clinic.pass(60_000, () => visit.adapter.spo2(84));
  await clinic.pass(60_000, () => visit.adapter.spo2(98));
  const { nurse } = visit;
  const running = await nurse.request('history:list', { filter: {} });
  expect(running).toMatchObject({ ok: true, data: { total: 1, visits: [{ visitId: first.visitId }] } });
  const startedAt = clinic.clinic.board.view(visit.chairId)?.timeline?.infusionStartedAt;
  await transfer(clinic, visit);

  const listed = await nurse.request('history:list', { filter: {} });
  if (!listed.ok) throw new Error(listed.refusal.message);
  expect(listed.data).toMatchObject({ total: 2, next: null, unlisted: 0 });
  expect(listed.data.visits.map(({ visitId }) => visitId)).toEqual([visit.visitId, first.visitId]);
  expect(listed.data.chairs.map(({ name }) => name)).toEqual(['Chair 1', 'Chair 2']);
  expect(listed.data.visits[0]).toMatchObject({
    patient: { name: 'Ada Byron', birthDate: '1980-12-10' },
    chairName: 'Chair 2',
    protocolTitle: expect.stringContaining('etamine') as string,
    startedAt,
    treatmentEndedAt: clinic.clock.now(),
    endedAt: clinic.clock.now(),
    ending: 'transferred',
    alerts: { high: 1, medium: 0 },
    // It ended by itself, and nobody acknowledged it or cleared its mark.
    unreadMarks: 1,
  });
  const ids = async (filter: Parameters<typeof nurse.request<'history:list'>>[1]['filter']) => {
    const answer = await nurse.request('history:list', { filter });
    return answer.ok ? answer.data.visits.map(({ visitId }) => visitId) : answer;
  };
  expect(await ids({ name: 'BYRON a' })).toHaveLength(2);
  expect(await ids({ name: 'lovelace' })).toEqual([]);
  expect(await ids({ chairId: clinic.chair(1).chairId })).toEqual([first.visitId]);
  expect(await ids({ ending: 'cancelled' })).toEqual([first.visitId]);
  expect(await ids({ hadHigh: true })).toEqual([visit.visitId]);
  expect(await ids({ before: openedAt + 1 })).toEqual([first.visitId]);
  expect(await ids({ from: openedAt + 1 })).toEqual([visit.visitId]);
  expect(await ids({ from: openedAt + 1, ending: 'cancelled' })).toEqual([]);
});

test('WS-210 REC-185 the series of the patient on the chair: visits that are over, and none of those that go on', async () => {
  const clinic = await started();
  const first = await openByWire(clinic, 1);
  expect(await first.nurse.request('series:patient', { visitId: first.visitId })).toMatchObject({
    ok: true,
    data: { patient: { name: 'Ada Byron' }, visits: [], total: 0, unlisted: 0 },
  });
  await first.nurse.give(first.visitId, { type: 'visit:end', ending: 'cancelled', reason: 'felt unwell' });
  const second = await openByWire(clinic, 2);
  for (const { visitId } of [first, second])
    expect(await second.nurse.request('series:patient', { visitId })).toMatchObject({
      ok: true,
      data: { visits: [{ visitId: first.visitId, figures: { ending: 'cancelled' } }], total: 1 },
    });
});

test('WS-141 nobody named, another visit than a past one, and what is malformed are refused with the way out', async () => {
  const clinic = await started();
  const visit = await openByWire(clinic);
  const { visitId, nurse } = visit;
  const nobody = await clinic.screen();
  for (const ask of [
    nobody.request('history:list', { filter: {} }),
    nobody.request('history:visit', { visitId }),
    nobody.request('history:events', { visitId, after: 0 }),
    nobody.request('series:patient', { visitId }),
  ])
    expect(await ask).toEqual({ ok: false, refusal: { code: 'not-allowed', message: NOBODY_NAMED } });
  for (const role of ['nurse', 'provider'] as const)
    expect(await (await nobody.choose(role)).request('history:list', { filter: {} })).toMatchObject({ ok: true });
  expect(await (await nobody.choose('administrator')).request('history:list', { filter: {} })).toMatchObject({
    refusal: { code: 'not-allowed', message: 'What is of patients is shown to nurses and providers: sign in as one.' },
  });

  for (const event of ['history:visit', 'history:events'] as const) {
    const after = event === 'history:events' ? { after: 0 } : {};
    expect(await nurse.raw.timeout(10_000).emitWithAck(event, { visitId, ...after })).toMatchObject({
      refusal: { code: 'wrong-phase', message: 'This visit is not over: open its chair to see it live.' },
    });
    expect(await nurse.raw.timeout(10_000).emitWithAck(event, { visitId: 'nobody', ...after })).toMatchObject({
      refusal: { code: 'not-found', message: 'There is no such visit: choose one from the history.' },
    });
  }
  for (const [event, payload, field] of [
    ['history:list', {}, 'filter'],
    ['history:list', { filter: { name: '' } }, 'filter.name'],
    ['history:list', { filter: { name: 'a'.repeat(121) } }, 'filter.name'],
    ['history:list', { filter: { from: -1 } }, 'filter.from'],
    ['history:list', { filter: { ending: 'fled' } }, 'filter.ending'],
    ['history:list', { filter: { hadHigh: false } }, 'filter.hadHigh'],
    ['history:list', { filter: {}, after: '1; DROP' }, 'after'],
    ['history:visit', { visitId: '../x' }, 'visitId'],
    ['history:events', { visitId, after: -1 }, 'after'],
    ['history:events', { visitId, after: 0.5 }, 'after'],
  ] as const)
    expect(await nurse.raw.timeout(10_000).emitWithAck(event, payload)).toMatchObject({
      refusal: { code: 'malformed', message: expect.stringContaining(field) as string },
    });
});

test(
  'WS-142 a visit is read in answers of bounded size, each event once and in order',
  { timeout: 120_000 },
  async () => {
    const clinic = await started();
    const visit = await infusingByWire(clinic);
    await clinic.pass(EVENTS_A_PAGE * 2_000 + 10_000, () => visit.adapter.spo2(97), 2_000);
    await transfer(clinic, visit);
    const past = await readBack(visit.nurse, visit.visitId);
    expect(past.answers).toBe(Math.ceil(past.head.events / EVENTS_A_PAGE));
    expect(past.answers).toBeGreaterThan(1);
    expect(past.events).toEqual(await clinic.journal.read({ kind: 'visit', id: visit.visitId }));
    const beyond = await visit.nurse.request('history:events', { visitId: visit.visitId, after: 1e9 });
    expect(beyond).toEqual({ ok: true, data: { events: [], next: null } });
  },
);

test(
  'REC-95 killed with SIGKILL, the history is the same, and a list that is broken is made anew',
  { timeout: 120_000 },
  async () => {
    const database = newDatabasePath();
    const first = await startChildServer(database);
    const screenTo = async (port: number, role: 'nurse' | 'administrator'): Promise<TestScreen> => {
      const screen = await TestScreen.connect(port);
      onTestFinished(() => screen.close());
      return screen.choose(role);
    };
    const administrator = await screenTo(first.port, 'administrator');
    await administrator.request('site:command', {
      commandId: randomUUID(),
      command: { type: 'chair:add', name: 'Chair 1' },
    });
    await administrator.until(({ site }) => site?.chairs.length === 1);
    const nurse = await screenTo(first.port, 'nurse');
    const visitIds: string[] = [];
    for (const name of ['Ada Byron', 'Grace Hopper', 'Zoë Ångström']) {
      const visitId = await nurse.open(administrator.site?.chairs[0]?.chairId ?? '', { name });
      await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'test' });
      visitIds.push(visitId);
    }
    const before = await nurse.request('history:list', { filter: {} });
    expect(before).toMatchObject({ ok: true, data: { total: 3 } });
    const [visitId = ''] = visitIds;
    const events = await nurse.request('history:events', { visitId, after: 0 });
    await first.kill();

    const second = await startChildServer(database);
    const again = await screenTo(second.port, 'nurse');
    expect(await again.request('history:list', { filter: {} })).toEqual(before);
    expect(await again.request('history:events', { visitId, after: 0 })).toEqual(events);
    expect(await again.request('history:list', { filter: { name: 'zoe angstrom' } })).toMatchObject({
      data: { visits: [{ patient: { name: 'Zoë Ångström' } }] },
    });
    await second.kill();

    const list = database.replace('vigil.db', 'vigil-history.db');
    for (const suffix of ['-wal', '-shm']) rmSync(`${list}${suffix}`, { force: true });
    writeFileSync(list, 'not a database at all, but something that a disk made of one'.repeat(100));
    const third = await startChildServer(database);
    expect(await (await screenTo(third.port, 'nurse')).request('history:list', { filter: {} })).toEqual(before);
  },
);
