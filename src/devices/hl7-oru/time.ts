/** Time stamps of HL7 v2: `YYYYMMDDHHMM[SS[.f…]][±ZZZZ]`, and Mindray's, with three digits of milliseconds and no dot. */
import { utcInstant } from '../utc.ts';

const MINUTE_MS = 60_000;
const FORM = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:\.?(\d{1,4}))?)?([+-]\d{4})?$/;

/** ms east of UTC, of a stamp that names its zone. */
export function zoneOf(text: string): number | undefined {
  const zone = FORM.exec(text.trim())?.[8];
  if (zone === undefined) return undefined;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}

/**
 * Epoch ms; undefined when it is no time, or a date without hours and minutes.
 * @param zoneMs of stamps without a zone; the standard gives them the zone of the message's own stamp.
 */
export function hl7Time(text: string, zoneMs = 0): number | undefined {
  const match = FORM.exec(text.trim());
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0] = match.slice(1, 6).map(Number);
  const seconds = Number(match[6] ?? 0);
  const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1_000);
  const local = utcInstant({ year, month, day, hours, minutes, seconds, milliseconds });
  if (local === undefined) return undefined;
  const at = local - (zoneOf(text) ?? zoneMs);
  return at >= 0 ? at : undefined;
}
