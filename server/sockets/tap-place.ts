/** From where a tap counts. A page says of what kind it is; that it is at the patient's side, its enrolment says. */
import type { Reach, Standing } from '#core/access/reach.ts';
import type { TapPlace } from '#core/alerts/alert.ts';

/**
 * @param claimed by the page
 * @param reach to the chair of the visit
 * @returns never `chair` for a screen that is not that chair's: what is seen from elsewhere stays loud beside the patient
 */
export function tapPlace(claimed: TapPlace, place: Standing | undefined, reach: Reach): TapPlace {
  if (claimed !== 'chair' || place?.kind === 'anywhere') return claimed;
  return place?.kind === 'chair' && reach === 'own' ? 'chair' : 'station';
}
