/** Days of the clinic's calendar: what a date field means in the clinic's zone, and how a day is written. */
import type { Instant } from '#core/reading.ts';

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options]);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat('en-GB', { timeZone, ...options })));
  return format;
}

/** `Mon 2 Mar 2026`. */
export const dayText = (at: Instant, zone: string): string =>
  formatIn(zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at).replaceAll(',', '');

/** `2026-03-02`, as a date field has it. */
export const isoDay = (at: Instant, zone: string): string =>
  // The one locale that writes dates so.
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

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
