/** Times, ages and days as people read them. Pure: the clinic's time zone (IANA) is an argument, and none is the machine's own. */
import type { Duration, Instant } from '../reading.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Kept by zone and options: a list writes many days alike. */
export function formatIn(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options]);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat('en-GB', { timeZone, ...options })));
  return format;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `14:23`, in the clinic's zone. */
export const clockTime = (at: Instant, timeZone: string): string => formatIn(timeZone, CLOCK).format(at);
/** `14:23:07`, in the clinic's zone. */
export const clockTimeWithSeconds = (at: Instant, timeZone: string): string =>
  formatIn(timeZone, { ...CLOCK, second: '2-digit' }).format(at);

const isoDays = new Map<string, Intl.DateTimeFormat>();
/** `2026-03-02`, as a date field has it: Sweden's locale is the one that writes dates so. */
export function isoDay(at: Instant, timeZone: string): string {
  let format = isoDays.get(timeZone);
  if (!format) isoDays.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { timeZone })));
  return format.format(at);
}

/** `Mon 2 Mar 2026`. */
export const dayText = (at: Instant, timeZone: string): string =>
  formatIn(timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .format(at)
    .replaceAll(',', '');

/** @returns what writes an instant: on the day of `from` as `write` does; on another with that day, `Tue 3 Mar 2026 09:12` */
export function clockFrom(from: Instant, timeZone: string, write = clockTime): (at: Instant) => string {
  const day = dayText(from, timeZone);
  return (at) => {
    const that = dayText(at, timeZone);
    return that === day ? write(at, timeZone) : `${that} ${write(at, timeZone)}`;
  };
}

function minutesSeconds(seconds: number): string {
  const whole = Math.max(0, seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
/** Time passed, `23:10`: a second counts once it is over. */
export const elapsed = (ms: Duration): string => minutesSeconds(Math.floor(ms / SECOND));
/** Time left, `16:50`: together with `elapsed` it makes the whole. */
export const left = (ms: Duration): string => minutesSeconds(Math.ceil(ms / SECOND));

/** An age or a duration in words: `41 s`, `4 min`, `1 h 05`. */
export function inWords(ms: Duration): string {
  const passed = Math.max(0, ms);
  if (passed < MINUTE) return `${Math.floor(passed / SECOND)} s`;
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min`;
  return `${Math.floor(passed / HOUR)} h ${String(Math.floor((passed % HOUR) / MINUTE)).padStart(2, '0')}`;
}

/** `14 Mar 1986` from an ISO date, which has no time zone and must not get one. */
export function birthDate(iso: string): string {
  const [year, month, day] = iso.split('-').map(Number);
  const name = MONTHS[(month ?? 0) - 1];
  return name && day && year ? `${day} ${name} ${year}` : iso;
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
