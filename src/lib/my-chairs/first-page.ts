/** Where a screen goes from the first page by itself: to its place, or a nurse without one to the chairs that are theirs (UI-228). */
import type { Role } from '#core/actor.ts';
import { placeHref, type Place } from '../entry/place.ts';

interface Arrival {
  /** The page was opened afresh; nobody walked here to choose. */
  readonly isFresh: boolean;
  /** Somebody has just said here who they are. */
  readonly isNamedNow: boolean;
  readonly place: Place | null;
  readonly role: Role | undefined;
  readonly hasChairs: boolean;
}

export function firstPage({ isFresh, isNamedNow, place, role, hasChairs }: Arrival): string | null {
  if (role === undefined) return null;
  if (place) return isFresh ? placeHref(place) : null;
  return (isFresh || isNamedNow) && hasChairs && role === 'nurse' ? '/chairs' : null;
}
