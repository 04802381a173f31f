/** Who watches what: a chair's screens, who follows the tiles, and who looks beside. A change goes to them and to nobody else (WS-12). */
import { BESIDE_KEYS, TILE_KEYS } from '#core/view.ts';
import type { ChairView } from '#core/view.ts';
import type { ScreenFeed } from './screen-feed.ts';

export class Audience {
  readonly #chairs = new Map<string, Set<ScreenFeed>>();
  readonly #tiles = new Set<ScreenFeed>();
  readonly #beside = new Set<ScreenFeed>();

  join(chairId: string, feed: ScreenFeed): void {
    this.#chairs.set(chairId, (this.#chairs.get(chairId) ?? new Set()).add(feed));
  }

  joinTiles(feed: ScreenFeed): void {
    this.#tiles.add(feed);
  }

  leaveTiles(feed: ScreenFeed): void {
    this.#tiles.delete(feed);
  }

  joinBeside(feed: ScreenFeed): void {
    this.#beside.add(feed);
  }

  leaveBeside(feed: ScreenFeed): void {
    this.#beside.delete(feed);
  }

  leave(chairId: string, feed: ScreenFeed): void {
    const room = this.#chairs.get(chairId);
    room?.delete(feed);
    if (room?.size === 0) this.#chairs.delete(chairId);
  }

  gone(feed: ScreenFeed): void {
    for (const chairId of this.#chairs.keys()) this.leave(chairId, feed);
    this.#tiles.delete(feed);
    this.#beside.delete(feed);
  }

  publish(view: ChairView, patch: Partial<ChairView>): void {
    for (const feed of this.#chairs.get(view.chair.chairId) ?? []) feed.publishChair(view, patch);
    const ofTile = this.#tiles.size > 0 ? only(TILE_KEYS, patch) : undefined;
    if (ofTile) for (const feed of this.#tiles) feed.publishTile(view, ofTile);
    const beside = this.#beside.size > 0 ? only(BESIDE_KEYS, patch) : undefined;
    if (beside) for (const feed of this.#beside) feed.publishBeside(view, beside);
  }
}

function only<Key extends keyof ChairView>(
  wanted: readonly Key[],
  patch: Partial<ChairView>,
): Partial<Pick<ChairView, Key>> | undefined {
  const keys = wanted.filter((key) => key in patch);
  return keys.length === 0
    ? undefined
    : (Object.fromEntries(keys.map((key) => [key, patch[key]])) as Partial<Pick<ChairView, Key>>);
}
