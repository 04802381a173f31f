/** Weeks as a clinic counts them: from Monday, by the date at the clinic. */
import type { Instant } from '../reading.ts';

const DAY = 86_400_000;
/** 1 Jan 1970 was a Thursday. */
const DAYS_TO_THURSDAY = 3;

const formats = new Map<string, Intl.DateTimeFormat>();

/** ISO date. */
function dateIn(at: Instant, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone })));
  return format.format(at);
}

/** ISO date of the Monday of the week that `at` lies in. @param timeZone IANA */
export function weekOf(at: Instant, timeZone: string): string {
  const [year = 0, month = 1, day = 1] = dateIn(at, timeZone).split('-').map(Number);
  const days = Date.UTC(year, month - 1, day) / DAY;
  return dateIn((days - ((days + DAYS_TO_THURSDAY) % 7)) * DAY, 'UTC');
}
