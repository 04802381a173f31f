/** A page of a drill: a chair's or the station's, brought up to date by the page's own merging. */
import type { ChairView } from '#core/view.ts';
import type { ChairSnapshot, StationSnapshot, TilePatch } from '#protocol/screen-events.ts';
import { merge } from '../../src/lib/live/merge.ts';
import type { Followed } from '../../src/lib/live/merge.ts';
import { followTiles, patchTiles } from '../../src/lib/live/tiles.ts';
import type { FollowedTiles } from '../../src/lib/live/tiles.ts';
import { Watch } from '../../src/lib/live/watch.ts';
import { DrillLine } from './drill-line.ts';

export interface DrillScreen {
  /** All it shows now; null before it knew anything. */
  readonly shown: unknown;
  readonly line: DrillLine;
  close(): void;
}

export class DrillChair implements DrillScreen {
  readonly line: DrillLine;
  readonly #watch: Watch<ChairSnapshot>;
  #followed: Followed<ChairView> | null = null;

  constructor(port: number, chairId: string) {
    const line = (this.line = new DrillLine(port));
    this.#watch = new Watch(line, {
      ask: () => line.request('chair:watch', { chairId }),
      take: ({ seq, view }) => void (this.#followed = { seq, view }),
    });
    line.on('chair:patch', (patch) => {
      if (patch.chairId !== chairId || this.#watch.isAsking || this.#followed === null) return;
      const merged = merge(this.#followed, patch);
      if (merged.kind === 'merged') this.#followed = merged.followed;
      else if (merged.kind === 'broken') void this.#watch.ask();
    });
    this.#watch.start();
  }

  get shown(): ChairView | null {
    return this.#followed?.view ?? null;
  }

  close(): void {
    this.#watch.dispose();
    this.line.close();
  }
}

export class DrillStation implements DrillScreen {
  readonly line: DrillLine;
  readonly #watch: Watch<StationSnapshot>;
  #tiles: FollowedTiles | null = null;

  constructor(port: number) {
    const line = (this.line = new DrillLine(port));
    this.#watch = new Watch(line, {
      ask: () => line.request('station:watch', {}),
      take: (snapshot) => void (this.#tiles = followTiles(snapshot)),
    });
    const take = (patch: TilePatch): void => {
      if (this.#watch.isAsking || this.#tiles === null) return;
      const patched = patchTiles(this.#tiles, patch);
      if (patched === null) void this.#watch.ask();
      else this.#tiles = patched;
    };
    line.on('tile:patch', take);
    line.on('tile:patches', (patches) => patches.forEach(take));
    this.#watch.start();
  }

  get shown(): readonly unknown[] | null {
    return this.#tiles && [...this.#tiles.values()].map(({ view }) => view);
  }

  close(): void {
    this.#watch.dispose();
    this.line.close();
  }
}
