import { flushSync } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ChairView } from '#core/view.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { liveVital, NOW, tileOf } from '../../../tests/support/tiles.ts';
import { calm } from '../components/fixture-calm.ts';
import { Access } from '../access/access.svelte.ts';
import { Chair } from './chair.svelte.ts';
import { Clinic } from './clinic.svelte.ts';
import { ClinicClock } from './clock.svelte.ts';
import { Connection } from './connection.svelte.ts';
import { followBeside, followTilesOf } from './followed-chairs.svelte.ts';
import { Outbox } from './outbox.ts';
import { Station } from './station.svelte.ts';
import { VisitTrend } from './trend.svelte.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const view = (changes: Partial<ChairView> = {}): ChairView => ({
  ...calm,
  chair: { chairId: 'c1', name: 'Chair 1' },
  visitId: 'v1',
  ...changes,
});
const snapshot = (seq: number, changes: Partial<ChairView> = {}) => ({
  ok: true,
  data: { chairId: 'c1', seq, view: view(changes) },
});
const outbox = (line: FakeLine): Outbox => new Outbox(line, () => 'id');

afterEach(() => {
  vi.useRealTimers();
});

describe('UI-42 a chair on this page', () => {
  test('UI-42 asks for a snapshot, merges what follows, asks again after a hole', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    expect(chair.view).toBeNull();
    await line.answer(snapshot(4));
    line.send('chair:patch', { chairId: 'c1', visitId: 'v1', seq: 5, patch: { oxygenLPerMin: 2 } });
    expect(chair.view?.oxygenLPerMin).toBe(2);
    line.send('chair:patch', { chairId: 'c1', visitId: 'v1', seq: 7, patch: { oxygenLPerMin: 4 } });
    expect(chair.view?.oxygenLPerMin).toBe(2);
    expect(line.events).toEqual(['chair:watch']);
    await line.answer(snapshot(9, { oxygenLPerMin: 6 }));
    expect(chair.view?.oxygenLPerMin).toBe(6);
  });
  test('UI-42 another visit’s patch is dropped and the chair asked for anew', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    await line.answer(snapshot(4));
    line.send('chair:patch', { chairId: 'c1', visitId: 'v2', seq: 5, patch: { spo2: liveVital(71) } });
    expect(chair.view?.spo2).toEqual(calm.spo2);
    expect(line.events).toEqual(['chair:watch']);
  });
  test('UI-42 a reconnect asks again; until then the last known view stays', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    await line.answer(snapshot(4));
    await line.drop();
    expect(chair.view?.visitId).toBe('v1');
    line.reconnect();
    expect(line.events).toEqual(['chair:watch']);
  });
  test('UI-42 a chair that does not exist says so', async () => {
    const line = new FakeLine();
    const chair = new Chair('c9', line, outbox(line));
    await line.answer({ ok: false, refusal: { code: 'not-found', message: 'There is no chair "c9".' } });
    expect(chair.refused?.message).toBe('There is no chair "c9".');
  });
  const here = (line: FakeLine, locked: boolean, staffId: string | null = 's1') =>
    line.send('access:changed', {
      ...{ screenId: 'screen-1', place: { kind: 'chair', chairId: 'c2' }, locked },
      staff: staffId === null ? null : { staffId, name: 'K. Marsh', role: 'nurse' },
    });
  const refused = (code: string) => ({ ok: false, refusal: { code, message: 'No.' } });
  test('UI-353 a lock alone asks for nothing and takes nothing: what was begun goes on', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    const station = new Station(line, outbox(line));
    const beside = followBeside(line, { count: 0 });
    here(line, false);
    await line.answer(snapshot(4));
    await line.answer({ ok: true, data: { tiles: [{ seq: 1, view: tileOf(1) }] } });
    await line.answer({ ok: true, data: { chairs: [] } });
    await eventually(() => expect(beside.views).not.toBeNull());
    for (const locked of [true, false, true]) here(line, locked);
    expect(line.events).toEqual([]);
    expect([chair.view?.visitId, station.tiles?.length]).toEqual(['v1', 1]);
    for (const each of [chair, station, beside]) each.dispose();
  });
  test('UI-353 what is refused at a locked screen goes, and is asked for again once it is open', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    here(line, true);
    await line.answer(snapshot(4));
    line.reconnect();
    await line.answer(refused('locked'));
    expect([chair.view, chair.refused?.code]).toEqual([null, 'locked']);
    here(line, false);
    await line.answer(snapshot(9));
    expect([chair.view?.visitId, chair.refused]).toEqual(['v1', null]);
    // An answer of before the lock was open is no answer any more.
    here(line, true);
    line.reconnect();
    here(line, false);
    await line.answer(refused('locked'));
    await line.answer(snapshot(9));
    expect([chair.view?.visitId, chair.refused]).toEqual(['v1', null]);
    chair.dispose();
  });
  test.each(['not-allowed', 'signed-out', 'not-found'])(
    'UI-353 with its person or its place goes what may not be seen any more: %s',
    async (code) => {
      const line = new FakeLine();
      const chair = new Chair('c1', line, outbox(line));
      here(line, false);
      await line.answer(snapshot(4));
      here(line, false, null);
      await line.answer(refused(code));
      expect([chair.view, chair.refused?.code]).toEqual([null, code]);
      chair.dispose();
    },
  );
  test.each(['too-many', 'unavailable'])(
    'UI-353 a server that says "%s" takes nothing away, and is asked again, ever more rarely',
    async (code) => {
      vi.useFakeTimers();
      const line = new FakeLine();
      const chair = new Chair('c1', line, outbox(line));
      const station = new Station(line, outbox(line));
      const beside = followTilesOf(line, { count: 0 });
      await line.answer(snapshot(4));
      const tiles = { ok: true, data: { tiles: [{ seq: 1, view: tileOf(1) }] } };
      for (let n = 0; n < 2; n += 1) await line.answer(tiles);
      await vi.advanceTimersByTimeAsync(0);
      line.reconnect();
      for (const waitMs of [1_000, 2_000, 4_000]) {
        for (let n = 0; n < 3; n += 1) await line.answer(refused(code));
        await vi.advanceTimersByTimeAsync(waitMs - 1);
        expect([chair.view?.visitId, station.tiles?.length, beside.views?.length]).toEqual(['v1', 1, 1]);
        expect(line.events).toEqual([]);
        await vi.advanceTimersByTimeAsync(1);
        expect(line.events.toSorted()).toEqual(['chair:watch', 'station:watch', 'tiles:watch']);
      }
      for (const each of [chair, station, beside]) each.dispose();
    },
  );
});

