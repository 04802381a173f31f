/** Where a screen stands to a chair. What it may do and see there follows in authority.ts and may-see.ts. */
import type { Actor } from '../actor.ts';
import type { ScreenPlace } from './screen.ts';

/** `anywhere`: a demo's screen, which needs no enrolment. */
export type Standing = ScreenPlace | { readonly kind: 'anywhere' };

/** `own`: a chair this screen is enrolled for. */
export const REACHES = ['own', 'other'] as const;
export type Reach = (typeof REACHES)[number];

/**
 * @param place null or undefined: not enrolled, no chair is its own
 * @param chairId undefined: of a patient on no chair (who waits for the ride), or of none of this clinic
 */
export function reachOf(place: Standing | null | undefined, chairId: string | undefined): Reach {
  switch (place?.kind) {
    case 'station':
    case 'anywhere':
      return 'own';
    case 'chair':
      return place.chairId === chairId ? 'own' : 'other';
    default:
      return 'other';
  }
}

/** What goes into the record while a screen is locked is the screen's, as though nobody were signed in. */
export const actsAs = (actor: Actor, locked: boolean): Actor =>
  locked && actor.kind === 'staff' ? { kind: 'screen', screenId: actor.screenId } : actor;
