/** Instants as files give them: ISO 8601 at the clinic, with its offset from UTC then, `2026-03-02T15:04:05.250+01:00`. */
import type { Instant } from '../reading.ts';

/** No place changes its offset within one of these. */
const QUARTER_MS = 900_000;

/** @param timeZone IANA */
export function clinicTimeIn(timeZone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, string>();
  const offsetAt = (at: Instant): string => {
    const quarter = Math.floor(at / QUARTER_MS);
    let offset = known.get(quarter);
    if (offset === undefined) {
      const part = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
      offset = /[+-]\d\d:\d\d/.exec(part)?.[0] ?? '+00:00';
      known.set(quarter, offset);
    }
    return offset;
  };
  return (at) => {
    const offset = offsetAt(at);
    return `${new Date(at + msOf(offset)).toISOString().slice(0, -1)}${offset}`;
  };
}

/** Of `-03:30`. */
function msOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
