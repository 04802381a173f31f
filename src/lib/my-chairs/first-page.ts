/** Where a screen goes from the first page by itself: to its place, or a nurse without one to the chairs that are theirs (UI-228). */
import type { Role } from '#core/actor.ts';
import { placeHref, type Place } from '../entry/place.ts';

interface Arrival {
  /** The page was opened afresh; nobody walked here to choose. */
  readonly isFresh: boolean;
  /** Somebody has just said here who they are. */
  readonly isNamedNow: boolean;
  /** What an administrator enrolled this screen for; null: nothing. */
  readonly enrolled: Place | null;
  /** Remembered, on a screen that stands anywhere. */
  readonly place: Place | null;
  readonly role: Role | undefined;
  readonly hasChairs: boolean;
}

export function firstPage({ isFresh, isNamedNow, enrolled, place, role, hasChairs }: Arrival): string | null {
  // Whoever has signed in may walk on from there; without a name there is nothing else to see.
  if (enrolled) return isFresh || role === undefined ? placeHref(enrolled) : null;
  if (role === undefined) return null;
  if (place) return isFresh ? placeHref(place) : null;
  return (isFresh || isNamedNow) && hasChairs && role === 'nurse' ? '/chairs' : null;
}
