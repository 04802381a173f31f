/** What the station lets be heard, of all chairs together the most urgent one (AL-142, AL-146). */
import { heardHere, mostUrgent } from '#core/alarm-signal/sounding.ts';
import { dutyOf } from '#core/sound/who-sounds.ts';
import type { AlertView, TileView } from '#core/view.ts';
import { isWatched } from '../chair-page/strip-state.ts';
import type { Line } from '../live/line.ts';
import type { SoundPost } from './page-sound.svelte.ts';

interface AtStation {
  readonly station: { readonly tiles: readonly TileView[] | null };
  readonly connection: Pick<Line, 'state'>;
  readonly clock: { readonly now: number };
  /** What of other clinics is to be heard here, and whether somebody is watched there. */
  readonly elsewhere?: {
    heard(): readonly AlertView[];
    isWatched(): boolean;
    /** Another tab of this browser, one that is seen, lets them be heard. */
    isHeardBeside?(): boolean;
  };
}

export const soundAtStation = ({ station, connection, clock, elsewhere }: AtStation): SoundPost => ({
  place: { kind: 'station' },
  signal: (isVisible) =>
    mostUrgent([
      ...(station.tiles ?? []).flatMap(({ alerts, sound }) => {
        if (connection.state === 'lost') return heardHere('station', 'all', alerts, clock.now);
        // Another station page that is seen has the sound.
        const isElsewhere = sound.who === 'station' || sound.who === 'both' || sound.station === 'listens';
        return !isVisible && isElsewhere ? [] : heardHere('station', dutyOf('station', sound), alerts, clock.now);
      }),
      // Another machine's station is no reason to be silent: who is at it may not see other clinics.
      ...(!isVisible && elsewhere?.isHeardBeside?.() === true ? [] : (elsewhere?.heard() ?? [])),
    ]),
  hasView: () => station.tiles !== null,
  isWatched: () => (station.tiles ?? []).some(isWatched) || elsewhere?.isWatched() === true,
});
