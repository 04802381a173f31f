/** What screens show equals what the engine holds, by the patches they get, however they come, go and fall behind (AL-185). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { OximetryReading } from '#core/reading.ts';
import { chairView, tileOf } from '#core/view.ts';
import type { ChairView, TileView } from '#core/view.ts';
import type { ChairSources } from '#core/view/chair-view.ts';
import { merge } from '../../src/lib/live/merge.ts';
import type { Followed, Patch } from '../../src/lib/live/merge.ts';
import type { Bedside } from '../../tests/support/bedside.ts';
import { anything, courses, live, runs } from '../../tests/support/happenings.ts';
import { OPENED_AT } from '../../tests/support/visit-builder.ts';
import { Board } from '../clinic/board.ts';
import { sameValue } from '../clinic/same-value.ts';
import { ScreenFeed } from './screen-feed.ts';

const CHAIR = { chairId: 'chair-1', name: 'Chair 1' };
const sourcesOf = ({ state, sound }: Bedside): ChairSources => ({
  chair: CHAIR,
  visit: state,
  patient: null,
  devices: [],
  sound,
  recorded: true,
});

/** A browser with a chair's page and a station's tile of it; both go by what the wire brings. */
class Screen {
  readonly wire = {
    isBehind: false,
    sendChair: (patch: Patch<ChairView>): void => void (this.chair = follow(this.chair, patch)),
    sendTiles: (patches: readonly Patch<TileView>[]): void =>
      patches.forEach((patch) => (this.tile = follow(this.tile, patch))),
    sendBeside: (): void => undefined,
  };
  /** Keys that are not up to date, and since when. */
  readonly late = new Map<string, number>();
  chair: Followed<ChairView> | undefined;
  tile: Followed<TileView> | undefined;
  readonly #board: Board;
  #feed = new ScreenFeed(this.wire);

  constructor(board: Board) {
    this.#board = board;
    board.subscribe((view, patch) => {
      this.#feed.publishChair(view, patch);
      const keys = Object.keys(tileOf(view)).filter((key) => key in patch);
      const ofTile = Object.fromEntries(keys.map((key) => [key, patch[key as keyof ChairView]]));
      if (keys.length > 0) this.#feed.publishTile(view, ofTile);
    });
  }

  comes(): void {
    const view = this.#board.view(CHAIR.chairId);
    if (!view) return;
    this.#feed = new ScreenFeed(this.wire);
    this.late.clear();
    this.chair = this.#feed.watchChair(view);
    this.tile = this.#feed.watchStation([view]).tiles[0];
  }
  goes(): void {
    this.chair = this.tile = undefined;
    this.#feed = new ScreenFeed(this.wire);
  }
  catchesUp(): void {
    this.wire.isBehind = false;
    this.late.clear();
    this.#feed.flush();
  }
}

function follow<View extends { readonly visitId: string | null }>(
  followed: Followed<View> | undefined,
  patch: Patch<View>,
): Followed<View> | undefined {
  if (!followed) return undefined;
  const merged = merge(followed, patch);
  if (merged.kind !== 'merged') throw new Error(`a patch is ${merged.kind}`);
  return merged.followed;
}

/** The newest oximetry that counts, and the newest of each value, by the rule itself: received within 5 s, newer than all before. */
class Newest {
  reading: OximetryReading | undefined;
  spo2At = -Infinity;
  pulseAt = -Infinity;
  readonly marks = new Set<string>();

  take(event: VisitEvent): void {
    if (event.type === 'alert-ended' && event.latched) this.marks.add(event.alertId);
    if (event.type === 'latched-mark-cleared') this.marks.delete(event.alertId);
    if (event.type !== 'reading-recorded' || event.reading.kind !== 'oximetry') return;
    const { reading, at } = event;
    if (at - reading.measuredAt > STALE_MS || reading.measuredAt <= (this.reading?.measuredAt ?? -Infinity)) return;
    this.reading = reading;
    if (reading.spo2Pct !== undefined) this.spo2At = reading.measuredAt;
    if (reading.pulseBpm !== undefined) this.pulseAt = reading.measuredAt;
  }
}
const STALE_MS = 5_000;
const VALUE_AT: Readonly<Partial<Record<string, 'spo2At' | 'pulseAt'>>> = {
  'spo2-low': 'spo2At',
  'pulse-high': 'pulseAt',
  'pulse-low': 'pulseAt',
};

