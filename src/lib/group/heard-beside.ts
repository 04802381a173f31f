/** Of two tabs of one browser, which has one loudspeaker: whether one that is seen lets other clinics' alerts be heard (UI-428). */
import type { Duration } from '#core/reading.ts';
import { realTimers, type Timers } from '#gateway/timers.ts';
import type { Kept } from '../live/kept.ts';

const KEY = 'vigil.other-clinics-heard';
const SAID_EVERY_MS: Duration = 1_000;
/** A tab that said nothing for so long is gone, or hidden. */
const HEARD_FOR_MS: Duration = 3_000;

export interface HeardBesideDeps {
  readonly kept: Kept;
  /** This tab is seen, follows other clinics and can sound. */
  readonly soundsHere: () => boolean;
  readonly timers?: Timers;
  /** Of the machine, the same in each tab. */
  readonly now?: () => number;
}

export class HeardBeside {
  readonly #kept: Kept;
  readonly #now: () => number;
  readonly #stop: () => void;

  constructor({ kept, soundsHere, timers = realTimers, now = Date.now }: HeardBesideDeps) {
    this.#kept = kept;
    this.#now = now;
    this.#stop = timers.every(SAID_EVERY_MS, () => {
      if (soundsHere()) kept.keep(KEY, now());
    });
  }

  /** In doubt, and after the machine's clock was set, no: twice is better than not at all. */
  get isHeard(): boolean {
    const saidAt = this.#kept.read<unknown>(KEY);
    const agoMs = this.#now() - (typeof saidAt === 'number' ? saidAt : NaN);
    return agoMs >= 0 && agoMs < HEARD_FOR_MS;
  }

  dispose(): void {
    this.#stop();
  }
}
