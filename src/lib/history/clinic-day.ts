/** Days of the clinic's calendar: what a date field means in the clinic's zone, and how a day is written. */
import type { Instant } from '#core/reading.ts';
import { clockTime, dayText, formatIn, isoDay } from '#core/words/time-words.ts';

export { dayText, isoDay };

const HOUR = 3_600_000;

/** `3 Nov`; with its year where that is another than the other day's. */
export function shortDay(at: Instant, beside: Instant | undefined, zone: string): string {
  const isSameYear = beside !== undefined && isoDay(at, zone).slice(0, 4) === isoDay(beside, zone).slice(0, 4);
  return formatIn(zone, { day: 'numeric', month: 'short', ...(!isSameYear && { year: 'numeric' }) }).format(at);
}

/** `Mon 2 Mar 2026` of an ISO date, which has no time zone; undefined for what is no date. A date field writes it in the browser's order. */
export function dateInWords(iso: string): string | undefined {
  const noon = Date.parse(`${iso}T12:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(noon) ? dayText(noon, 'UTC') : undefined;
}

/** The day so many days later, as an ISO date. */
export const daysLater = (iso: string, days: number): string =>
  new Date(Date.parse(`${iso}T12:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);

/** When a clock in the zone shows `hh:mm` on that day; where the hour is left out that day, the hour after. */
export function instantOf(iso: string, time: string, zone: string): Instant | undefined {
  const start = startOfDay(iso, zone);
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(time) ?? [];
  if (start === undefined || hours === undefined || minutes === undefined) return undefined;
  const passed = Number(hours) * HOUR + Number(minutes) * 60_000;
  // A day on which the clock is set is an hour shorter or longer from there on.
  const shows = (at: Instant): boolean => isoDay(at, zone) === iso && clockTime(at, zone) === `${hours}:${minutes}`;
  return [0, -HOUR, HOUR].map((off) => start + passed + off).find(shows) ?? start + passed;
}

/** The first instant of a day. Undefined for what is no date. */
export function startOfDay(iso: string, zone: string): Instant | undefined {
  const midnight = Date.parse(`${iso}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso) || Number.isNaN(midnight)) return undefined;
  // Zones lie between −12 and +14 hours. A day may begin at 1:00, where the clock is put forward at midnight.
  let early = midnight - 15 * HOUR;
  let late = midnight + 13 * HOUR;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (isoDay(middle, zone) < iso) early = middle;
    else late = middle;
  }
  return late;
}

/** The first instant after a day. */
export function endOfDay(iso: string, zone: string): Instant | undefined {
  const start = Date.parse(`${iso}T00:00:00Z`);
  return startOfDay(iso, 'UTC') === undefined
    ? undefined
    : startOfDay(new Date(start + 24 * HOUR).toISOString().slice(0, 10), zone);
}