/** What is shown of alerts and values, against the engine's state and the readings themselves. */
function expectTruth({ alerts, latched, spo2, phase }: TileView, { state, now }: Bedside, newest: Newest): void {
  const shown = alerts.map(({ alertId, kind, priority, condition, acknowledged, audioPausedUntil, escalatedTo }) => ({
    ...{ alertId, kind, priority, condition, acknowledged, audioPausedUntil, escalatedTo },
  }));
  const held = Object.values(state.alerts).map(
    ({ alertId, kind, priority, condition, acknowledged, audioPausedUntil, escalatedTo }) => {
      const by = VALUE_AT[kind];
      const isOld = by !== undefined && now - newest[by] > STALE_MS;
      const current = isOld ? 'no-data' : condition;
      return { alertId, kind, priority, condition: current, acknowledged, audioPausedUntil, escalatedTo };
    },
  );
  const byId = (a: { alertId: string }, b: { alertId: string }): number => a.alertId.localeCompare(b.alertId);
  if (!sameValue(shown.toSorted(byId), held.toSorted(byId))) expect(shown).toEqual(held);
  const ranks = shown.map(({ priority }) => ['high', 'medium', 'low'].indexOf(priority));
  expect(ranks.every((rank, index) => rank >= (ranks[index - 1] ?? 0))).toBe(true);
  // Late readings leave marks of their own.
  expect([...newest.marks].every((id) => latched.some(({ alertId }) => alertId === id))).toBe(true);
  expect(phase?.name).toBe(state.phase.name);
  if (state.phase.name === 'discharge') return;
  const { reading } = newest;
  const isLive = reading?.spo2Pct !== undefined && now - reading.measuredAt <= STALE_MS;
  expect(spo2.status === 'live').toBe(isLive);
  if (spo2.status === 'live') expect(spo2).toMatchObject({ value: reading?.spo2Pct, at: reading?.measuredAt });
}

const anyScreenAct = fc.record({
  second: fc.integer({ min: 0, max: 240 }),
  screen: fc.nat(1),
  does: fc.constantFrom('comes', 'comes', 'comes', 'goes', 'falls behind', 'catches up'),
});

/** Never late, and never held back. What else time alone changes is a second late at most. */
const AT_ONCE: readonly string[] = ['alerts', 'latched', 'phase', 'emergencySince', 'sound'];
const LATE_MS = 1_000;

test('AL-185 AL-107 WS-220 a screen shows what the engine holds, at every instant, whatever screens come, go and fall behind', () => {
  fc.assert(
    fc.property(courses(anything, 14), fc.array(anyScreenAct, { maxLength: 12 }), (course, acts) => {
      const due = acts.toSorted((a, b) => a.second - b.second);
      live(course, { ticks: [500] }, (bedside) => {
        const board = new Board(
          () => sourcesOf(bedside),
          () => bedside.now,
        );
        board.refresh(CHAIR.chairId);
        const screens = [new Screen(board), new Screen(board)];
        for (const screen of screens) screen.comes();
        const newest = new Newest();
        let known = 0;
        let shown: readonly unknown[] = [];
        bedside.watchers.push(() => {
          for (const event of bedside.events.slice(known)) newest.take(event);
          known = bedside.events.length;
          const { state, sound, now } = bedside;
          // As the disk has it: drawn before, shown then, unless something else changed too.
          if (shown[0] !== state) board.prepare(state);
          if (shown[1] !== sound) board.refresh(CHAIR.chairId);
          if (shown[0] !== state) board.refresh(CHAIR.chairId, state);
          shown = [state, sound];
          board.tick();
          for (let act = due[0]; act && now >= OPENED_AT + act.second * 1_000; act = due[0]) {
            due.shift();
            const screen = screens[act.screen];
            if (act.does === 'comes') screen?.comes();
            else if (act.does === 'goes') screen?.goes();
            else if (act.does === 'catches up') screen?.catchesUp();
            else if (screen) screen.wire.isBehind = true;
          }
          const view = chairView(sourcesOf(bedside), now);
          for (const { chair, tile, wire, late } of screens) {
            if (!chair || !tile) continue;
            for (const key of Object.keys(view) as (keyof ChairView)[]) {
              if (wire.isBehind && !AT_ONCE.includes(key)) continue;
              const isSame = sameValue(chair.view[key], view[key]);
              if (isSame) late.delete(key);
              else if (AT_ONCE.includes(key)) expect(chair.view[key], key).toEqual(view[key]);
              else if (!late.has(key)) late.set(key, now);
              else if (now - late.get(key)! >= LATE_MS) expect(chair.view[key], key).toEqual(view[key]);
              if (key in tile.view && !sameValue(tile.view[key as keyof TileView], chair.view[key]))
                expect(tile.view[key as keyof TileView], `tile ${key}`).toEqual(chair.view[key]);
            }
            if (!wire.isBehind) expectTruth(tile.view, bedside, newest);
          }
        });
      });
    }),
    runs(15),
  );
});
