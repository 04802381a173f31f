/**
 * What one screen is sent: a snapshot of each chair it watches, then changes, numbered without holes. A slow screen gets merged
 * changes, never fewer alerts (docs/SPEC.md, WS).
 */
import { besideOf, tileOf } from '#core/view.ts';
import type { BesideView, ChairView, TileView } from '#core/view.ts';
import type {
  BesidePatch,
  BesideSnapshot,
  ChairPatch,
  ChairSnapshot,
  StationSnapshot,
  TilePatch,
} from '#protocol/screen-events.ts';

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

export interface ScreenWire {
  readonly isBehind: boolean;
  sendChair(patch: ChairPatch): void;
  sendTile(patch: TilePatch): void;
  sendBeside(patch: BesidePatch): void;
}

/** One watched chair or tile. */
interface Watch<View> {
  seq: number;
  visitId: string | null;
  /** Changes not yet sent, because the screen is behind. */
  held: Partial<View> | undefined;
}

export class ScreenFeed {
  readonly #wire: ScreenWire;
  readonly #chairs = new Map<string, Watch<ChairView>>();
  #tiles: Map<string, Watch<TileView>> | undefined;
  #beside: Map<string, Watch<BesideView>> | undefined;
  #isStation = false;

  constructor(wire: ScreenWire) {
    this.#wire = wire;
  }

  get isStation(): boolean {
    return this.#isStation;
  }

  watchChair(view: ChairView): ChairSnapshot {
    const { chairId } = view.chair;
    const watch = { seq: (this.#chairs.get(chairId)?.seq ?? 0) + 1, visitId: view.visitId, held: undefined };
    this.#chairs.set(chairId, watch);
    return { chairId, seq: watch.seq, view };
  }

  watches(chairId: string): boolean {
    return this.#chairs.has(chairId);
  }

  unwatchChair(chairId: string): void {
    this.#chairs.delete(chairId);
  }

  watchStation(views: readonly ChairView[]): StationSnapshot {
    this.#isStation = true;
    return this.watchTiles(views);
  }

  /** The tiles, on a page that may be no station. */
  watchTiles(views: readonly ChairView[]): StationSnapshot {
    const before = this.#tiles;
    this.#tiles = new Map();
    const tiles = views.map((view) => {
      const seq = (before?.get(view.chair.chairId)?.seq ?? 0) + 1;
      this.#tiles?.set(view.chair.chairId, { seq, visitId: view.visitId, held: undefined });
      return { seq, view: tileOf(view) };
    });
    return { tiles };
  }

  /** A page that became a station keeps them. Answers whether they are left. */
  unwatchTiles(): boolean {
    if (this.#isStation) return false;
    this.#tiles = undefined;
    return true;
  }

  /** It may see none of them any more, station or not. */
  leaveStation(): void {
    this.#isStation = false;
    this.#tiles = undefined;
  }

  watchBeside(views: readonly ChairView[]): BesideSnapshot {
    const before = this.#beside;
    this.#beside = new Map();
    const chairs = views.map((view) => {
      const seq = (before?.get(view.chair.chairId)?.seq ?? 0) + 1;
      this.#beside?.set(view.chair.chairId, { seq, visitId: view.visitId, held: undefined });
      return { seq, view: besideOf(view) };
    });
    return { chairs };
  }

  unwatchBeside(): void {
    this.#beside = undefined;
  }

  get chairs(): readonly string[] {
    return [...this.#chairs.keys()];
  }

  /** The chairs whose pages this is: not those that a station has opened. */
  get ownChairs(): readonly string[] {
    return this.#isStation ? [] : [...this.#chairs.keys()];
  }

  /** A chair changed that this screen watches. */
  publishChair(view: ChairView, patch: Partial<ChairView>): void {
    const { chairId } = view.chair;
    const chair = this.#chairs.get(chairId);
    if (!chair) return;
    hold(chair, view, patch);
    if (!this.#wire.isBehind || isUrgent(patch)) this.#sendChair(chairId, chair);
  }

  /** A tile changed, and this screen watches the station. A chair that is new since the snapshot counts from 1. */
  publishTile(view: ChairView, patch: Partial<TileView>): void {
    if (!this.#tiles) return;
    const { chairId } = view.chair;
    let tile = this.#tiles.get(chairId);
    if (!tile) this.#tiles.set(chairId, (tile = { seq: 0, visitId: view.visitId, held: undefined }));
    hold(tile, view, patch);
    if (!this.#wire.isBehind || isUrgent(patch)) this.#sendTile(chairId, tile);
  }

  /** What the pages of the other chairs are told of one. */
  publishBeside(view: ChairView, patch: Partial<BesideView>): void {
    if (!this.#beside) return;
    const { chairId } = view.chair;
    let chair = this.#beside.get(chairId);
    if (!chair) this.#beside.set(chairId, (chair = { seq: 0, visitId: view.visitId, held: undefined }));
    hold(chair, view, patch);
    if (!this.#wire.isBehind || isUrgent(patch)) this.#sendBeside(chairId, chair);
  }

  /** The wire is free again. */
  flush(): void {
    for (const [chairId, watch] of this.#chairs) if (watch.held) this.#sendChair(chairId, watch);
    for (const [chairId, watch] of this.#tiles ?? []) if (watch.held) this.#sendTile(chairId, watch);
    for (const [chairId, watch] of this.#beside ?? []) if (watch.held) this.#sendBeside(chairId, watch);
  }

  #sendChair(chairId: string, watch: Watch<ChairView>): void {
    const patch = watch.held;
    if (!patch) return;
    watch.held = undefined;
    watch.seq += 1;
    this.#wire.sendChair({ chairId, visitId: watch.visitId, seq: watch.seq, patch });
  }

  #sendTile(chairId: string, watch: Watch<TileView>): void {
    const patch = watch.held;
    if (!patch) return;
    watch.held = undefined;
    watch.seq += 1;
    this.#wire.sendTile({ chairId, visitId: watch.visitId, seq: watch.seq, patch });
  }

  #sendBeside(chairId: string, watch: Watch<BesideView>): void {
    const patch = watch.held;
    if (!patch) return;
    watch.held = undefined;
    watch.seq += 1;
    this.#wire.sendBeside({ chairId, visitId: watch.visitId, seq: watch.seq, patch });
  }
}

function hold<View>(watch: Watch<View>, { visitId }: ChairView, patch: Partial<View>): void {
  watch.visitId = visitId;
  watch.held = { ...watch.held, ...patch };
}

const isUrgent = (patch: Partial<ChairView>): boolean => URGENT.some((key) => key in patch);
