/** How many chairs are in which phase, for the header and the quiet line under the rail. */
import type { TileView } from '#core/view.ts';
import { stationPhase, type StationPhase } from './phase-look.ts';

const ORDER: readonly (readonly [phases: readonly StationPhase[], one: string])[] = [
  [['infusion'], 'infusion'],
  [['recovery'], 'recovery'],
  [['before'], 'before'],
  [['discharge'], 'discharge'],
  [['waiting'], 'waiting for ride'],
  [['free', 'ended'], 'free'],
];

export interface Count {
  readonly count: number;
  readonly of: string;
}

/** Only what there is, in the order of a visit, free chairs last. */
export function phaseCounts(tiles: readonly Pick<TileView, 'phase'>[]): readonly Count[] {
  return ORDER.map(([phases, of]) => ({
    of,
    count: tiles.filter((tile) => phases.includes(stationPhase(tile))).length,
  })).filter(({ count }) => count > 0);
}

const WATCHED: readonly StationPhase[] = ['infusion', 'recovery'];

/** Watched, without an alert and without the mark of one that nobody saw. */
export const calmCount = (tiles: readonly TileView[]): number =>
  tiles.filter(
    (tile) =>
      WATCHED.includes(stationPhase(tile)) &&
      tile.alerts.length === 0 &&
      tile.latched.length === 0 &&
      tile.emergencySince === null,
  ).length;

/** The chair whose cuff measures next. */
export function nextBp(
  tiles: readonly TileView[],
  now: number,
): { readonly tile: TileView; readonly dueAt: number } | null {
  const due = tiles.flatMap((tile) => {
    const dueAt = tile.nibp.nextDueAt;
    return dueAt !== undefined && dueAt >= now ? [{ tile, dueAt }] : [];
  });
  return due.toSorted((a, b) => a.dueAt - b.dueAt)[0] ?? null;
}
