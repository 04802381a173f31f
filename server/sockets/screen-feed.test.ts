import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { chairView, tileOf } from '#core/view.ts';
import type { ChairView } from '#core/view.ts';
import type { ChairPatch, TilePatch } from '#protocol/screen-events.ts';
import { Audience } from './audience.ts';
import { ScreenFeed } from './screen-feed.ts';

const free = (chairId: string): ChairView =>
  chairView({ chair: { chairId, name: chairId }, visit: null, patient: null, devices: [], recorded: true }, 0);

let chairs: ChairPatch[];
let tiles: TilePatch[];
let behind: boolean;
let feed: ScreenFeed;
let audience: Audience;
beforeEach(() => {
  chairs = [];
  tiles = [];
  behind = false;
  feed = new ScreenFeed({
    get isBehind() {
      return behind;
    },
    sendChair: (patch) => chairs.push(patch),
    sendTile: (patch) => tiles.push(patch),
  });
  audience = new Audience();
});

const watch = (chairId: string) => {
  audience.join(chairId, feed);
  return feed.watchChair(free(chairId));
};
const watchStation = (...chairIds: readonly string[]) => {
  audience.joinStation(feed);
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

  it.each(['alerts', 'latched', 'phase', 'emergencySince', 'visitId'] as const)(
    'WS-13 a change of %s never waits, and takes what waited with it',
    (key) => {
      watch('a');
      watchStation('a');
      behind = true;
      audience.publish(free('a'), { oxygenLPerMin: 2, recorded: false });
      audience.publish(free('a'), { [key]: free('a')[key] });
      expect(chairs.map(({ patch }) => Object.keys(patch))).toEqual([['oxygenLPerMin', 'recorded', key]]);
      expect(tiles.map(({ patch }) => Object.keys(patch))).toEqual([['recorded', key]]);
    },
  );

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
          sendTile: () => undefined,
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
