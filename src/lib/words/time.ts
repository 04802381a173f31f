/** Times and durations as the screens write them. Instants are clinic epoch ms; the zone is the clinic's, never the browser's. */

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `14:23`. */
export function clockText(at: number, timeZone: string): string {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
    clocks.set(timeZone, clock);
  }
  return clock.format(at);
}

/** A countdown or a stopwatch: `0:48`, `23:10`, `1:04:05`. Never below zero. */
export function minSec(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const rest = `${Math.floor((seconds % 3_600) / 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest.padStart(5, '0')}` : rest;
}

/** What is left: rounded up, so that it reads 0:00 only when it is over. */
export const countdown = (until: number, now: number): string => minSec(Math.ceil((until - now) / 1_000) * 1_000);

/** An age in words: `41 s`, `6 min`, `2 h 5 min`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const birthDates = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `1979-11-02` as `2 Nov 1979`; anything else stays as it is. */
export function birthDateText(isoDate: string): string {
  const at = Date.parse(`${isoDate}T00:00:00Z`);
  return Number.isNaN(at) ? isoDate : birthDates.format(at);
}