describe('UI-50 a station', () => {
  test('UI-50 opens a new socket when its page is left, so that later taps count where they are made', async () => {
    const line = new FakeLine();
    const station = new Station(line, outbox(line));
    await line.answer({ ok: true, data: { tiles: [{ seq: 1, view: tileOf(1) }] } });
    line.send('tile:patch', { chairId: 'chair-1', visitId: 'visit-1', seq: 2, patch: { emergencySince: 3 } });
    expect(station.tiles?.[0]?.emergencySince).toBe(3);
    station.dispose();
    expect(line.renewed).toBe(1);
  });
});

describe('UI-267 a station of many chairs', () => {
  const patch = (chair: number, seq: number, emergencySince: number) => ({
    ...{ chairId: `chair-${chair}`, visitId: `visit-${chair}`, seq },
    patch: { emergencySince },
  });
  test('UI-267 draws the first at once, and what follows closely together, nothing of it lost', async () => {
    vi.useFakeTimers();
    const line = new FakeLine();
    const station = new Station(line, outbox(line));
    const tiles = Array.from({ length: 13 }, (_, index) => ({ seq: 1, view: tileOf(index + 1) }));
    await line.answer({ ok: true, data: { tiles } });
    vi.advanceTimersByTime(13);
    const shown = () => station.tiles?.slice(0, 4).map((tile) => tile.emergencySince);
    line.send('tile:patch', patch(1, 2, 10));
    expect(shown()).toEqual([10, null, null, null]);
    const drawn = station.tiles;
    line.send('tile:patch', patch(2, 2, 20));
    line.send('tile:patch', patch(1, 3, 11));
    line.send('tile:patch', patch(3, 2, 30));
    expect(station.tiles).toBe(drawn);
    vi.advanceTimersByTime(13);
    expect(shown()).toEqual([11, 20, 30, null]);
    station.dispose();
  });
  test('UI-267 of a few chairs each is drawn at once', async () => {
    const line = new FakeLine();
    const station = new Station(line, outbox(line));
    await line.answer({ ok: true, data: { tiles: [{ seq: 1, view: tileOf(1) }] } });
    for (const seq of [2, 3, 4]) {
      line.send('tile:patch', patch(1, seq, seq));
      expect(station.tiles?.[0]?.emergencySince).toBe(seq);
    }
    station.dispose();
  });
});

