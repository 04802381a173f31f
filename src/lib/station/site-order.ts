/** Tiles in the chairs' places, which the site decides. */
import type { Chair } from '#core/site-state.ts';
import type { TileView } from '#core/view.ts';

export interface OrderedTiles {
  readonly tiles: readonly TileView[];
  /** False when a chair has no tile yet, or a tile no chair any more: time for a new snapshot. */
  readonly isComplete: boolean;
}

export function inSiteOrder(tiles: readonly TileView[], chairs: readonly Chair[]): OrderedTiles {
  const byId = new Map(tiles.map((tile) => [tile.chair.chairId, tile]));
  const ordered = chairs.flatMap(({ chairId }) => byId.get(chairId) ?? []);
  return { tiles: ordered, isComplete: ordered.length === chairs.length && tiles.length === chairs.length };
}
