/** A page with devices of its own, over real sockets: it follows, it is cut off, it joins. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { giveAlone, readAlone, runAlone, tellAlone, tickAlone } from '#core/alone/alone-run.ts';
import type { AloneRun } from '#core/alone/alone-run.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import type { VisitState } from '#core/visit-state.ts';
import { evolve } from '#core/visit.ts';
import type { FollowedEvents } from '#protocol/screen-events.ts';
import { newToken } from '../../server/access/screen-token.ts';
import { nurse as actor } from '../support/visit-builder.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

async function start(): Promise<TestClinic> {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  return clinic;
}

/** The page is the adapter of the chair's oximeter. */
const announce = (clinic: TestClinic, screen: TestScreen, chairNumber = 1): Promise<TestAdapter> =>
  clinic.adapter(chairNumber, { page: screen });

/** Folds what the server tells, as a page does. */
async function follow(screen: TestScreen, visitId: string) {
  const told: FollowedEvents[] = [];
  screen.raw.on('visit:events', (events: FollowedEvents) => told.push(events));
  const answer = await screen.request('visit:follow', { visitId });
  if (!answer.ok) throw new Error(answer.refusal.message);
  const { seq, state } = answer.data;
  return {
    told,
    seq,
    get state(): VisitState {
      return told.flatMap(({ events }) => events).reduce<VisitState>(evolve, state);
    },
  };
}

/** So many seconds on a page that is alone, with a reading each. */
function alone(run: AloneRun, clinic: TestClinic, seconds: number, spo2Pct: number, adapter: TestAdapter) {
  const held: ReturnType<TestAdapter['wire']>[] = [];
  const newId = () => randomUUID();
  for (let n = 0; n < seconds; n += 1) {
    clinic.clock.advance(1_000);
    const now = clinic.clock.now();
    const wire = adapter.wire({
      kind: 'oximetry',
      measuredAt: now,
      quality: 'good',
      causes: [],
      spo2Pct,
      pulseBpm: 72,
    });
    held.push(wire);
    const { deviceId, epoch, seq, ...reading } = wire;
    run = readAlone(
      tickAlone(run, now, newId),
      { source: { deviceId, epoch, seq }, reading, adapterId: 'page' },
      now,
      newId,
    );
  }
  return { run, held };
}

const begin = (state: VisitState, clinic: TestClinic): AloneRun =>
  runAlone(state, clinic.clock.now(), { own: ['oximeter'], adapterId: 'page', newId: () => randomUUID() });

const join = (screen: TestScreen, visitId: string, told: WatchedAlone, commandId: string = randomUUID()) =>
  screen.request('visit:join', { commandId, visitId, ...told });

const kinds = (screen: TestScreen, { chairId }: Pick<WireVisit, 'chairId'>) =>
  screen.view(chairId).alerts.map(({ kind }) => kind);

test('WS-80 a page follows the visit of its chair: the state, then every event in order, and has what the server has', async () => {
  const clinic = await start();
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  const followed = await follow(nurse, visitId);
  await clinic.pass(20_000, () => adapter.spo2(88));
  await nurse.give(visitId, { type: 'pump:pause', minutesAgo: 0 });
  await clinic.pass(1_000);
  await nurse.until(
    () => followed.state.phase.name === 'infusion' && followed.state.phase.infusion.pauses.length === 1,
  );
  let next = followed.seq + 1;
  for (const { seq, events } of followed.told) {
    expect(seq).toBe(next);
    next += events.length;
  }
  expect(followed.state).toEqual(JSON.parse(JSON.stringify(clinic.clinic.followed(visitId)?.state)));
  const heard = followed.told.length;
  expect(await nurse.request('visit:unfollow', { visitId })).toEqual({ ok: true, data: null });
  await clinic.pass(3_000, () => adapter.spo2(88));
  expect(followed.told).toHaveLength(heard);
});

