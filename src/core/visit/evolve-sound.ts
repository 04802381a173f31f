/** Who sounds, and who was paged: facts of the visit's surroundings that its alerts follow from. */
import { isSamePage } from '../alerts/pages.ts';
import type { Page } from '../alerts/pages.ts';
import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { without } from './without.ts';

type SoundEvent = VisitEventOf<'sound-changed' | 'quiet-set' | 'page-sent'>;

export function foldSound(state: VisitState, event: SoundEvent): VisitState {
  switch (event.type) {
    case 'sound-changed': {
      const { who, station, at } = event;
      const before = state.sound;
      if (before?.who === who && before.station === station) return state;
      return {
        ...state,
        sound: {
          who,
          since: before?.who === who ? before.since : at,
          station,
          stationSince: before?.station === station ? before.stationSince : at,
        },
      };
    }
    case 'quiet-set':
      if (event.quiet === (state.quiet === true)) return state;
      return event.quiet ? { ...state, quiet: true } : without(state, 'quiet');
    case 'page-sent': {
      const { alertId, to, askedAt, over } = event;
      const page: Page = { alertId, to, ...(askedAt !== undefined && { askedAt }) };
      const others = (state.pages ?? []).filter((each) => !isSamePage(each, page));
      return { ...state, pages: over ? others : [...others, page] };
    }
  }
}
