/** A patient's visits side by side (docs/SPEC.md, REC-185 to REC-190). */
import type { VisitFigures } from '#core/record/visit-figures.ts';
import type { PatientView } from '#core/view.ts';
import type { Ack } from './answer.ts';

/** Visits one answer carries: the newest. A usual series is six. */
export const VISITS_A_SERIES = 60;

export interface SeriesVisit {
  readonly visitId: string;
  readonly protocolTitle: string;
  readonly figures: VisitFigures;
}

export interface PatientSeries {
  /** Null when nobody knows any more who it was. */
  readonly patient: PatientView | null;
  /** Birth dates of others with this patient's record number, the earliest first: nothing of theirs is here. */
  readonly sameNumber: readonly string[];
  /** Those that are over, oldest first; without those closed as wrong patient, made of a file or given in another clinic. */
  readonly visits: readonly SeriesVisit[];
  /** How many there are, shown or not. */
  readonly total: number;
  /** Visits the list does not know yet: one of them may be newer. Ask again. */
  readonly unlisted: number;
}

/** Part of `ScreenToServer`. Nurses and providers may ask, at a screen that is not locked. */
export interface SeriesRequests {
  /** Of the patient of this visit, which may go on still. */
  'series:patient': (payload: { readonly visitId: string }, ack: Ack<PatientSeries>) => void;
}
