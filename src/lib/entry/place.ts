/** Where this screen stands, remembered, so that a tablet taken into the hand opens at its chair. */
import type { Kept } from '../live/kept.ts';

const PLACE = 'vigil.place';

export type Place = { readonly kind: 'station' } | { readonly kind: 'chair'; readonly chairId: string };

export const placeHref = (place: Place): string => (place.kind === 'station' ? '/station' : `/chair/${place.chairId}`);

export function keepPlace(kept: Kept, place: Place): void {
  kept.keep(PLACE, place);
}

/** Null when none is kept, or when its chair is gone. */
export function keptPlace(kept: Kept, chairs: readonly { readonly chairId: string }[]): Place | null {
  const place = kept.read<Partial<{ kind: unknown; chairId: unknown }>>(PLACE);
  if (place?.kind === 'station') return { kind: 'station' };
  const { chairId } = place ?? {};
  if (place?.kind !== 'chair' || typeof chairId !== 'string') return null;
  return chairs.some((chair) => chair.chairId === chairId) ? { kind: 'chair', chairId } : null;
}
