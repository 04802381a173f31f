/** Durations as a person says them. Clock times are the screens' to write: the core knows no time zone. */
import type { Duration } from './reading.ts';

const MINUTE_MS = 60_000;

/** `40 s`, `4 min`; rounded down, so that an age never looks older than it is. */
export function inWords(duration: Duration): string {
  return duration < MINUTE_MS ? `${Math.floor(duration / 1000)} s` : `${Math.floor(duration / MINUTE_MS)} min`;
}

/** `4 min ago`, `just now`. */
export const agoInWords = (duration: Duration): string => (duration < 1000 ? 'just now' : `${inWords(duration)} ago`);

/** Whole minutes left, rounded up: `in 4 min`. */
export const inMinutes = (duration: Duration): string => `in ${Math.ceil(duration / MINUTE_MS)} min`;
export const minutes = (duration: Duration): number => duration / MINUTE_MS;
