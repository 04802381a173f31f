/** What a person typed and chose above the list, and what is asked of the server for it. Kept in the page's address. */
import { ENDINGS, type Ending } from '#core/phase.ts';
import type { HistoryFilter } from '#protocol/history.ts';
import { endOfDay, startOfDay } from './clinic-day.ts';

/** As the fields have it: empty is not asked for. */
export interface Asked {
  readonly name: string;
  /** ISO dates, both days included. */
  readonly from: string;
  readonly to: string;
  readonly chairId: string;
  readonly ending: Ending | '';
  readonly hadHigh: boolean;
}

export const ALL: Asked = { name: '', from: '', to: '', chairId: '', ending: '', hadHigh: false };

export const isAll = (asked: Asked): boolean => Object.values(asked).every((value) => value === '' || value === false);

export function filterOf({ name, from, to, chairId, ending, hadHigh }: Asked, zone: string): HistoryFilter {
  const start = startOfDay(from, zone);
  const end = endOfDay(to, zone);
  const typed = name.trim().slice(0, 120);
  return {
    ...(typed !== '' && { name: typed }),
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { before: end }),
    ...(chairId !== '' && { chairId }),
    ...(ending !== '' && { ending }),
    ...(hadHigh && { hadHigh: true as const }),
  };
}

/** `name=byron&ending=home`: what is not asked for is not written. */
export function queryOf(asked: Asked): string {
  const written = Object.entries(asked).filter(([, value]) => value !== '' && value !== false);
  return new URLSearchParams(written.map(([key, value]) => [key, String(value)])).toString();
}

/** What an address says; whatever of it is not understood is left out. */
export function askedIn(query: URLSearchParams): Asked {
  const read: Partial<Record<keyof Asked, string>> = Object.fromEntries(query);
  const { name = '', from = '', to = '', chairId = '' } = read;
  const day = (iso: string): string => (startOfDay(iso, 'UTC') === undefined ? '' : iso);
  return {
    name: name.slice(0, 120),
    from: day(from),
    to: day(to),
    chairId: /^[\w.:@+-]{1,80}$/.test(chairId) ? chairId : '',
    ending: ENDINGS.find((each) => each === read.ending) ?? '',
    hadHigh: read.hadHigh === 'true',
  };
}