test('WS-80 a visit is not followed from elsewhere, nor any more once it has left the chair', async () => {
  const clinic = await start();
  const visit = await infusingByWire(clinic);
  const other = await clinic.screen();
  await other.watch(clinic.chair(2).chairId);
  for (const visitId of [visit.visitId, randomUUID()])
    expect(await other.request('visit:follow', { visitId })).toMatchObject({
      ok: false,
      refusal: { code: 'not-allowed' },
    });
  const followed = await follow(visit.nurse, visit.visitId);
  await visit.nurse.give(visit.visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  await clinic.pass(2_000, () => visit.adapter.spo2(97));
  expect(followed.told.flatMap(({ events }) => events).every(({ type }) => type !== 'chair-changed')).toBe(true);
});

test('PH-74 PH-75 WS-82 WS-87 a server that was away learns what the page watched, once; its readings are there, each once', async () => {
  const before = await startTestClinic();
  const visit = await infusingByWire(before);
  const { visitId, chairId, adapter } = visit;
  await before.pass(20_000, () => adapter.spo2(97));
  const followed = await follow(visit.nurse, visitId);
  const { state } = followed;
  await before.close({ keep: true });

  let { run, held } = alone(begin(state, before), before, 30, 88, adapter);
  const alertId = run.state.alerts['spo2-low']?.alertId ?? '';
  const acked = giveAlone(
    run,
    { type: 'alert:acknowledge', alertId },
    { now: before.clock.now(), actor, newId: randomUUID },
  );
  expect(acked.answer.ok).toBe(true);
  const more = alone(acked.run, before, 10, 87, adapter);
  ({ run } = more);
  held = [...held, ...more.held];
  const { told } = tellAlone(run, before.clock.now());

  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const nurse = await (await clinic.screen()).choose('nurse');
  await nurse.watch(chairId);
  await announce(clinic, nurse);
  const commandId = randomUUID();
  const first = await join(nurse, visitId, told, commandId);
  expect(first).toEqual({ ok: true, data: null });
  expect(await join(nurse, visitId, told, commandId)).toEqual(first);
  const again = await TestAdapter.connect(clinic.port, { adapterId: 'adapter-1', clock: clinic.clock, chairNumber: 1 });
  onTestFinished(() => again.close());
  await again.announce();
  const answers = await again.send([held.at(-1), ...held.slice(0, -1)]);
  expect(answers.every(({ status }) => status === 'stored')).toBe(true);
  await clinic.pass(8_000, () => again.spo2(87));
  await nurse.until((screen) => kinds(screen, visit).join() === 'spo2-low');
  expect(nurse.view(chairId).alerts[0]).toMatchObject({
    alertId,
    text: 'SpO₂ 87 < 90',
    acknowledged: { byName: 'N. Okafor', place: 'chair' },
  });

  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.filter(({ type }) => type === 'watched-alone')).toHaveLength(1);
  const stored = events.flatMap((event) =>
    event.type === 'reading-recorded' ? [`${event.source.epoch} ${event.source.seq}`] : [],
  );
  expect(new Set(stored).size).toBe(stored.length);
  const issued = events.flatMap((event) =>
    event.type === 'watched-alone' ? event.facts : event.type === 'alert-issued' ? [event] : [],
  );
  expect(issued.filter((fact) => fact.type === 'alert-issued' && fact.kind === 'spo2-low')).toHaveLength(1);

  const trend = await fetch(`${clinic.url}/api/visits/${visitId}/trend?since=0`, { headers: { cookie: nurse.cookie } });
  const { alerts } = (await trend.json()) as { alerts: { alertId: string; kind: string; endedAt: number | null }[] };
  expect(
    alerts.filter(({ kind }) => kind === 'spo2-low'),
    'WS-87',
  ).toEqual([expect.objectContaining({ alertId, endedAt: null })]);
  expect(new Set(alerts.filter(({ endedAt }) => endedAt === null).map(({ kind }) => kind))).toEqual(
    new Set(['spo2-low']),
  );
});

test('WS-82 after a restart a repeated join gets the first answer and joins nothing twice', async () => {
  const before = await startTestClinic();
  const { visitId, chairId, nurse, adapter } = await infusingByWire(before);
  const followed = await follow(nurse, visitId);
  const { run } = alone(begin(followed.state, before), before, 30, 80, adapter);
  const { told } = tellAlone(run, before.clock.now());
  await announce(before, nurse);
  const commandId = randomUUID();
  expect((await join(nurse, visitId, told, commandId)).ok).toBe(true);
  await before.close({ keep: true });
  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const again = await clinic.screen();
  await again.watch(chairId);
  expect(await join(again, visitId, told, commandId)).toEqual({ ok: true, data: null });
  await clinic.clinic.drained();
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.filter(({ type }) => type === 'watched-alone')).toHaveLength(1);
});

