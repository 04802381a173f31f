/** This screen's sound as its components draw it; fixtures make their own. `PageSound` with a wake lock is the real one. */
import type { PageSound, SoundState } from './page-sound.svelte.ts';
import type { ScreenAwake } from './wake-lock.svelte.ts';

export interface SoundShown {
  readonly state: SoundState;
  readonly askedLeftS: number;
  /** "Monitoring lost" is heard here. */
  readonly isLost: boolean;
  /** Its pause, ms; 0 = none. */
  readonly lostPausedMs: number;
  readonly volume: number;
  readonly mayFallAsleep: boolean;
  turnOn(): void;
  answer(heard: boolean): void;
  setVolume(volume: number): void;
  /** The test burst. */
  play(): void;
  pauseLost(): void;
}

export const shownSound = (sound: PageSound, awake: ScreenAwake): SoundShown => ({
  get state() {
    return sound.state;
  },
  get askedLeftS() {
    return sound.askedLeftS;
  },
  get isLost() {
    return sound.isLost;
  },
  get lostPausedMs() {
    return sound.lostPausedMs;
  },
  get volume() {
    return sound.volume;
  },
  get mayFallAsleep() {
    return awake.state === 'refused';
  },
  turnOn: () => void sound.turnOn(),
  answer: (heard) => sound.answer(heard),
  setVolume: (volume) => (sound.volume = volume),
  play: () => sound.play(),
  pauseLost: () => sound.pauseLost(),
});
