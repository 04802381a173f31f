/**
 * What the app leaves behind for the page that stands in when it cannot be loaded (`unreached-page.ts`): since when the clinic has not
 * been heard in this tab, by the tablet's own clock, and the clinic's time zone.
 */
import type { Kept } from '../live/kept.ts';

export const LOST_SINCE = 'vigil.lost-since';
export const ZONE = 'vigil.zone';

/** @param session of this tab alone. */
export function keepLostSince(session: Kept, isLost: boolean, now: () => number): void {
  if (!isLost) session.forget(LOST_SINCE);
  else if (session.read<number>(LOST_SINCE) === null) session.keep(LOST_SINCE, now());
}

export const keepZone = (kept: Kept, timeZone: string): void => kept.keep(ZONE, timeZone);
