/** What of the other clinics' alerts this station lets be heard: as of its own chairs, and that a clinic is not seen (ND-36). */
import { heardHere } from '#core/alarm-signal/sounding.ts';
import { dutyOf } from '#core/sound/who-sounds.ts';
import type { AlertView } from '#core/view.ts';
import type { OtherClinic } from './other-clinics.svelte.ts';

/** What sounded when the connection went sounds on until somebody here has seen that it went: a cut wire calms nothing. */
export const heardElsewhere = (clinics: readonly OtherClinic[]): readonly AlertView[] =>
  clinics.flatMap(({ tiles = [], now, lost }) => {
    if (lost?.acknowledged) return [];
    const ofChairs = tiles.flatMap(({ alerts, sound }) => heardHere('station', dutyOf('station', sound), alerts, now));
    return lost ? [...ofChairs, lost] : ofChairs;
  });
