/** Emergencies of those who wait for the ride and are on no chair's page: another patient sits where they were (UI-311). */
import type { Instant } from '#core/reading.ts';
import type { SiteView } from '#protocol/screen-events.ts';
import { chairTitle } from '../station/names.ts';

export interface EmergencyAway {
  readonly visitId: string;
  readonly since: Instant;
  /** Where they were last: `Chair 4`. */
  readonly chair: string;
}

/** The older first. @param shown visits that stand on a chair this screen shows: their emergency stands there. */
export const emergenciesAway = (
  site: Pick<SiteView, 'waiting' | 'chairs'> | null,
  shown: readonly (string | null)[],
): readonly EmergencyAway[] =>
  (site?.waiting ?? [])
    .flatMap(({ visitId, chairId, emergencySince: since }) => {
      if (since === undefined || shown.includes(visitId)) return [];
      const name = site?.chairs.find((each) => each.chairId === chairId)?.name;
      return [{ visitId, since, chair: name === undefined ? 'a chair' : chairTitle(name) }];
    })
    .toSorted((a, b) => a.since - b.since);
