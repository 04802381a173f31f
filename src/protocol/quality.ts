/** How the clinic's visits went, week by week, as the quality page shows it (docs/SPEC.md, REC-117 to REC-119). */
import type { Quality } from '#core/quality/quality.ts';
import type { Instant } from '#core/reading.ts';
import type { Ack } from './answer.ts';

/** What is left out is not asked for. */
export interface QualityFilter {
  /** Visits opened at or after, and before. */
  readonly from?: Instant;
  readonly before?: Instant;
  readonly protocolId?: string;
  /** Those made of a file of recorded vitals too. */
  readonly imported?: true;
}

export interface QualityAnswer extends Quality {
  /** Every protocol that a visit of the list was given by, filtered out or not: to choose from. */
  readonly protocolIds: readonly string[];
  /** Visits the list does not know yet: it is being made. Ask again. */
  readonly unlisted: number;
}

/** Part of `ScreenToServer`. Whoever is signed in may ask: it holds no patient. As a file it comes by GET /api/quality.csv. */
export interface QualityRequests {
  'quality:weeks': (payload: QualityFilter, ack: Ack<QualityAnswer>) => void;
}
