/** The chairs of one nurse: hers, one she covers, one she added, and somebody else's. */
import type { TileView } from '#core/view.ts';
import { MINUTE, NOW } from '../components/fixture-calm.ts';
import { nurse } from './fixture-site.ts';
import { stations } from './fixture-tiles.ts';

const COLLEAGUE = 'R. Adeyemi';
const covering = { byName: nurse.name, since: NOW - 4 * MINUTE, until: NOW + 11 * MINUTE, overdue: false };
const OWN = ['c1', 'c3', 'c10'];

const ofColleague = (tile: TileView): TileView => ({
  ...tile,
  care: tile.visitId === null ? null : { nurseName: COLLEAGUE },
});

export const othersChairs: readonly TileView[] = (stations['several']?.tiles ?? []).map(ofColleague);
export const nursesChairs: readonly TileView[] = othersChairs.map((tile) => {
  if (OWN.includes(tile.chair.chairId)) return { ...tile, care: { nurseName: nurse.name } };
  return tile.chair.chairId === 'c4' ? { ...tile, care: { nurseName: COLLEAGUE, cover: covering } } : tile;
});
