/** What a page says of its own sound, and who listens where. */
import type { Actor } from '#core/actor.ts';
import { refuse } from '#core/refusal.ts';
import type { ScreenToServer } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Clinic } from '../clinic.ts';
import type { Responders } from './respond.ts';
import type { ScreenFeed } from './screen-feed.ts';

export type SoundRequest = 'screen:sound' | 'station:listen' | 'station:leave-sound' | 'chair:quiet';

/** The page that asks. */
export interface SoundingPage {
  /** Of its socket. */
  readonly connection: string;
  readonly screenId: string;
  readonly feed: Pick<ScreenFeed, 'isStation' | 'watches'>;
  readonly actor: () => Actor;
}

export function soundResponders(
  clinic: Clinic,
  { connection, screenId, feed, actor }: SoundingPage,
): Responders<Pick<ScreenToServer, SoundRequest>, { readonly [E in SoundRequest]: ScreenPayload<E> }> {
  const nothing = { ok: true, data: null } as const;
  return {
    'screen:sound': ({ canSound, visible, place }) => {
      // A page that does not see the alerts of a place would take its sound away.
      if (place.kind === 'station' ? !feed.isStation : !feed.watches(place.chairId))
        return refuse('not-allowed', 'This page does not watch that place: watch it first.');
      const hasSound = clinic.sound.beat({ connection, screenId, place, canSound: canSound && visible });
      return { ok: true, data: { hasSound } };
    },
    'station:listen': () => {
      if (!feed.isStation) return refuse('not-allowed', 'Only a station listens for other chairs: open the station.');
      clinic.sound.listen(screenId);
      return nothing;
    },
    'station:leave-sound': () => {
      clinic.sound.leave(screenId);
      return nothing;
    },
    'chair:quiet': ({ chairId, quiet }) => clinic.quiet(chairId, quiet, actor()),
  };
}
