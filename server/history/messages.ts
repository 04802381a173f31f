/** Between the main thread and the history's own. */
import type { AuditPage } from '#protocol/audit.ts';
import type { HistoryFilter, HistoryPage, PastEvents, PastVisitHead } from '#protocol/history.ts';
import type { Result } from '#core/refusal.ts';
import type { VisitEvent } from '#core/event.ts';
import type { VisitReport } from '#protocol/report.ts';
import type { QualityAnswer, QualityFilter } from '#protocol/quality.ts';
import type { PatientSeries } from '#protocol/series.ts';
import type { RecordsToSign } from '#protocol/to-sign.ts';
import type { LastWeight } from '#core/weight.ts';
import type { AuditQuestion } from '../audit/audit-pages.ts';
import type { Person } from './same-person.ts';

export interface HistoryThreadOptions {
  /** The journal's database, which is only read. */
  readonly journal: string;
  /** The list's own file; it can be made anew from the journal at any time. */
  readonly list: string;
  readonly siteId: string;
}

export type HistoryQuestion =
  | { readonly type: 'list'; readonly filter: HistoryFilter; readonly after: string | undefined }
  | { readonly type: 'visit'; readonly visitId: string }
  | { readonly type: 'last-weight'; readonly person: Person }
  | { readonly type: 'to-sign' }
  | { readonly type: 'signing'; readonly visitId: string }
  | { readonly type: 'report'; readonly visitId: string }
  | { readonly type: 'series'; readonly visitId: string }
  | { readonly type: 'quality'; readonly filter: QualityFilter }
  | { readonly type: 'events'; readonly visitId: string; readonly after: number }
  | ({ readonly type: 'audit' } & AuditQuestion);

export interface HistoryAnswers {
  readonly list: HistoryPage;
  readonly visit: Result<PastVisitHead>;
  readonly events: Result<PastEvents>;
  readonly report: Result<VisitReport>;
  readonly 'to-sign': RecordsToSign;
  readonly signing: Result<Signing>;
  readonly series: Result<PatientSeries>;
  readonly quality: QualityAnswer;
  readonly 'last-weight': WeightFound;
  readonly audit: AuditPage;
}

/** Of a visit that is over: what signing it needs. */
export interface Signing {
  /** Of the newest event that was read. */
  readonly seq: number;
  /** Without the readings, which no signature hangs on. */
  readonly events: readonly VisitEvent[];
  /** What of its record does not agree, readings included. */
  readonly contradictions: readonly string[];
}

export interface WeightFound {
  readonly weight: LastWeight | null;
  /** Visits the list does not hold yet: one of them may be newer. */
  readonly unlisted: number;
}
