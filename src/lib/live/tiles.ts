/** Every tile a station follows, each with its own count of patches. */
import type { TileView } from '#core/view.ts';
import type { StationSnapshot, TilePatch } from '#protocol/screen-events.ts';
import { merge, type Followed } from './merge.ts';

export type FollowedTiles = ReadonlyMap<string, Followed<TileView>>;

export const followTiles = ({ tiles }: StationSnapshot): FollowedTiles =>
  new Map(tiles.map((tile) => [tile.view.chair.chairId, tile]));

/** The same map when the patch is old; null when a snapshot is needed: a hole, another visit, a chair that was not there. */
export function patchTiles(tiles: FollowedTiles, patch: TilePatch): FollowedTiles | null {
  const followed = tiles.get(patch.chairId);
  if (!followed) return null;
  const merged = merge(followed, patch);
  if (merged.kind === 'old') return tiles;
  return merged.kind === 'merged' ? new Map(tiles).set(patch.chairId, merged.followed) : null;
}