test('WS-83 a stretch is taken from the chair the visit was on, wherever it is by now, and from no other', async () => {
  const clinic = await start();
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  const followed = await follow(nurse, visitId);
  const { run } = alone(begin(followed.state, clinic), clinic, 10, 97, adapter);
  const { told } = tellAlone(run, clinic.clock.now());
  const elsewhere = await clinic.screen();
  expect(await join(elsewhere, visitId, told)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  await elsewhere.watch(clinic.chair(2).chairId);
  expect(await join(elsewhere, visitId, told)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(await join(nurse, randomUUID(), told)).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
  await announce(clinic, nurse);
  await nurse.give(visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  expect(await join(nurse, visitId, told)).toEqual({ ok: true, data: null });
});

test('WS-83 what is malformed is refused by its field, and changes nothing', async () => {
  const clinic = await start();
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  const followed = await follow(nurse, visitId);
  const { run } = alone(begin(followed.state, clinic), clinic, 30, 80, adapter);
  const { told } = tellAlone(run, clinic.clock.now());
  await announce(clinic, nurse);
  const fact = told.facts[0];
  const { seen } = told;
  const wrong: readonly (readonly [string, unknown])[] = [
    ['"facts.0"', { facts: [{ ...fact, byName: 'Dr. Nobody' }] }],
    ['"facts.0.kind"', { facts: [{ ...fact, kind: 'thirst' }] }],
    ['"facts.0.type"', { facts: [{ ...fact, type: 'alert-escalated' }] }],
    ['"facts"', { facts: Array(1_001).fill(fact) }],
    ['"seen.bps"', { seen: { ...seen, bps: Array(9).fill(seen.bps[0]) } }],
    ['"seen.oximetry.spo2Pct"', { seen: { ...seen, oximetry: { ...seen.oximetry, spo2Pct: 101 } } }],
    ['"seen.tracks"', { seen: { ...seen, tracks: { ...seen.tracks, more: 1 } } }],
    ['"from"', { from: 'yesterday' }],
    ['"until"', { until: clinic.clock.now() + 0.5 }],
  ];
  for (const [field, change] of wrong) {
    const answer = await join(nurse, visitId, { ...told, ...(change as object) });
    expect([field, answer.ok ? 'accepted' : answer.refusal.message]).toEqual([field, expect.stringContaining(field)]);
  }
  await clinic.clinic.drained();
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  expect(events.some(({ type }) => type === 'watched-alone')).toBe(false);
});

test('WS-89 a stretch is taken from a page with a device of its own on the chair, and from no other page there', async () => {
  const before = await startTestClinic();
  const { visitId, chairId, nurse } = await infusingByWire(before);
  const adapter = await announce(before, nurse);
  await before.pass(3_000, () => adapter.spo2(97));
  const followed = await follow(nurse, visitId);
  await before.close({ keep: true });
  const { run } = alone(begin(followed.state, before), before, 10, 97, adapter);
  const { told } = tellAlone(run, before.clock.now());

  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const at = async (token: string) => {
    const screen = await clinic.screen({ token });
    await screen.watch(chairId);
    return screen;
  };
  const stranger = await at(newToken(randomBytes));
  expect(await join(stranger, visitId, told)).toMatchObject({ refusal: { code: 'not-ready' } });
  await clinic.adapter(2, { page: stranger });
  expect(await join(stranger, visitId, told)).toMatchObject({ refusal: { code: 'not-allowed' } });
  // Its own was the chair's before the server went: it need not have announced it again.
  expect(await join(await at(nurse.token), visitId, told)).toEqual({ ok: true, data: null });
});

test('PH-77 a stretch with an oximeter that was swapped meanwhile is taken, and only charts', async () => {
  const clinic = await start();
  const { visitId, chairId, nurse } = await infusingByWire(clinic);
  const adapter = await announce(clinic, nurse);
  await clinic.pass(5_000, () => adapter.spo2(97));
  const followed = await follow(nurse, visitId);
  const { run } = alone(begin(followed.state, clinic), clinic, 20, 80, adapter);
  const swap = { type: 'device:move', deviceId: 'ox-2', chairId, insteadOf: 'ox-1' } as const;
  expect(await nurse.request('site:command', { commandId: randomUUID(), command: swap })).toMatchObject({ ok: true });
  const { told } = tellAlone(run, clinic.clock.now());
  expect(told.facts.map(({ type }) => type)).toContain('alert-issued');
  expect(await join(nurse, visitId, told)).toEqual({ ok: true, data: null });
  const state = clinic.clinic.followed(visitId)?.state;
  expect([state?.alerts['spo2-low'], state?.oximetry, state?.lastSpo2?.value]).toEqual([undefined, undefined, 97]);
});

test('WS-83 what would make the engine go round for ever is refused, and the clinic goes on', async () => {
  const clinic = await start();
  const { visitId, nurse } = await infusingByWire(clinic);
  const adapter = await announce(clinic, nurse);
  await clinic.pass(3_000, () => adapter.spo2(97));
  const followed = await follow(nurse, visitId);
  const { told } = tellAlone(alone(begin(followed.state, clinic), clinic, 2, 97, adapter).run, clinic.clock.now());
  const now = clinic.clock.now();
  const held = { since: now - 100_000, heldMs: 90_000, lastAt: now, running: true };
  const level = {
    when: { ...held, excess: { of: 'spo2Pct', extreme: 88, is: '<', limit: 90 } },
    clear: held,
    clearGood: held,
  } as const;
  const rules = { 'spo2-low': { valueAt: now, doubt: 'none', levels: [level, level, level] } } as const;
  const seen = { ...told.seen, tracks: { ...told.seen.tracks, rules } };
  expect(await join(nurse, visitId, { ...told, seen })).toMatchObject({ refusal: { code: 'malformed' } });
  await clinic.pass(10_000, () => adapter.spo2(97));
  expect(clinic.clinic.followed(visitId)?.state.alerts).toEqual({});
});

test('WS-88 a stretch of a visit that has ended is refused with a sentence', async () => {
  const clinic = await start();
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  await announce(clinic, nurse);
  const followed = await follow(nurse, visitId);
  const { told } = tellAlone(alone(begin(followed.state, clinic), clinic, 5, 97, adapter).run, clinic.clock.now());
  await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  expect(await join(nurse, visitId, told)).toMatchObject({ refusal: { code: 'wrong-phase' } });
});

test('PH-72 PH-71 WS-20 a tap that comes later is recorded once, at its own time, with both times; others are refused', async () => {
  const clinic = await start();
  const { visitId, chairId, nurse } = await infusingByWire(clinic);
  await clinic.pass(60_000);
  const tappedAt = clinic.clock.now();
  await clinic.pass(300_000, undefined, 60_000);
  const command = { type: 'pump:pause', minutesAgo: 0 } as const;
  const commandId = randomUUID();
  const send = (payload: object) =>
    nurse.request('visit:command', { commandId, visitId, command, tappedAt, ...payload });
  expect(await send({})).toEqual({ ok: true, data: null });
  expect(await send({})).toEqual({ ok: true, data: null });
  const other = (payload: object) => send({ commandId: randomUUID(), ...payload });
  expect(await other({ command: { type: 'visit:end', ending: 'transferred', reason: 'x' } })).toMatchObject({
    refusal: { code: 'not-allowed', message: expect.stringContaining('needs the connection') as string },
  });
  expect(await other({ tappedAt: clinic.clock.now() + 10_000 })).toMatchObject({ refusal: { code: 'future' } });
  expect(await other({ tappedAt: tappedAt - 3_600_000 })).toMatchObject({ refusal: { code: 'out-of-range' } });
  expect(await other({})).toMatchObject({ refusal: { code: 'conflict' } });
  expect(await other({ command: { type: 'emergency:declare' } })).toEqual({ ok: true, data: null });
  await clinic.pass(1_000);
  await nurse.until((screen) => screen.view(chairId).emergencySince === tappedAt);
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  const paused = events.filter(({ type }) => type === 'pump-paused');
  expect(paused).toMatchObject([{ happenedAt: tappedAt, tappedAt, at: tappedAt + 300_000, commandId }]);
});
