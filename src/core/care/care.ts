/** Who has the patient: the nurse in charge, whoever covers for a while, and how that changed. */
import type { Duration, Instant } from '../reading.ts';

/** How long somebody says to cover at a time. */
export const COVER_MS: Duration = 15 * 60_000;

/** Somebody looks after the patient of the nurse in charge. It does not end by itself: past `until` it is overdue. */
export interface Cover {
  readonly byName: string;
  readonly since: Instant;
  readonly until: Instant;
}

export type CareChange =
  | { readonly kind: 'handed-over'; readonly at: Instant; readonly byName: string; readonly from?: string }
  | { readonly kind: 'cover-begun'; readonly at: Instant; readonly byName: string; readonly until: Instant }
  | { readonly kind: 'cover-ended'; readonly at: Instant; readonly byName: string };

export interface Care {
  readonly cover?: Cover;
  /** Oldest first. */
  readonly changes: readonly CareChange[];
}

/** Capitals, spaces and how an accent is composed make nobody somebody else. */
export const isSamePerson = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
