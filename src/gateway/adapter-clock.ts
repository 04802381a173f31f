/**
 * An adapter's own clock: it stamps readings and answers probes; the server corrects all it has by one measured offset. So it must
 * go on while the machine sleeps: if it stood still, what was measured before would look that much younger after waking.
 */
import type { Duration, Instant } from '#core/reading.ts';

export interface AdapterClockSource {
  /** Epoch ms. */
  readonly wall: () => number;
  /** Ms since any origin; never steps, and may stand still while the machine sleeps. */
  readonly monotonic: () => number;
  /** Ms since any origin, asleep or not, whatever is done to the wall clock. Absent: the system has none. */
  readonly sinceBoot?: (() => number) | undefined;
}

const page: AdapterClockSource = { wall: () => Date.now(), monotonic: () => performance.now() };

/** More than this between two looks is a sleep, or a wall clock that was set: no clock drifts so fast. */
const ASLEEP_MS: Duration = 2_000;

/**
 * Starts at the wall clock and then runs by the monotonic one, plus what was slept. Where nothing counts sleep, a wall clock that
 * jumps ahead is taken for one: if somebody set it, what waits looks older than it is, never younger. Set back, it changes nothing.
 * @param speed clock milliseconds per real one; above 1 in a sped-up demo only
 */
export function createAdapterClock(speed = 1, source: AdapterClockSource = page): () => Instant {
  const counted = source.sinceBoot ?? source.wall;
  const [startedAt, startedMs] = [source.wall(), source.monotonic()];
  let last = { ms: startedMs, countedMs: counted() };
  let sleptMs: Duration = 0;
  return () => {
    const [ms, countedMs] = [source.monotonic(), counted()];
    const aheadMs = countedMs - last.countedMs - (ms - last.ms);
    if (aheadMs > ASLEEP_MS) sleptMs += aheadMs;
    last = { ms, countedMs };
    return Math.round(startedAt + (ms - startedMs + sleptMs) * speed);
  };
}
