/** How long to wait before the next try. */
import type { Duration } from '#core/reading.ts';

export interface Waits {
  readonly firstMs: Duration;
  readonly mostMs: Duration;
}
export const WAITS: Waits = { firstMs: 5_000, mostMs: 3_600_000 };

/**
 * Twice as long after each try, and half of it by chance: servers that came back together do not ask together.
 * @param tries that failed, 1 or more
 * @param random from 0 to 1
 * @param askedMs what the other end asked for (Retry-After): never sooner, and never later than the most
 */
export function waitAfter(tries: number, random: number, askedMs: Duration = 0, { firstMs, mostMs } = WAITS): Duration {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(tries - 1, 30));
  return Math.min(mostMs, Math.max(askedMs, Math.round(whole * (0.5 + random / 2))));
}
