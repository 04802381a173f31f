/**
 * What one screen is sent: a snapshot of each chair it watches, then changes, numbered without holes. A slow screen gets merged
 * changes, never fewer alerts (docs/SPEC.md, WS).
 */
import { besideOf, tileOf } from '#core/view.ts';
import type { BesideView, ChairView, TileView } from '#core/view.ts';
import type { Duration } from '#core/reading.ts';
import type {
  BesidePatch,
  BesideSnapshot,
  ChairPatch,
  ChairSnapshot,
  StationSnapshot,
  TilePatch,
} from '#protocol/screen-events.ts';
import { SentViews } from './sent-views.ts';

/** Never held back, however slow the screen. */
const URGENT = [
  'alerts',
  'latched',
  'phase',
  'emergencySince',
  'emergencies',
  'providerCall',
  'unread',
  'offMonitor',
  'visitId',
  'sound',
] as const satisfies readonly (keyof ChairView)[];

/** What a second chair's tile changes within so long of the one before goes to a station together: one message for many. */
export const TILES_TOGETHER_MS: Duration = 100;

export interface ScreenWire {
  readonly isBehind: boolean;
  sendChair(patch: ChairPatch): void;
  /** At least one. */
  sendTiles(patches: readonly TilePatch[]): void;
  sendBeside(patch: BesidePatch): void;
}

export class ScreenFeed {
  readonly #wire: ScreenWire;
  readonly #chairs = new SentViews<ChairView>();
  #tiles: SentViews<TileView> | undefined;
  #beside: SentViews<BesideView> | undefined;
  #isStation = false;
  /** The chair whose tile went last, when. */
  #lastTile: string | undefined;
  #tilesSentAt = -Infinity;
  #tilesTimer: NodeJS.Timeout | undefined;

  constructor(wire: ScreenWire) {
    this.#wire = wire;
  }

  get isStation(): boolean {
    return this.#isStation;
  }

  watchChair(view: ChairView): ChairSnapshot {
    return { chairId: view.chair.chairId, seq: this.#chairs.snapshot(view), view };
  }

  watches(chairId: string): boolean {
    return this.#chairs.has(chairId);
  }

  unwatchChair(chairId: string): void {
    this.#chairs.forget(chairId);
  }

  watchStation(views: readonly ChairView[]): StationSnapshot {
    this.#isStation = true;
    return this.watchTiles(views);
  }

  /** The tiles, on a page that may be no station. */
  watchTiles(views: readonly ChairView[]): StationSnapshot {
    const seqs = (this.#tiles ??= new SentViews()).snapshots(views);
    return { tiles: views.map((view, at) => ({ seq: seqs[at] ?? 0, view: tileOf(view) })) };
  }

  /** A page that became a station keeps them. Answers whether they are left. */
  unwatchTiles(): boolean {
    if (this.#isStation) return false;
    this.#endTiles();
    return true;
  }

  /** It may see none of them any more, station or not. */
  leaveStation(): void {
    this.#isStation = false;
    this.#endTiles();
  }

  watchBeside(views: readonly ChairView[]): BesideSnapshot {
    const seqs = (this.#beside ??= new SentViews()).snapshots(views);
    return { chairs: views.map((view, at) => ({ seq: seqs[at] ?? 0, view: besideOf(view) })) };
  }

  unwatchBeside(): void {
    this.#beside = undefined;
  }

  get chairs(): readonly string[] {
    return this.#chairs.chairIds;
  }

  /** The chairs whose pages this is: not those that a station has opened. */
  get ownChairs(): readonly string[] {
    return this.#isStation ? [] : this.#chairs.chairIds;
  }

  /** A chair changed that this screen watches. */
  publishChair(view: ChairView, patch: Partial<ChairView>): void {
    const { chairId } = view.chair;
    if (!this.#chairs.has(chairId)) return;
    this.#chairs.hold(view, patch);
    if (!this.#wire.isBehind || isUrgent(patch)) this.#sendChair(chairId);
  }

  /** A tile changed, and this screen watches the station. A chair that is new since the snapshot counts from 1. */
  publishTile(view: ChairView, patch: Partial<TileView>): void {
    if (!this.#tiles) return;
    const { chairId } = view.chair;
    this.#tiles.hold(view, patch);
    if (isUrgent(patch)) return this.#sendTiles([this.#tiles.take(chairId)]);
    if (this.#wire.isBehind || this.#tilesTimer) return;
    const restMs = this.#tilesSentAt + TILES_TOGETHER_MS - performance.now();
    if (restMs <= 0 || chairId === this.#lastTile) return this.#sendHeldTiles();
    this.#tilesTimer = setTimeout(() => {
      this.#tilesTimer = undefined;
      if (!this.#wire.isBehind) this.#sendHeldTiles();
    }, restMs).unref();
  }

  /** What the pages of the other chairs are told of one. */
  publishBeside(view: ChairView, patch: Partial<BesideView>): void {
    if (!this.#beside) return;
    this.#beside.hold(view, patch);
    if (!this.#wire.isBehind || isUrgent(patch)) this.#sendBeside(view.chair.chairId);
  }

  /** The wire is free again. */
  flush(): void {
    if (this.#chairs.holdsAny) for (const patch of this.#chairs.takeAll()) this.#wire.sendChair(patch);
    if (!this.#tilesTimer) this.#sendHeldTiles();
    if (this.#beside?.holdsAny) for (const patch of this.#beside.takeAll()) this.#wire.sendBeside(patch);
  }

  #sendChair(chairId: string): void {
    const patch = this.#chairs.take(chairId);
    if (patch) this.#wire.sendChair(patch);
  }

  #sendBeside(chairId: string): void {
    const patch = this.#beside?.take(chairId);
    if (patch) this.#wire.sendBeside(patch);
  }

  #sendHeldTiles(): void {
    if (this.#tiles?.holdsAny) this.#sendTiles(this.#tiles.takeAll());
  }

  #sendTiles(taken: readonly (TilePatch | undefined)[]): void {
    const patches = taken.filter((patch) => patch !== undefined);
    if (patches.length === 0) return;
    this.#tilesSentAt = performance.now();
    this.#lastTile = patches.length === 1 ? patches[0]?.chairId : undefined;
    this.#wire.sendTiles(patches);
  }

  #endTiles(): void {
    clearTimeout(this.#tilesTimer);
    this.#tilesTimer = undefined;
    this.#tiles = undefined;
  }
}

const isUrgent = (patch: Partial<ChairView>): boolean => URGENT.some((key) => key in patch);
