import type { QualityWeek } from '#core/quality/quality.ts';
import { dateInWords, daysLater } from '../history/clinic-day.ts';

export interface ShownWeek {
  readonly monday: string;
  /** Undefined: no visit. */
  readonly week: QualityWeek | undefined;
}

/** Oldest first, from the first week with a visit to the last: one without is a gap in a picture, not left out of it. */
export function everyWeek(weeks: readonly QualityWeek[]): readonly ShownWeek[] {
  const byMonday = new Map(weeks.map((week) => [week.monday, week]));
  const mondays = [...byMonday.keys()].toSorted();
  const [first, last] = [mondays[0], mondays.at(-1)];
  const shown: ShownWeek[] = [];
  if (first === undefined || last === undefined) return shown;
  for (let monday = first; monday <= last; monday = daysLater(monday, 7))
    shown.push({ monday, week: byMonday.get(monday) });
  return shown;
}

/** `2 Mar 2026`: what a week is called. */
export const weekOf = (monday: string): string => dateInWords(monday)?.replace(/^Mon /u, '') ?? monday;
