/**
 * Who lets a chair's alerts be heard: its own screens, or the station that takes over only while it keeps confirming (docs/SPEC.md, AL).
 * Pure: beats and taps come in with their instants, and what they mean follows from `now` alone.
 */
import type { Duration, Instant } from '../reading.ts';

export type SoundPlace = { readonly kind: 'chair'; readonly chairId: string } | { readonly kind: 'station' };

/** A page that beats once a second. */
export interface SoundingScreen {
  /** Of the browser: a page that connects anew is the same screen. */
  readonly screenId: string;
  readonly place: SoundPlace;
  readonly beatAt: Instant;
  /** Of the newest beat that said: visible, audio running, its clock advancing. */
  readonly soundAt?: Instant;
}

/** What the server has heard. */
export interface Hearing {
  readonly screens: Iterable<SoundingScreen>;
  /** By screen: the newest tap or use there of somebody who listens. */
  readonly listening: ReadonlyMap<string, Instant>;
  /** A person asked that low and medium sound at the station. */
  readonly quiet: boolean;
  /** Clinic ms per real ms: pages beat in real time. Default 1. */
  readonly rate?: number;
}

/**
 * `chair` `quiet`: it can sound, and lets be heard what is high. `cannot`: its pages are there and silent. `absent`: none is there.
 * `station` `listens`: somebody tapped there, and its page can sound.
 * `who` `chair`: the chair sounds all, the station what is passed on to it. `both`: quiet chair, the station sounds all and the chair
 * what is high. `station`: the station sounds all. `nobody`: no page of either can.
 */
export interface SoundView {
  readonly chair: 'sounds' | 'quiet' | 'cannot' | 'absent';
  readonly station: 'listens' | 'absent';
  readonly who: 'chair' | 'station' | 'both' | 'nobody';
  /** When one of the three last changed. */
  readonly since: Instant;
  /** A quiet chair was asked for; whether it is one, `chair` says. */
  readonly quietAsked?: true;
}

/** Without a beat for this long a page sounds no more. Delegation with a timed fallback, as IEEE 11073 SDC has it. */
export const HAND_OVER_MS: Duration = 3_000;
/** A tap at the station says that somebody is there for so long. [Vigil's] */
export const LISTENING_MS: Duration = 600_000;

/** Whether something that was last so at `at` still counts. */
export const lasts = (at: Instant | undefined, forMs: Duration, now: Instant): boolean =>
  now - (at ?? -Infinity) < forMs;

export function whoSounds(
  chairId: string,
  { screens, listening, quiet, rate = 1 }: Hearing,
  now: Instant,
): Omit<SoundView, 'since'> {
  let chairIsThere = false;
  let chairCan = false;
  let stationCan = false;
  let listens = false;
  for (const screen of screens) {
    const can = lasts(screen.soundAt, HAND_OVER_MS * rate, now);
    if (screen.place.kind === 'station') {
      stationCan ||= can;
      listens ||= can && lasts(listening.get(screen.screenId), LISTENING_MS * rate, now);
    } else if (screen.place.chairId === chairId) {
      chairIsThere ||= lasts(screen.beatAt, HAND_OVER_MS * rate, now);
      chairCan ||= can;
    }
  }
  const station = listens ? 'listens' : 'absent';
  if (chairCan) {
    const isQuiet = quiet && listens;
    return { chair: isQuiet ? 'quiet' : 'sounds', station, who: isQuiet ? 'both' : 'chair' };
  }
  return { chair: chairIsThere ? 'cannot' : 'absent', station, who: stationCan ? 'station' : 'nobody' };
}

/** What a place has to let be heard: everything, only what is high, only what was passed on to it, or nothing. */
export type SoundDuty = 'all' | 'high' | 'passed-on' | 'none';

/** A place that does not hear from the server has the duty `all`: that is the page's to know. */
export function dutyOf(place: SoundPlace['kind'], { who }: SoundView): SoundDuty {
  switch (who) {
    case 'chair':
      return place === 'chair' ? 'all' : 'passed-on';
    case 'station':
      return place === 'station' ? 'all' : 'none';
    case 'both':
      return place === 'station' ? 'all' : 'high';
    case 'nobody':
      return 'all';
  }
}

/** A chair with no server above it, a tablet alone for instance: the page that shows it sounds. */
export const soundsAlone: SoundView = { chair: 'sounds', station: 'absent', who: 'chair', since: 0 };