test('UI-317 the names of who waits for the ride are asked for while somebody may read them and waits, and go with them', async () => {
  const line = new FakeLine();
  const access = new Access(line, () => Promise.resolve({ ok: true, data: null as never }));
  const clinic = new Clinic(line, outbox(line), access);
  const changed = (waiting: readonly { visitId: string }[]) => line.send('site:changed', { waiting } as never);
  const here = (name: string | null, locked = false) =>
    line.send('access:changed', {
      ...{ screenId: 'screen-1', place: { kind: 'station' }, locked },
      staff: name === null ? null : { staffId: name, name, role: 'nurse' },
    });
  const dana = { visitId: 'v1', patient: { patientId: 'p', name: 'Dana Marlow', birthDate: '1986-03-14' }, unread: [] };
  here(null);
  changed([dana]);
  expect(line.events).toEqual([]);
  here('K. Marsh');
  expect(line.events).toEqual(['waiting:names']);
  await line.answer({ ok: true, data: { visits: [dana] } });
  expect(clinic.waitingNames).toEqual([dana]);
  here('K. Marsh', true);
  expect([clinic.waitingNames, line.events, clinic.staff?.name]).toEqual([[], [], 'K. Marsh']);
  here('K. Marsh');
  expect(line.events).toEqual(['waiting:names']);
  // An answer that comes after they left is nobody's.
  const [late] = line.asked.splice(0, 1);
  here(null);
  late?.answer({ ok: true, data: { visits: [dana] } });
  await Promise.resolve();
  expect(clinic.waitingNames).toEqual([]);
});

describe('UI-44 the clinic’s clock', () => {
  test('UI-44 runs on between beats, never goes back, and begins anew with a new connection', () => {
    vi.useFakeTimers();
    const clock = new ClinicClock();
    clock.start();
    expect(clock.isSet).toBe(false);
    clock.hear({ now: NOW, rate: 1 });
    vi.advanceTimersByTime(1_000);
    expect(clock.now).toBe(NOW + 1_000);
    clock.hear({ now: NOW + 400, rate: 1 });
    expect(clock.now).toBe(NOW + 1_000);
    vi.advanceTimersByTime(750);
    expect(clock.now).toBe(NOW + 1_150);
    clock.restart();
    clock.hear({ now: NOW, rate: 60 });
    expect(clock.now).toBe(NOW);
    vi.advanceTimersByTime(500);
    expect(clock.now).toBe(NOW + 30_000);
    clock.dispose();
  });
});

describe('UI-40 a lost connection', () => {
  test('UI-40 is said within 3 s of the last beat, whatever the socket says', () => {
    vi.useFakeTimers();
    const clock = new ClinicClock();
    const connection = new Connection({ clock, build: 'b', reload: () => false });
    connection.start();
    expect(connection.state).toBe('connecting');
    vi.advanceTimersByTime(2_500);
    expect(connection.state).toBe('connecting');
    vi.advanceTimersByTime(500);
    expect(connection.state).toBe('lost');
    expect(connection.lostSince).toBeNull();
    connection.dispose();
  });
});

describe('UI-56 the trend of the visit a chair carries', () => {
  test('UI-56 is fetched, kept up by the live view, and empties when another visit begins', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    const asked: string[] = [];
    const trend = new VisitTrend(chair, new ClinicClock(), line, (visitId, since) => {
      asked.push(`${visitId} ${since}`);
      return Promise.resolve({
        upTo: 7,
        oximetry: { at: [NOW - 9_000], spo2Pct: [97], pulseBpm: [70] },
        bps: [],
        alerts: [],
      });
    });
    await line.answer(snapshot(1, { spo2: liveVital(96), pulse: liveVital(71), nibp: {} }));
    flushSync();
    expect(trend.status).toBe('loading');
    await eventually(() => expect(trend.status).toBe('ready'));
    expect(trend.series.oximetry.map((point) => point.spo2Pct)).toEqual([97, 96]);
    line.send('chair:patch', {
      chairId: 'c1',
      visitId: null,
      seq: 2,
      patch: { visitId: null, spo2: { status: 'none', reason: 'chair free' } },
    });
    flushSync();
    expect(trend.series.oximetry).toEqual([]);
    expect(asked).toEqual(['v1 0']);
    trend.dispose();
  });
  test('UI-56 says when what was before could not be read', async () => {
    const line = new FakeLine();
    const chair = new Chair('c1', line, outbox(line));
    const trend = new VisitTrend(chair, new ClinicClock(), line, () => Promise.resolve(null));
    await line.answer(snapshot(1));
    flushSync();
    await eventually(() => expect(trend.status).toBe('failed'));
    trend.dispose();
  });
});
