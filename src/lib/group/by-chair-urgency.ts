/** The order of another clinic's tiles: most urgent first, then as that clinic has them, free chairs last. */
import type { TileView } from '#core/view.ts';
import { needs } from '../station/attention.ts';

export function byChairUrgency(tiles: readonly TileView[], now: number): readonly TileView[] {
  const order = new Map<string, number>();
  const rank = (tile: TileView, at: number): void => {
    if (!order.has(tile.chair.chairId)) order.set(tile.chair.chairId, at);
  };
  needs(tiles, now).forEach((need, at) => {
    if (need.kind !== 'alert' || !need.chairs) rank(need.tile, at);
    else for (const each of need.chairs) rank(each.tile, at);
  });
  const of = ({ chair, phase }: TileView): number =>
    order.get(chair.chairId) ?? (phase === null || phase.name === 'ended' ? Infinity : 1e6);
  return tiles.toSorted((a, b) => {
    const [first, second] = [of(a), of(b)];
    return first === second ? 0 : first - second;
  });
}
