/** Weeks as a clinic counts them: from Monday, by the date at the clinic. */
import type { Instant } from '../reading.ts';
import { isoDay } from '../words/time-words.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 1 Jan 1970 was a Thursday. */
const DAYS_TO_THURSDAY = 3;

/** Finds the week of one instant after the other; of instants in order it asks for a date a few times a week, not for each. */
export class Weeks {
  readonly #timeZone: string;
  #last: { readonly from: Instant; readonly until: Instant; readonly monday: string } | undefined;

  /** @param timeZone IANA */
  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** @returns the ISO date of the Monday of the week that `at` lies in */
  mondayOf(at: Instant): string {
    if (this.#last && at >= this.#last.from && at < this.#last.until) return this.#last.monday;
    const [year = 0, month = 1, day = 1] = isoDay(at, this.#timeZone).split('-').map(Number);
    const days = Date.UTC(year, month - 1, day) / DAY;
    const since = (((days + DAYS_TO_THURSDAY) % 7) + 7) % 7;
    const monday = isoDay((days - since) * DAY, 'UTC');
    // The same clock time on Sunday is still this week's, less an hour that a clock may be set on by.
    this.#last = { from: at, until: at + (6 - since) * DAY - 2 * HOUR, monday };
    return monday;
  }
}
