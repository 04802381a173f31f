/** What a chair's page lets be heard: everything, and what is high alone while a listening station has the rest (AL-142, AL-146). */
import { heardHere, mostUrgent } from '#core/alarm-signal/sounding.ts';
import type { ChairView } from '#core/view.ts';
import { isWatched } from '../chair-page/strip-state.ts';
import type { Line } from '../live/line.ts';
import type { SoundPost } from './page-sound.svelte.ts';

interface AtChair {
  readonly chairId: string;
  /** What the page shows. */
  readonly alone: { readonly view: ChairView | null; readonly since: number | null; readonly cannotWatch: boolean };
  readonly connection: Pick<Line, 'state'>;
  readonly clock: { readonly now: number };
}

export const soundAtChair = ({ chairId, alone, connection, clock }: AtChair): SoundPost => ({
  place: { kind: 'chair', chairId },
  signal: (isVisible) => {
    const { view } = alone;
    if (view === null) return undefined;
    const who = connection.state === 'live' && alone.since === null ? view.sound.who : 'nobody';
    // Of two pages of one chair in one browser the one that is seen has the sound: two at once would be a third melody.
    if (!isVisible && (who === 'chair' || who === 'both')) return undefined;
    // A clinic that thinks this page silent gives its sound away; a page that can sound all the same is not quieter for it.
    return mostUrgent(heardHere('chair', who === 'both' ? 'high' : 'all', view.alerts, clock.now));
  },
  hasView: () => alone.view !== null,
  isWatched: () => alone.view !== null && isWatched(alone.view),
  isAlone: () => alone.since !== null && !alone.cannotWatch,
});
