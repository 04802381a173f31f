import { describe, expect, test } from 'vitest';
import { groupTileOf } from '#core/group/group-tile.ts';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import type { ServerToGroup } from '#protocol/group-events.ts';
import { NOW, tileOf } from '../../../tests/support/tiles.ts';
import type { GroupLine } from './group-line.ts';
import { heardElsewhere } from './heard-elsewhere.ts';
import { OtherClinics } from './other-clinics.svelte.ts';

const NORTH = { siteId: 'north', name: 'Clinic North', host: null };

function page() {
  let at = 0;
  const listeners: { [E in keyof ServerToGroup]?: (payload: never) => void } = {};
  const steps: (() => void)[] = [];
  const asked: string[] = [];
  const later: (() => void)[] = [];
  let connect = (): void => undefined;
  let refuseIt = (_why: Refusal | null): void => undefined;
  let renewed = 0;
  let closed = false;
  const line: GroupLine = {
    connected: true,
    on: (event, listener) => void (listeners[event] = listener as (payload: never) => void),
    onConnect: (listener) => void (connect = listener),
    onRefused: (listener) => void (refuseIt = listener),
    request: (event) => {
      asked.push(event);
      const answer = event === 'group:watch' ? { ok: true, data: { clinics: [NORTH] } } : { ok: true, data: null };
      return Promise.resolve(answer as never);
    },
    renew: () => void (renewed += 1),
    close: () => void (closed = true),
  };
  const clinics = new OtherClinics({
    line,
    timers: {
      after: (_, run) => (later.push(run), () => undefined),
      every: (_, run) => (steps.push(run), () => undefined),
    },
    monotonic: () => at,
  });
  const say = <E extends keyof ServerToGroup>(event: E, payload: Parameters<ServerToGroup[E]>[0]): void =>
    listeners[event]?.(payload as never);
  return {
    ...{ clinics, asked, say },
    get renewed() {
      return renewed;
    },
    refused: (why: Refusal | null) => refuseIt(why),
    runLater: () => later.splice(0).forEach((run) => run()),
    get isClosed() {
      return closed;
    },
    async connected() {
      connect();
      await Promise.resolve();
      await Promise.resolve();
    },
    pass(ms: number) {
      for (let left = ms; left > 0; left -= 250) {
        at += Math.min(250, left);
        for (const step of steps) step();
      }
    },
    whole(seq: number) {
      const of = { siteId: 'north', run: 1 };
      say('group:chairs', { ...of, seq, chairIds: ['chair-1'] });
      say('group:tiles', { ...of, seq: seq + 1, tiles: [groupTileOf(tileOf(1), 1)] });
      say('group:beat', { ...of, seq: seq + 2, now: NOW, rate: 1 });
    },
  };
}
const first = ({ clinics }: ReturnType<typeof page>) => clinics.clinics?.[0];

describe('UI-424 the other clinics of a station', () => {
  test('UI-424 nothing, then live, then lost with an alert that a person here answers, and live again', async () => {
    const station = page();
    expect(station.clinics.clinics).toBeNull();
    await station.connected();
    expect(first(station)?.status).toBe('loading');
    station.whole(1);
    expect(first(station)).toMatchObject({ status: 'live', lost: undefined, now: NOW });
    expect(first(station)?.tiles?.[0]?.patient).toBeNull();
    station.pass(5_000);
    expect(first(station)).toMatchObject({ status: 'lost', lost: { text: 'No connection to Clinic North' } });
    expect(station.asked.filter((event) => event === 'group:ask').length).toBeGreaterThanOrEqual(3);
    station.clinics.seenLost('north', 'Dr Lind', NOW);
    expect(first(station)?.lost?.acknowledged?.byName).toBe('Dr Lind');
    station.whole(10);
    expect(first(station)).toMatchObject({ status: 'live', lost: undefined });
    // Lost anew it asks anew.
    station.pass(5_000);
    expect(first(station)?.lost?.acknowledged).toBeUndefined();
  });
  test('UI-424 a connection that comes back shows nothing as live until all of it came again', async () => {
    const station = page();
    await station.connected();
    station.whole(1);
    await station.connected();
    expect(first(station)?.status).toBe('asking');
    station.whole(4);
    expect(first(station)?.status).toBe('live');
  });
  test.each(['other-build', 'unavailable', 'too-many'] as const)(
    'ND-38 refused as %s it tries again, and keeps the clinics as lost, with what sounded',
    async (code) => {
      const station = page();
      await station.connected();
      station.whole(1);
      const before = station.renewed;
      station.refused(refuse(code, 'Not now.').refusal);
      station.pass(5_000);
      expect(first(station)).toMatchObject({ status: 'lost', lost: { text: 'No connection to Clinic North' } });
      expect([station.clinics.gone, station.clinics.refused, first(station)?.tiles?.length]).toEqual([[], null, 1]);
      expect(heardElsewhere(station.clinics.clinics ?? [])).not.toEqual([]);
      station.runLater();
      expect(station.renewed).toBe(before + 1);
      await station.connected();
      station.whole(10);
      expect(first(station)).toMatchObject({ status: 'live', lost: undefined });
    },
  );
  test.each(['not-allowed', 'signed-out'] as const)('ND-38 refused as %s it closes, and asks no more', async (code) => {
    const station = page();
    await station.connected();
    const before = station.renewed;
    station.refused(refuse(code, 'Sign in.').refusal);
    station.runLater();
    expect([station.clinics.clinics, station.clinics.refused?.code, station.renewed]).toEqual([null, code, before]);
  });
  test('UI-427 what may not be seen any more goes at once, and is named', async () => {
    const station = page();
    await station.connected();
    station.whole(1);
    station.say('group:clinics', { clinics: [] });
    expect(station.clinics.clinics).toEqual([]);
    expect(station.clinics.gone).toMatchObject([{ name: 'Clinic North' }]);
    station.clinics.read('north');
    expect(station.clinics.gone).toEqual([]);
    station.say('group:clinics', { clinics: [NORTH] });
    station.say('group:closed', refuse('not-allowed', 'Nobody is signed in.').refusal);
    expect(station.clinics.clinics).toBeNull();
    expect(station.clinics.gone).toMatchObject([{ why: 'Nobody is signed in.' }]);
    station.clinics.dispose();
    expect(station.isClosed).toBe(true);
  });
});
