/** Clinic time between two beats of the server: interpolated by a monotonic clock, never by the page's own date. */
import type { ClockBeat } from '#protocol/screen-events.ts';

export interface HeardBeat extends ClockBeat {
  /** `performance.now()` when it arrived, ms. */
  readonly heardAt: number;
}

/** Clinic epoch ms at monotonic instant `at`. */
export const clinicTimeAt = (beat: HeardBeat, at: number): number =>
  beat.now + Math.max(0, at - beat.heardAt) * beat.rate;
