/** A loudspeaker held in the test's hand: what was played, and a clock that goes on when told. */
import type { Burst } from '#core/alarm-signal/burst.ts';
import type { AudioOut } from '../../src/lib/sound/audio-out.ts';

export interface Played {
  readonly at: number;
  readonly pulses: number;
  readonly gain: number;
  stopped: boolean;
}

export class FakeAudio implements AudioOut {
  state: AudioOut['state'] = 'suspended';
  currentTime = 0;
  /** Whether a tap is given sound. */
  gives = true;
  readonly played: Played[] = [];

  resume(): Promise<void> {
    if (this.gives) this.state = 'running';
    return Promise.resolve();
  }

  play(burst: Burst, { at, gain }: { at: number; gain: number }): () => void {
    const played: Played = { at, pulses: burst.pulses.length, gain, stopped: false };
    this.played.push(played);
    return () => (played.stopped = true);
  }

  close(): void {
    this.state = 'closed';
  }

  /** What was laid out and not taken back. */
  get left(): readonly Played[] {
    return this.played.filter(({ stopped }) => !stopped);
  }
}
