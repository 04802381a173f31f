/** The loudspeaker as the speaker needs it. `webAudio` is the real one; tests pass their own. */
import type { Burst } from '#core/alarm-signal/burst.ts';
import { playBurst } from './play-burst.ts';

export interface AudioOut {
  /** `suspended` until a person touched the page, and when the system took the sound away. */
  readonly state: 'suspended' | 'running' | 'closed';
  /** Seconds; stands still while the sound is not running. */
  readonly currentTime: number;
  /** Asks for sound; in a tap it is given. Never rejects. */
  resume(): Promise<void>;
  /** @returns stops what is still to be heard of it */
  play(burst: Burst, sound: { readonly at: number; readonly gain: number }): () => void;
  close(): void;
}

export function webAudio(): AudioOut {
  const context = new AudioContext({ latencyHint: 'interactive' });
  return {
    get state() {
      // Safari's `interrupted`: the system took the sound.
      return context.state === 'running' || context.state === 'closed' ? context.state : 'suspended';
    },
    get currentTime() {
      return context.currentTime;
    },
    resume: () => context.resume().catch(() => undefined),
    play: (burst, sound) => playBurst(context, context.destination, burst, sound),
    close: () => void context.close().catch(() => undefined),
  };
}
