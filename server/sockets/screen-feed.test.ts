import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { chairView, tileOf } from '#core/view.ts';
import type { ChairView } from '#core/view.ts';
import type { BesidePatch, ChairPatch, TilePatch } from '#protocol/screen-events.ts';
import { Audience } from './audience.ts';
import { ScreenFeed, TILES_TOGETHER_MS } from './screen-feed.ts';

const free = (chairId: string): ChairView =>
  chairView({ chair: { chairId, name: chairId }, visit: null, patient: null, devices: [], recorded: true }, 0);

let chairs: ChairPatch[];
let tiles: TilePatch[];
let tileMessages: number;
let beside: BesidePatch[];
let behind: boolean;
let feed: ScreenFeed;
let audience: Audience;
beforeEach(() => {
  chairs = [];
  tiles = [];
  tileMessages = 0;
  beside = [];
  behind = false;
  feed = new ScreenFeed({
    get isBehind() {
      return behind;
    },
    sendChair: (patch) => chairs.push(patch),
    sendTiles(patches) {
      tiles.push(...patches);
      tileMessages += 1;
    },
    sendBeside: (patch) => beside.push(patch),
  });
  audience = new Audience();
});

const watch = (chairId: string) => {
  audience.join(chairId, feed);
  return feed.watchChair(free(chairId));
};
const watchStation = (...chairIds: readonly string[]) => {
  audience.joinTiles(feed);
  return feed.watchStation(chairIds.map(free));
};

describe('what a screen is sent', () => {
  it('WS-11 patches of a chair count up from its snapshot, and a new snapshot goes on counting', () => {
    const { seq } = watch('a');
    audience.publish(free('a'), { oxygenLPerMin: 2 });
    audience.publish(free('a'), { oxygenLPerMin: 3 });
    expect(chairs.map((patch) => patch.seq)).toEqual([seq + 1, seq + 2]);
    expect(watch('a').seq).toBe(seq + 3);
    audience.publish(free('a'), { oxygenLPerMin: 4 });
    expect(chairs.at(-1)?.seq).toBe(seq + 4);
  });

  it('WS-12 nothing is sent of a chair that is not watched, or no longer', () => {
    watch('a');
    audience.publish(free('b'), { oxygenLPerMin: 2 });
    audience.leave('a', feed);
    feed.unwatchChair('a');
    audience.publish(free('a'), { oxygenLPerMin: 2 });
    expect([chairs, tiles]).toEqual([[], []]);
  });

  it('WS-12 a screen that is gone is sent nothing more', () => {
    watch('a');
    watchStation('a');
    audience.gone(feed);
    audience.publish(free('a'), { recorded: false });
    expect([chairs, tiles]).toEqual([[], []]);
  });

  it('WS-12 a tile has the tile’s keys only, and is not sent for others', () => {
    watchStation('a');
    audience.publish(free('a'), { oxygenLPerMin: 2, perfusionIndexPct: 3 });
    audience.publish(free('a'), { oxygenLPerMin: 1, recorded: false });
    expect(tiles.map(({ patch }) => patch)).toEqual([{ recorded: false }]);
  });

  it('WS-13 while a screen is behind its changes are merged, and go once it is not', () => {
    const { seq } = watch('a');
    behind = true;
    audience.publish(free('a'), { oxygenLPerMin: 1, perfusionIndexPct: 3 });
    audience.publish(free('a'), { oxygenLPerMin: 2 });
    expect(chairs).toEqual([]);
    behind = false;
    feed.flush();
    expect(chairs).toEqual([
      { chairId: 'a', visitId: null, seq: seq + 1, patch: { oxygenLPerMin: 2, perfusionIndexPct: 3 } },
    ]);
    feed.flush();
    expect(chairs).toHaveLength(1);
  });

  it.each([
    ...(['alerts', 'latched', 'phase', 'emergencySince', 'visitId'] as const),
    ...(['providerCall', 'unread', 'offMonitor'] as const),
  ])('WS-13 AL-244 a change of %s never waits, and takes what waited with it', (key) => {
    watch('a');
    watchStation('a');
    behind = true;
    audience.publish(free('a'), { oxygenLPerMin: 2, recorded: false });
    audience.publish(free('a'), { [key]: free('a')[key] });
    expect(chairs.map(({ patch }) => Object.keys(patch))).toEqual([['oxygenLPerMin', 'recorded', key]]);
    expect(tiles.map(({ patch }) => Object.keys(patch))).toEqual([['recorded', key]]);
  });

  it('AL-244 a new emergency never waits on the chair’s own page', () => {
    watch('a');
    behind = true;
    audience.publish(free('a'), { emergencies: [{ from: 1 }] });
    expect(chairs.map(({ patch }) => Object.keys(patch))).toEqual([['emergencies']]);
  });

  it('WS-11 whatever is held or merged, snapshot and patches give the newest view, without a hole', () => {
    const step = fc.record({
      oxygenLPerMin: fc.nat(9),
      recorded: fc.boolean(),
      emergencySince: fc.option(fc.nat(9)),
      behind: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const sent: ChairPatch[] = [];
        let slow = false;
        const screen = new ScreenFeed({
          get isBehind() {
            return slow;
          },
          sendChair: (patch) => sent.push(patch),
          sendTiles: () => undefined,
          sendBeside: () => undefined,
        });
        let view = free('a');
        const snapshot = screen.watchChair(view);
        for (const { behind: isBehind, ...change } of steps) {
          slow = isBehind;
          const changed = Object.entries(change).filter(([key, value]) => view[key as keyof ChairView] !== value);
          view = { ...view, ...change };
          if (changed.length > 0) screen.publishChair(view, Object.fromEntries(changed));
        }
        slow = false;
        screen.flush();
        expect(sent.reduce((merged, { patch }) => ({ ...merged, ...patch }), snapshot.view)).toEqual(view);
        expect(sent.map(({ seq }) => seq)).toEqual(sent.map((_, index) => snapshot.seq + index + 1));
      }),
    );
  });

  it('WS-11 a station’s snapshot has a tile for each chair', () => {
    const { tiles: shown } = watchStation('a', 'b');
    expect(shown.map(({ view }) => view)).toEqual([tileOf(free('a')), tileOf(free('b'))]);
    expect(feed.isStation).toBe(true);
  });
});

