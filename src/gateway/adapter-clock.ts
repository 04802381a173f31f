/** An adapter's own clock: it stamps readings and answers probes; the server corrects it by the measured offset. */
import type { Instant } from '#core/reading.ts';

export interface AdapterClockSource {
  /** Epoch ms. */
  readonly wall: () => number;
  /** Ms since any origin; never steps. */
  readonly monotonic: () => number;
}

const machine: AdapterClockSource = { wall: () => Date.now(), monotonic: () => performance.now() };

/**
 * Starts at the wall clock and then runs by the monotonic one: a wall clock that is set meanwhile would shuffle the readings.
 * @param speed clock milliseconds per real one; above 1 in a sped-up demo only
 */
export function createAdapterClock(speed = 1, source: AdapterClockSource = machine): () => Instant {
  const [startedAt, startedMs] = [source.wall(), source.monotonic()];
  return () => Math.round(startedAt + (source.monotonic() - startedMs) * speed);
}
