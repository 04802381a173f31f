/** A device's date and time as an instant. */
export interface CalendarTime {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly milliseconds?: number;
}

/** Epoch ms of that time in UTC; undefined when there is no such time, or it is before 1970. */
export function utcInstant(time: CalendarTime): number | undefined {
  const { year, month, day, hours, minutes, seconds, milliseconds = 0 } = time;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const at = Date.UTC(year, month - 1, day, hours, minutes, seconds, milliseconds);
  if (!(at >= 0) || year < 1970) return undefined;
  // 31 February rolls over into March: it is no date.
  const date = new Date(at);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : undefined;
}