describe('tiles of many chairs', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
  });
  const changes = (chairId: string, highest: number): void =>
    audience.publish(free(chairId), { limitsChanged: highest });
  const sent = () => tiles.map(({ chairId, seq, patch }) => [chairId, seq, patch.limitsChanged]);

  it('OP-60 the first of a lull goes at once, those on its heels together, merged and without a hole', () => {
    watchStation('a', 'b', 'c');
    changes('a', 1);
    expect(sent()).toEqual([['a', 2, 1]]);
    changes('b', 1);
    changes('c', 1);
    changes('b', 2);
    changes('a', 2);
    vi.advanceTimersByTime(TILES_TOGETHER_MS - 1);
    expect(tileMessages).toBe(1);
    vi.advanceTimersByTime(1);
    expect(tileMessages).toBe(2);
    expect(sent().slice(1)).toEqual([
      ['b', 2, 2],
      ['c', 2, 1],
      ['a', 3, 2],
    ]);
    vi.advanceTimersByTime(TILES_TOGETHER_MS);
    changes('b', 3);
    expect(tileMessages).toBe(3);
  });

  it('OP-60 a single chair never waits, however fast it changes', () => {
    watchStation('a', 'b');
    for (let change = 1; change <= 5; change += 1) changes('a', change);
    expect(sent().map(([, , highest]) => highest)).toEqual([1, 2, 3, 4, 5]);
  });

  it('OP-60 an alert never waits for other chairs, and takes what waited of its own', () => {
    watchStation('a', 'b');
    changes('a', 1);
    changes('b', 1);
    audience.publish(free('b'), { alerts: [] });
    expect(tiles.slice(1).map(({ chairId, patch }) => [chairId, Object.keys(patch)])).toEqual([
      ['b', ['limitsChanged', 'alerts']],
    ]);
    vi.advanceTimersByTime(TILES_TOGETHER_MS);
    expect(tiles).toHaveLength(2);
  });

  it('OP-60 a wire that is free in between leaves them together; one that is not gets them when it is', () => {
    watchStation('a', 'b');
    changes('a', 1);
    changes('b', 1);
    feed.flush();
    expect(tiles).toHaveLength(1);
    behind = true;
    vi.advanceTimersByTime(TILES_TOGETHER_MS);
    expect(tiles).toHaveLength(1);
    behind = false;
    feed.flush();
    expect(sent().at(-1)).toEqual(['b', 2, 1]);
  });

  it('OP-60 what waits is not sent to a page that has left the tiles', () => {
    watchStation('a', 'b');
    changes('a', 1);
    changes('b', 1);
    feed.leaveStation();
    vi.advanceTimersByTime(TILES_TOGETHER_MS);
    expect(tiles).toHaveLength(1);
  });
});

