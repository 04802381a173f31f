/** Where one who waits for the ride may sit again. */
import type { TileView } from '#core/view.ts';
import type { WaitingVisit } from '#protocol/screen-events.ts';

export interface FreeChair {
  readonly chairId: string;
  readonly name: string;
  /** Kept for the visit whose emergency is shown there. */
  readonly keptFor?: string;
}

/** Chairs without a visit, and each that an emergency of one who waits keeps for them. */
export const freeChairs = (
  tiles: readonly Pick<TileView, 'chair' | 'phase' | 'visitId'>[],
  waiting: readonly Pick<WaitingVisit, 'visitId'>[],
): readonly FreeChair[] =>
  tiles.flatMap(({ chair, phase, visitId }): FreeChair[] => {
    if (phase === null || phase.name === 'ended') return [chair];
    return visitId !== null && waiting.some((each) => each.visitId === visitId) ? [{ ...chair, keptFor: visitId }] : [];
  });

/** For this one, their own chair first. */
export const chairsFor = (free: readonly FreeChair[], { visitId, chairId }: WaitingVisit): readonly FreeChair[] =>
  free
    .filter(({ keptFor }) => keptFor === undefined || keptFor === visitId)
    .toSorted((a, b) => Number(b.chairId === chairId) - Number(a.chairId === chairId));
