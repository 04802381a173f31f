/** How long the record is kept, and which visits are kept however old they are (docs/SPEC.md, JR-76). */
import type { Duration, Instant } from '../reading.ts';
import type { OtherSite } from '../record/visit-record.ts';

/** Null: for ever. */
export interface KeptYears {
  /** Of visits, planned visits and the names that belong to them. */
  readonly visitYears: number | null;
  /** Of the audit's days. */
  readonly auditYears: number | null;
}

/** The clinic's rule. Absent: everything is kept. */
export interface Retention extends KeptYears {
  readonly setAt: Instant;
  readonly byName: string;
  /** When it last began to keep less than before: set anew, or shortened. */
  readonly shortenedAt: Instant;
}

const DAY_MS: Duration = 86_400_000;
/** A slip of the finger can be taken back so long. */
export const RULE_WAITS_DAYS = 7;
/** Nothing is removed under it before. */
export const actsFrom = ({ shortenedAt }: Pick<Retention, 'shortenedAt'>): Instant =>
  shortenedAt + RULE_WAITS_DAYS * DAY_MS;

/** A visit that somebody may ask for: a claim, a court, an inquiry. It stays until it is released, whatever the rule. */
export interface Hold {
  readonly visitId: string;
  readonly reason: string;
  readonly byName: string;
  readonly at: Instant;
}

export type KeepingEventBody =
  | ({ readonly type: 'retention-set'; readonly byName: string } & KeptYears)
  | { readonly type: 'visit-held'; readonly visitId: string; readonly reason: string; readonly byName: string }
  | { readonly type: 'visit-released'; readonly visitId: string; readonly byName: string }
  | VisitImported;

/** A visit was put in from a file of another database: whoever gave it is not of this clinic's people, and its chairs are that one's. */
export interface VisitImported {
  readonly type: 'visit-imported';
  readonly visitId: string;
  readonly from: OtherSite;
  /** What its chairs were called there. */
  readonly chairs: readonly { readonly chairId: string; readonly name: string; readonly from: Instant }[];
  /** Of its last event, and the hash of its chain up to there, in the file. */
  readonly seq: number;
  readonly hash: string;
}

export type KeepingCommand =
  | ({ readonly type: 'retention:set' } & KeptYears)
  | { readonly type: 'visit:hold'; readonly visitId: string; readonly reason: string }
  | { readonly type: 'visit:release'; readonly visitId: string };

export const LEAST_YEARS = 1;
/** More is a slip of the finger. */
export const MOST_YEARS = 100;
