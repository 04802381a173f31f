/** What is looked at on the quality page, and what is asked of the server for it. Kept in the page's address. */
import { Weeks } from '#core/quality/week.ts';
import type { Instant } from '#core/reading.ts';
import type { QualityFilter } from '#protocol/quality.ts';
import { daysLater, startOfDay } from '../history/clinic-day.ts';

/** Weeks back, this one among them; 0: all. */
export const SPANS = [12, 26, 52, 0] as const;
export type Span = (typeof SPANS)[number];

export interface Asked {
  readonly weeks: Span;
  /** Empty: every protocol. */
  readonly protocolId: string;
  /** Those made of a file too. */
  readonly imported: boolean;
}

export const USUAL: Asked = { weeks: 12, protocolId: '', imported: false };

/** Whole weeks: the first of them is not cut. */
export function filterOf({ weeks, protocolId, imported }: Asked, now: Instant, zone: string): QualityFilter {
  const monday = new Weeks(zone).mondayOf(now);
  const from = weeks === 0 ? undefined : startOfDay(daysLater(monday, -7 * (weeks - 1)), zone);
  return {
    ...(from !== undefined && { from }),
    ...(protocolId !== '' && { protocolId }),
    ...(imported && { imported: true as const }),
  };
}

const written = (of: object): string =>
  new URLSearchParams(Object.entries(of).map(([key, value]) => [key, String(value)])).toString();

export function queryOf({ weeks, protocolId, imported }: Asked): string {
  return written({
    ...(weeks !== USUAL.weeks && { weeks }),
    ...(protocolId !== '' && { protocolId }),
    ...(imported && { imported }),
  });
}

/** What an address says; whatever of it is not understood is left out. */
export function askedIn(query: URLSearchParams): Asked {
  const { weeks = '', protocolId = '', imported } = Object.fromEntries(query) as Partial<Record<keyof Asked, string>>;
  return {
    weeks: SPANS.find((each) => String(each) === weeks) ?? USUAL.weeks,
    protocolId: /^[\w.:@+-]{1,80}$/.test(protocolId) ? protocolId : '',
    imported: imported === 'true',
  };
}

/** Where the file is. */
export function exportPath(filter: QualityFilter): string {
  const words = written(filter);
  return words === '' ? '/api/quality.csv' : `/api/quality.csv?${words}`;
}
