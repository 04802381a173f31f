/** The clinic's calendar. */
import type { Instant } from '#core/reading.ts';

/** The ISO date of an instant where the clinic stands; `en-CA` writes dates so. */
export const dateIn = (timeZone: string, at: Instant): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);

/** Whether `Intl` knows this IANA time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
