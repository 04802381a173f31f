/** Who watches what: a chair's screens and the stations. A change goes to them and to nobody else (WS-12). */
import { TILE_KEYS } from '#core/view.ts';
import type { ChairView, TileView } from '#core/view.ts';
import type { ScreenFeed } from './screen-feed.ts';

export class Audience {
  readonly #chairs = new Map<string, Set<ScreenFeed>>();
  readonly #stations = new Set<ScreenFeed>();

  join(chairId: string, feed: ScreenFeed): void {
    this.#chairs.set(chairId, (this.#chairs.get(chairId) ?? new Set()).add(feed));
  }

  joinStation(feed: ScreenFeed): void {
    this.#stations.add(feed);
  }

  leave(chairId: string, feed: ScreenFeed): void {
    const room = this.#chairs.get(chairId);
    room?.delete(feed);
    if (room?.size === 0) this.#chairs.delete(chairId);
  }

  gone(feed: ScreenFeed): void {
    for (const chairId of this.#chairs.keys()) this.leave(chairId, feed);
    this.#stations.delete(feed);
  }

  publish(view: ChairView, patch: Partial<ChairView>): void {
    for (const feed of this.#chairs.get(view.chair.chairId) ?? []) feed.publishChair(view, patch);
    if (this.#stations.size === 0) return;
    const tilePatch = tileKeys(patch);
    if (tilePatch) for (const feed of this.#stations) feed.publishTile(view, tilePatch);
  }
}

function tileKeys(patch: Partial<ChairView>): Partial<TileView> | undefined {
  const keys = TILE_KEYS.filter((key) => key in patch);
  return keys.length === 0 ? undefined : Object.fromEntries(keys.map((key) => [key, patch[key]]));
}
