/** The audit, read by an administrator: who did what, was refused, signed in, read a record (docs/SPEC.md, SEC-120). */
import type { AuditKind, AuditLine } from '#core/audit/audit-line.ts';
import type { Instant } from '#core/reading.ts';
import type { Ack } from './answer.ts';

/** Lines a page, at most. */
export const LINES_A_PAGE = 100;

/** What is left out is not asked for. */
export interface AuditFilter {
  /** At or after, and before. */
  readonly from?: Instant;
  readonly before?: Instant;
  /** Somewhere in the name of who did it, or whom it is about; neither case nor accents count. */
  readonly person?: string;
  /** Somewhere in the label or id of a screen, the id of an adapter, or an address. */
  readonly place?: string;
  readonly kind?: AuditKind;
  readonly visitId?: string;
}

export interface SealNow {
  readonly seal: number;
  readonly at: Instant;
  /** Fingerprint of the key it was made with. */
  readonly key: string;
}

export interface AuditPage {
  /** Newest first. */
  readonly lines: readonly AuditLine[];
  /** To ask for what is older; null: that was all. With fewer lines than fit: it looked that far and no further. */
  readonly next: string | null;
  /** How far back it looked. */
  readonly lookedBackTo: Instant;
  /** Undefined: nothing was ever sealed. */
  readonly lastSeal?: SealNow;
}

/** Part of `ScreenToServer`. The audit is an administrator's; as a file it comes by GET /api/audit.csv with the filter's own words. */
export interface AuditRequests {
  /** `after`: the `next` of the page before. */
  'audit:list': (payload: { readonly filter: AuditFilter; readonly after?: string }, ack: Ack<AuditPage>) => void;
  /** The transfer sheet of this visit is being shown: it is recorded who read it. */
  'sheet:open': (payload: { readonly visitId: string }, ack: Ack) => void;
}
