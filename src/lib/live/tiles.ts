/** Every chair that a page follows in one projection, each with its own count of patches. */
import type { TileView } from '#core/view.ts';
import type { StationSnapshot, TilePatch } from '#protocol/screen-events.ts';
import { merge, type Followed, type Patch } from './merge.ts';

interface ViewOfChair {
  readonly chair: { readonly chairId: string };
  readonly visitId: string | null;
}

export type FollowedTiles = ReadonlyMap<string, Followed<TileView>>;

export const follow = <View extends ViewOfChair>(
  chairs: readonly Followed<View>[],
): ReadonlyMap<string, Followed<View>> => new Map(chairs.map((each) => [each.view.chair.chairId, each]));

/** The same map when the patch is old; null when a snapshot is needed: a hole, another visit, a chair that was not there. */
export function patchFollowed<View extends ViewOfChair>(
  chairs: ReadonlyMap<string, Followed<View>>,
  patch: Patch<View> & { readonly chairId: string },
): ReadonlyMap<string, Followed<View>> | null {
  const followed = chairs.get(patch.chairId);
  if (!followed) return null;
  const merged = merge(followed, patch);
  if (merged.kind === 'old') return chairs;
  return merged.kind === 'merged' ? new Map(chairs).set(patch.chairId, merged.followed) : null;
}

export const followTiles = ({ tiles }: StationSnapshot): FollowedTiles => follow(tiles);

export const patchTiles = (tiles: FollowedTiles, patch: TilePatch): FollowedTiles | null => patchFollowed(tiles, patch);
