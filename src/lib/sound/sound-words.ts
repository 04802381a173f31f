/** Who has the sound, in words: two short lines for a bar, and a few for the line of an alert. */
import { isHeardAt } from '#core/alarm-signal/sounding.ts';
import type { Instant } from '#core/reading.ts';
import type { AlertView, SoundView } from '#core/view.ts';
import type { SoundState } from './page-sound.svelte.ts';

export interface SoundLines {
  /** Something is heard from this very screen. */
  readonly here: boolean;
  readonly text: string;
  readonly note: string;
}

/** On a chair's page. @param sound undefined while the page does not hear from the clinic, or watches by itself */
export function chairSoundLines(state: SoundState, sound: SoundView | undefined): SoundLines {
  if (state !== 'on' && state !== 'asking') {
    const note = !sound
      ? 'on this screen'
      : sound.who === 'chair' || sound.who === 'both'
        ? 'another screen'
        : sound.who === 'station'
          ? 'station sounds'
          : 'nobody can hear';
    return { here: false, text: 'No sound', note: sound ? note : 'on this screen' };
  }
  if (!sound) return { here: true, text: 'Sound here', note: 'by this screen' };
  if (sound.who === 'both') return { here: true, text: 'Quiet chair', note: 'station sounds' };
  if (sound.quietAsked) return { here: true, text: 'Sound here', note: 'quiet chair waits' };
  return { here: true, text: 'Sound here', note: sound.station === 'listens' ? 'station listens' : 'none at station' };
}

/** `sounds here and at the station`. Empty of what is silent: why it is, is said beside it. */
export function alertSoundWords(alert: AlertView, sound: SoundView | undefined, here: boolean, now: Instant): string {
  if (!isHeardAt('chair', alert, now)) return '';
  const isHigh = alert.priority === 'high';
  const passedOn = alert.escalatedTo !== undefined && alert.acknowledged === undefined && sound?.station === 'listens';
  if (!sound) return here ? 'sounds here' : 'no sound here';
  switch (sound.who) {
    case 'both':
      return isHigh ? 'sounds here and at the station' : 'sounds at the station';
    case 'station':
      return here ? 'sounds here and at the station' : 'sounds at the station';
    case 'nobody':
      return here ? 'sounds here' : alert.kind === 'nobody-listening' ? '' : 'nobody can hear it';
    case 'chair':
      return here ? (passedOn ? 'sounds here and at the station' : 'sounds here') : 'sounds on another screen here';
  }
}

export const pausedMs = ({ audioPausedUntil }: AlertView, now: Instant): number =>
  audioPausedUntil === undefined ? 0 : Math.max(0, audioPausedUntil - now);

/** Whether there is a sound to pause: not of an advisory, of what waits for its repeat, or of what was acknowledged at the chair. */
export const canPause = (alert: AlertView, now: Instant): boolean => isHeardAt('chair', alert, now);
