/** What a person typed and chose above the audit, and what is asked of the server for it. Kept in the page's address. */
import { AUDIT_KINDS, type AuditKind } from '#core/audit/audit-line.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import { endOfDay, startOfDay } from '../history/clinic-day.ts';

/** As the fields have it: empty is not asked for. */
export interface Asked {
  /** ISO dates, both days included. */
  readonly from: string;
  readonly to: string;
  readonly person: string;
  readonly place: string;
  readonly kind: AuditKind | '';
  readonly visitId: string;
}

export const ALL: Asked = { from: '', to: '', person: '', place: '', kind: '', visitId: '' };

export const isAll = (asked: Asked): boolean => Object.values(asked).every((value) => value === '');

export const KIND: Readonly<Record<AuditKind, string>> = {
  acts: 'What was done',
  refusals: 'Refused',
  'sign-ins': 'Sign-ins',
  reads: 'Records read',
  keeping: 'The record itself',
};

export function filterOf({ from, to, person, place, kind, visitId }: Asked, zone: string): AuditFilter {
  const start = startOfDay(from, zone);
  const end = endOfDay(to, zone);
  const [who, where] = [person.trim(), place.trim()];
  return {
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { before: end }),
    ...(who !== '' && { person: who }),
    ...(where !== '' && { place: where }),
    ...(kind !== '' && { kind }),
    ...(visitId !== '' && { visitId }),
  };
}

/** Of the same as a file. */
export function exportPath(filter: AuditFilter): string {
  const words = new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, String(value)])).toString();
  return words === '' ? '/api/audit.csv' : `/api/audit.csv?${words}`;
}

export const queryOf = (asked: Asked): string =>
  new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString();

/** What an address says; whatever of it is not understood is left out. */
export function askedIn(query: URLSearchParams): Asked {
  const read: Partial<Record<keyof Asked, string>> = Object.fromEntries(query);
  const { from = '', to = '', person = '', place = '', visitId = '' } = read;
  const day = (iso: string): string => (startOfDay(iso, 'UTC') === undefined ? '' : iso);
  return {
    from: day(from),
    to: day(to),
    person: person.slice(0, 120),
    place: place.slice(0, 120),
    kind: AUDIT_KINDS.find((each) => each === read.kind) ?? '',
    visitId: /^[\w.:@+-]{1,80}$/.test(visitId) ? visitId : '',
  };
}
