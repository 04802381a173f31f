/** The sound of a screen, standing still. */
import type { SoundState } from '../sound/page-sound.svelte.ts';
import type { SoundShown } from '../sound/sound-shown.ts';

const nothing = (): void => undefined;

export const fixtureSound = (state: SoundState, changes: Partial<SoundShown> = {}): SoundShown => ({
  state,
  askedLeftS: 24,
  isLost: false,
  lostPausedMs: 0,
  volume: 0.8,
  mayFallAsleep: false,
  turnOn: nothing,
  answer: nothing,
  setVolume: nothing,
  play: nothing,
  pauseLost: nothing,
  ...changes,
});
