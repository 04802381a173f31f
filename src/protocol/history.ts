/** Past visits, read by nurses and providers: the list, and one visit's events to fold (docs/SPEC.md, REC-90). */
import type { VisitEvent } from '#core/event.ts';
import type { PastNames } from '#core/past/past-view.ts';
import type { VisitFacts } from '#core/past/visit-summary.ts';
import type { Ending } from '#core/phase.ts';
import type { Instant } from '#core/reading.ts';
import type { PatientView } from '#core/view.ts';
import type { Ack } from './answer.ts';
import type { RecordsToSign } from './to-sign.ts';

/** Visits a page of the list. */
export const VISITS_A_PAGE = 50;
/** Events one answer carries, at most: some 300 KB. */
export const EVENTS_A_PAGE = 1_000;

/** What is left out is not asked for. */
export interface HistoryFilter {
  /** Every word of it is somewhere in the patient's name; neither case nor accents count. */
  readonly name?: string;
  /** Opened at or after, and before. */
  readonly from?: Instant;
  readonly before?: Instant;
  /** It was there for a part of it at least. */
  readonly chairId?: string;
  readonly ending?: Ending;
  readonly hadHigh?: true;
}

export interface PastVisit extends VisitFacts {
  /** Null when nobody knows any more who it was. */
  readonly patient: PatientView | null;
  /** What the chair it ended on was called then. */
  readonly chairName: string;
}

export interface HistoryPage {
  /** Newest first. */
  readonly visits: readonly PastVisit[];
  /** To ask for the visits after these; null: there are no more. */
  readonly next: string | null;
  /** Of the filter, all pages together. */
  readonly total: number;
  /** Chairs that a past visit was on, also those that are gone. */
  readonly chairs: readonly { readonly chairId: string; readonly name: string }[];
  /** Visits the list does not know yet: it is being made. Ask again. */
  readonly unlisted: number;
}

export interface PastVisitHead {
  readonly visit: PastVisit;
  readonly names: PastNames;
  /** How many events there are now. */
  readonly events: number;
}

export interface PastEvents {
  readonly events: readonly VisitEvent[];
  /** To ask for the events after these; null: there are no more. */
  readonly next: number | null;
}

/** Part of `ScreenToServer`. Nurses and providers may ask, at a screen that is not locked. */
export interface HistoryRequests {
  /** `after`: the `next` of the page before. */
  'history:list': (payload: { readonly filter: HistoryFilter; readonly after?: string }, ack: Ack<HistoryPage>) => void;
  /** Records nobody has closed or signed, or whose addendum no provider has seen. */
  'records:unsigned': (payload: Record<string, never>, ack: Ack<RecordsToSign>) => void;
  /** Of a visit that is over. */
  'history:visit': (payload: { readonly visitId: string }, ack: Ack<PastVisitHead>) => void;
  /** In the journal's order; `after`: the `next` of the answer before, 0 at first. */
  'history:events': (payload: { readonly visitId: string; readonly after: number }, ack: Ack<PastEvents>) => void;
}