describe('a page that is no station', () => {
  const watchTiles = (...chairIds: readonly string[]) => {
    audience.joinTiles(feed);
    return feed.watchTiles(chairIds.map(free));
  };
  const watchBeside = (...chairIds: readonly string[]) => {
    audience.joinBeside(feed);
    return feed.watchBeside(chairIds.map(free));
  };

  it('WS-150 follows the tiles and becomes none; left, it is sent nothing more', () => {
    const { tiles: shown } = watchTiles('a');
    expect(feed.isStation).toBe(false);
    audience.publish(free('a'), { oxygenLPerMin: 2, limitsChanged: 1 });
    expect(tiles).toEqual([
      { chairId: 'a', visitId: null, seq: (shown[0]?.seq ?? 0) + 1, patch: { limitsChanged: 1 } },
    ]);
    expect(feed.unwatchTiles()).toBe(true);
    audience.publish(free('a'), { limitsChanged: 2 });
    expect(tiles).toHaveLength(1);
  });

  it('WS-150 a page that became a station in between keeps the tiles when the one before leaves them', () => {
    const first = watchTiles('a').tiles[0];
    const second = watchStation('a').tiles[0];
    expect(second?.seq).toBe((first?.seq ?? 0) + 1);
    expect(feed.unwatchTiles()).toBe(false);
    audience.publish(free('a'), { limitsChanged: 1 });
    expect(tiles).toHaveLength(1);
  });

  it('WS-151 looks beside: what alarms where, and nothing that says who sits there', () => {
    const { chairs: shown } = watchBeside('a', 'b');
    expect(shown.map(({ view }) => Object.keys(view).sort())).toEqual(
      Array.from({ length: 2 }, () => ['alerts', 'care', 'chair', 'emergencySince', 'visitId']),
    );
    audience.publish(free('a'), { patient: { patientId: 'p', name: 'Ada', birthDate: '1980-12-10' }, phase: null });
    expect(beside).toEqual([]);
    audience.publish(free('a'), { emergencySince: 7, oxygenLPerMin: 2 });
    expect(beside).toEqual([{ chairId: 'a', visitId: null, seq: 2, patch: { emergencySince: 7 } }]);
    expect([chairs, tiles, feed.isStation]).toEqual([[], [], false]);
    audience.leaveBeside(feed);
    feed.unwatchBeside();
    audience.publish(free('a'), { emergencySince: null });
    expect(beside).toHaveLength(1);
  });

  it('WS-151 a slow page is sent what presses at once, the rest merged; of a chair that is new all of it', () => {
    watchBeside('a');
    behind = true;
    audience.publish(free('a'), { care: { nurseName: 'N. Okafor' } });
    expect(beside).toEqual([]);
    audience.publish(free('a'), { alerts: [] });
    expect(beside.map(({ patch }) => patch)).toEqual([{ care: { nurseName: 'N. Okafor' }, alerts: [] }]);
    audience.publish(free('b'), { care: null });
    behind = false;
    feed.flush();
    expect(beside.at(-1)).toEqual({ chairId: 'b', visitId: null, seq: 1, patch: { care: null } });
    audience.gone(feed);
    audience.publish(free('a'), { alerts: [] });
    expect(beside).toHaveLength(2);
  });
});
